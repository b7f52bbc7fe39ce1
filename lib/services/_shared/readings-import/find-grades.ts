/** Tables `image,level` as an observer's grades: here somebody looked and answered, unlike source grades, which are only claims. */
import { parseSourceGrades } from '@/lib/formats/source-grades-csv'
import { type FoundReadings, sourceFile } from './external-reading'
import { readWhole, walkFiles } from './walk-files'

/** @param target a table, or a folder of which every `.csv` is one */
export async function findGrades(target: string, observer: string): Promise<FoundReadings> {
  const { base, names } = await walkFiles(target)
  const found: FoundReadings = { readings: [], problems: [] }
  for (const file of names.filter((name) => name.toLowerCase().endsWith('.csv'))) {
    const bytes = await readWhole(base, file)
    const source = sourceFile(file, bytes)
    const { rows, problems } = parseSourceGrades(bytes.toString('utf8'))
    found.problems.push(...problems.map(({ line, sentence }) => ({ file, line, sentence })))
    for (const { image, grade, line } of rows) {
      const answer = { task: 'grade' as const, grade }
      found.readings.push({
        observer,
        photograph: image,
        file,
        line,
        read: async () => ({ answer, files: [source], notes: [] }),
      })
    }
  }
  return found
}
