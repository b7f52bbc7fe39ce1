/** Folders as data sets come: synthetic photographs with masks by IDRiD's names, with YOLO boxes, or with a table of grades. */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { ellipsePolygon } from '@/lib/domain/geometry'
import type { IcdrGrade, LesionKind } from '@/lib/domain/lesion'
import type { MarkShape } from '@/lib/domain/mark'
import type { SyntheticFundus } from '@/lib/synthetic'
import { type FundusFixture, fundus, fundusJpeg } from './fixtures'

export type Named = FundusFixture & { name: string }

const codes: Partial<Record<LesionKind, string>> = {
  microaneurysm: 'MA',
  haemorrhage: 'HE',
  hardExudate: 'EX',
  softExudate: 'SE',
}
const yoloClasses: LesionKind[] = ['microaneurysm', 'haemorrhage', 'hardExudate', 'softExudate']

/** Eyes of one seed and grade after the other: `eye-1` has seed 1. */
export const eyes = (seeds: readonly number[], grade: IcdrGrade): Named[] =>
  seeds.map((seed) => ({ seed, grade, name: `eye-${seed}` }))

async function writePhotographs(folder: string, photographs: readonly Named[]): Promise<void> {
  await mkdir(path.join(folder, 'images'), { recursive: true })
  for (const { name, ...fixture } of photographs)
    await writeFile(path.join(folder, 'images', `${name}.jpg`), await fundusJpeg(fixture))
}

export const maskPng = (mask: Uint8Array, width: number, height: number): Promise<Buffer> =>
  sharp(
    mask.map((value) => value * 255),
    { raw: { width, height, channels: 1 } },
  )
    .png()
    .toBuffer()

/** `images/` and `masks/`; a kind that an eye does not have gets no file. */
export async function writeMaskFolder(folder: string, photographs: readonly Named[]): Promise<void> {
  await writePhotographs(folder, photographs)
  await mkdir(path.join(folder, 'masks'), { recursive: true })
  for (const { name, ...fixture } of photographs) {
    const { masks, width, height } = fundus(fixture)
    for (const [kind, code] of Object.entries(codes)) {
      const mask = masks[kind as LesionKind]
      if (mask) await writeFile(path.join(folder, 'masks', `${name}_${code}.png`), await maskPng(mask, width, height))
    }
  }
}

/** `images/`, `labels/` and `classes.txt`; an eye without lesions gets an empty file. */
export async function writeBoxFolder(folder: string, photographs: readonly Named[]): Promise<void> {
  await writePhotographs(folder, photographs)
  await mkdir(path.join(folder, 'labels'), { recursive: true })
  await writeFile(path.join(folder, 'classes.txt'), `${yoloClasses.join('\n')}\nopticDisc\n`)
  for (const { name, ...fixture } of photographs)
    await writeFile(path.join(folder, 'labels', `${name}.txt`), boxLines(fundus(fixture)).join('\n'))
}

export function boxLines({ lesions, width, height }: SyntheticFundus): string[] {
  return lesions.flatMap(({ kind, shape }) => {
    const number = yoloClasses.indexOf(kind)
    if (number === -1) return []
    const corners = cornersOf(shape)
    const [left, right] = [Math.min(...corners.map(({ x }) => x)), Math.max(...corners.map(({ x }) => x))]
    const [top, bottom] = [Math.min(...corners.map(({ y }) => y)), Math.max(...corners.map(({ y }) => y))]
    const shares = [
      (left + right) / 2 / width,
      (top + bottom) / 2 / height,
      (right - left) / width,
      (bottom - top) / height,
    ]
    return [[number, ...shares.map((share) => share.toFixed(6))].join(' ')]
  })
}

function cornersOf(shape: MarkShape) {
  if (shape.type === 'polygon') return shape.points
  if (shape.type === 'ellipse') return ellipsePolygon(shape.x, shape.y, shape.rx, shape.ry, shape.angle)
  throw new Error(`The generator draws no ${shape.type}.`)
}

/** `images/` and a table; `patients` adds a column `patient`. */
export async function writeGradeFolder(
  folder: string,
  photographs: readonly Named[],
  { table = 'grades.csv', patients }: { table?: string; patients?: (name: string) => string } = {},
): Promise<void> {
  await writePhotographs(folder, photographs)
  const lines = photographs.map(({ name, grade = 0 }) => [name, grade, ...(patients ? [patients(name)] : [])].join(','))
  await writeFile(path.join(folder, table), [patients ? 'image,level,patient' : 'image,level', ...lines].join('\n'))
}
