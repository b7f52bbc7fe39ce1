/** A few photographs of a set, with what belongs to them, copied aside: what continuous integration has time for. */
import fs from 'node:fs/promises'
import path from 'node:path'
import { photographStem } from '@/lib/domain/kaggle-name'
import { parseSourceGrades } from '@/lib/formats/source-grades-csv'
import type { LoopSet } from './sets'

/** @returns the folder of the copy */
export async function copySubset(folder: string, { small }: LoopSet, into: string): Promise<string> {
  const images = (await fs.readdir(path.join(folder, 'images'))).sort()
  const stems = new Set('table' in small ? await ofEachGrade(folder, small) : spread(images, small.photographs))
  for (const entry of await fs.readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const from = path.join(entry.parentPath, entry.name)
    const to = path.join(into, path.relative(folder, from))
    await fs.mkdir(path.dirname(to), { recursive: true })
    if (entry.name.endsWith('.csv')) await fs.writeFile(to, rowsOf(await fs.readFile(from, 'utf8'), stems))
    else if (belongsTo(entry.name, stems)) await fs.copyFile(from, to)
  }
  return into
}

/** Evenly over the list, so that not all come from its beginning. */
const spread = (images: string[], count: number): string[] =>
  Array.from({ length: Math.min(count, images.length) }, (_, i) =>
    photographStem(images[Math.floor((i * images.length) / count)] ?? ''),
  )

async function ofEachGrade(folder: string, { ofEachGrade: count, table }: { ofEachGrade: number; table: string }) {
  const { rows } = parseSourceGrades(await fs.readFile(path.join(folder, table), 'utf8'))
  return [0, 1, 2, 3, 4].flatMap((grade) =>
    rows
      .filter((row) => row.grade === grade)
      .slice(0, count)
      .map(({ image }) => image),
  )
}

/** A photograph, or a file that begins with its name: `IDRiD_02_MA.png`, `diaretdb1_image005_01_plain.xml`. */
const belongsTo = (name: string, stems: Set<string>): boolean =>
  [...stems].some((stem) => photographStem(name) === stem || name.startsWith(`${stem}_`))

const rowsOf = (text: string, stems: Set<string>): string =>
  text
    .split('\n')
    .filter((line, i) => i === 0 || stems.has(photographStem(line.split(',')[0] ?? '')))
    .join('\n')
