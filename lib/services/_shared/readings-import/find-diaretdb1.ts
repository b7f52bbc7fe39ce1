/** DIARETDB1: one XML file for each photograph and expert; the expert's number is in the file's name. */
import { diaretdb1FileName, parseDiaretdb1 } from '@/lib/formats/diaretdb1'
import { type FoundReadings, sourceFile } from './external-reading'
import { readWhole, walkFiles } from './walk-files'

/** @param observer the experts are called by this name and their number */
export async function findDiaretdb1(folder: string, observer: string): Promise<FoundReadings> {
  const { base, names } = await walkFiles(folder)
  const readings = names.flatMap((file) => {
    const named = diaretdb1FileName(file)
    if (!named) return []
    const read = async () => {
      const bytes = await readWhole(base, file)
      const parsed = parseDiaretdb1(bytes.toString('utf8'))
      if (!parsed) return { unusable: 'This is no DIARETDB1 marking file; nothing of it was taken.' }
      const notes = parsed.problems.map(({ sentence }) => sentence)
      return { answer: { task: 'marks' as const, marks: parsed.marks }, files: [sourceFile(file, bytes)], notes }
    }
    return [{ observer: `${observer} ${named.reader}`, photograph: named.photograph, file, line: null, read }]
  })
  return { readings, problems: [] }
}
