/**
 * Acceptance row 24: from a file to what the networks see, per core, beside OpenCV. Photographs are the real ones beside
 * the repository where they are, else the largest that our own generator makes.
 */
import { existsSync, readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { generateFundus } from '@/lib/synthetic'
import { encodeJpeg, paperPreprocessing } from '@/lib/vision'
import { decoderFlags } from '@/lib/vision/decode-process'
import type { Benchmark, Contestant, Measured } from './benchmark'
import { root, runOurs, runPeer } from './contestant'
import type { ImportTask } from './import-task'
import { median } from './report'

const optionsSchema = z.object({
  photographs: z.string(),
  files: z.coerce.number().int().min(1),
  count: z.coerce.number().int().min(1),
})

const realPhotographs = path.join(root, '../shared/data/idrid-lesions/images')
const warmUps = 24

export const benchmark: Benchmark = {
  usage: `npm run bench -- import — decode, field of view, shrink, Eq. 1: photographs a second on one thread

  --photographs DIR   JPEG files (../shared/data/idrid-lesions/images, 4288 × 2848; synthetic ones where it is absent)
  --files N           how many of them, in turn (6)
  --count N           timed preparations a round, after ${warmUps} others (24)`,
  options: {
    photographs: { type: 'string', default: realPhotographs },
    files: { type: 'string', default: '6' },
    count: { type: 'string', default: '24' },
  },
  async plan(values, scratch) {
    const { photographs: folder, files, count } = optionsSchema.parse(values)
    const photographs = existsSync(folder) ? jpegsOf(folder, files) : await synthetic(scratch, Math.min(files, 3))
    const { lesionSidePx, gradingSidePx } = paperPreprocessing
    const cpu = new Map<string, number[]>()
    const contestant = (name: string, isOurs: boolean, work: ImportTask['work']): Contestant => ({
      name,
      isOurs,
      async measure() {
        const task: ImportTask = { photographs, count, warmUps, work, lesionSidePx, gradingSidePx }
        const result = await (isOurs
          ? runOurs('import-ours.ts', task, 1, decoderFlags(512))
          : runPeer('import_opencv.py', task, 1))
        if (!('missing' in result)) note(cpu, name, result)
        return result
      },
    })
    return {
      title: 'From a file to what the networks see, one thread (acceptance row 24)',
      unit: 'photographs',
      aim: '1 or more, for each way of decoding',
      setting: {
        photographs: `${photographs.length} of ${existsSync(folder) ? folder : 'our generator'}`,
        squares: `${lesionSidePx} and ${gradingSidePx} px`,
      },
      contestants: [
        contestant('Concord, whole decoding', true, 'whole'),
        contestant('OpenCV, whole decoding', false, 'whole'),
        contestant('Concord, decoding at one half', true, 'half'),
        contestant('OpenCV, decoding at one half', false, 'half'),
        contestant('Concord, and all that an import stores', true, 'store'),
      ],
      conclude: () =>
        Promise.resolve(
          ['whole decoding', 'decoding at one half'].flatMap((way) => {
            const [ours, theirs] = ['Concord', 'OpenCV'].map((who) => cpu.get(`${who}, ${way}`))
            return ours && theirs ? [compare(way, median(ours), median(theirs))] : []
          }),
        ),
    }
  },
}

function note(cpu: Map<string, number[]>, name: string, { cpuSecondsPerUnit = Number.NaN }: Measured) {
  cpu.set(name, [...(cpu.get(name) ?? []), cpuSecondsPerUnit * 1000])
}

const compare = (way: string, ours: number, theirs: number) =>
  `With ${way}: ${ours.toFixed(0)} ms of CPU a photograph, OpenCV ${theirs.toFixed(0)} ms: ${(theirs / ours).toFixed(2)} × its speed.`

function jpegsOf(folder: string, count: number): string[] {
  const names = readdirSync(folder).filter((name) => /\.jpe?g$/i.test(name))
  if (names.length === 0) throw new Error(`${folder} holds no JPEG files.`)
  return names
    .sort()
    .slice(0, count)
    .map((name) => path.join(folder, name))
}

async function synthetic(scratch: string, count: number): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, seed) => {
      const { rgb, width, height } = generateFundus({ seed, grade: 2, eye: 'right', width: 4288, cameraStyle: 'whole' })
      const file = path.join(scratch, `${seed}.jpg`)
      await writeFile(file, await encodeJpeg(rgb, width, height, 92))
      return file
    }),
  )
}
