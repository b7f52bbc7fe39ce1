/**
 * IDRiD's lesion masks: all masks of a photograph together are one observer's reading of it. A kind without a mask was looked for and
 * not found; a photograph without any mask was not read.
 */
import type { Mark } from '@/lib/domain/mark'
import { idridMaskName, type Mask, maskToMarks } from '@/lib/formats/idrid-masks'
import { type ExternalReading, type FoundReadings, type SourceFile, sourceFile } from './external-reading'
import { readWhole, walkFiles } from './walk-files'

export async function findIdridMasks(
  folder: string,
  observer: string,
  decodeMask: (bytes: Buffer) => Promise<Mask>,
): Promise<FoundReadings> {
  const { base, names } = await walkFiles(folder)
  const masks = names.flatMap((file) => {
    const named = idridMaskName(file)
    return named ? [{ ...named, file }] : []
  })
  const photographs = [...new Set(masks.map(({ photograph }) => photograph))]
  const readings = photographs.map((photograph): ExternalReading => {
    const own = masks.filter((mask) => mask.photograph === photograph)
    const [first] = own
    return {
      observer,
      photograph,
      file: first?.file ?? photograph,
      line: null,
      async read({ width, height }) {
        const marks: Mark[] = []
        const files: SourceFile[] = []
        for (const { kind, code, file } of own) {
          const bytes = await readWhole(base, file)
          files.push(sourceFile(file, bytes))
          if (kind === null) continue
          const mask = await decodeMask(bytes)
          if (mask.width !== width || mask.height !== height) {
            const sizes = `${mask.width} × ${mask.height} pixels, its photograph ${width} × ${height}`
            return { unusable: `${file} has ${sizes}; all masks of a photograph must have its size.` }
          }
          marks.push(...maskToMarks(mask, kind, code))
        }
        return { answer: { task: 'marks', marks }, files, notes: [] }
      },
    }
  })
  return { readings, problems: [] }
}
