/**
 * Acceptance row 23: the lesion map of one picture, every patch of the grid with its probabilities, beside PyTorch patch by
 * patch. Weights and picture are noise, the same for everybody; what comes out is compared to the fifth digit.
 */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { insideGrid, insideIndices, patchCount, patchRects } from '@/lib/domain/patch-grid'
import { type RandomSource, seededRandom } from '@/lib/domain/random'
import { findArchitecture } from '@/lib/network'
import { fillNormal } from '@/lib/network/initialise'
import { type Layer, planLayers, sizeOf, type VariablePlan } from '@/lib/network/layers'
import type { Benchmark, Contestant } from './benchmark'
import { runOurs, runPeer } from './contestant'
import type { LesionsTask } from './lesions-task'

const count = z.coerce.number().int().min(1)
const optionsSchema = z.object({
  architecture: z.string(),
  size: count,
  side: z.coerce.number().int().min(16),
  overlap: z.coerce.number().int().min(0),
  batch: count,
  repeats: count,
  bands: count,
  threads: z.coerce.number().int().min(0),
  disc: z.boolean().default(false),
  wasm: z.boolean().default(false),
})

const classCount = 4
const tolerance = 1e-5
const mebibytesWithoutBands = 1_000_000

export const benchmark: Benchmark = {
  usage: `npm run bench -- lesions — the lesion map of one photograph, maps a second

  --architecture ID   of the catalogue (local-table-1)
  --size PX           of the picture (800)
  --side PX           of a patch (80; 64 is the preset fine)
  --overlap PX        of neighbours (32)
  --disc              only the patches in a round field of view as wide as the picture, for everybody
  --batch N           patches at a time where they go one by one (32)
  --bands MIB         memory of the maps between two layers where the picture goes in bands (128)
  --repeats N         maps a round, after one that is not timed (3)
  --wasm              the WebAssembly backend, too`,
  options: {
    architecture: { type: 'string', default: 'local-table-1' },
    size: { type: 'string', default: '800' },
    side: { type: 'string', default: '80' },
    overlap: { type: 'string', default: '32' },
    disc: { type: 'boolean', default: false },
    batch: { type: 'string', default: '32' },
    bands: { type: 'string', default: '128' },
    repeats: { type: 'string', default: '3' },
    wasm: { type: 'boolean', default: false },
  },
  async plan(values, scratch) {
    const options = optionsSchema.parse(values)
    const { architecture, size: d, side, overlap, batch, repeats, threads, bands, disc } = options
    const grid = { d, h: side, ov: overlap }
    const layers = findArchitecture(architecture, 'local').build(classCount)
    const indices = disc ? insideIndices(insideGrid(roundField(d), grid)) : [...Array(patchCount(grid)).keys()]
    const rects = patchRects(grid)
    const inScratch = (name: string) => path.join(scratch, name)
    const random = seededRandom(1)
    await writeFile(inScratch('weights'), weightsOf(layers, side, random))
    await writeFile(
      inScratch('image'),
      Float32Array.from({ length: d * d * 3 }, () => random.next() * 2 - 1),
    )
    const shared: Omit<LesionsTask, 'output'> = {
      ...{ architecture, layers, d, side, overlap, classCount, indices, batch, repeats },
      places: indices.map((index) => [rects[index]?.x ?? 0, rects[index]?.y ?? 0]),
      weights: inScratch('weights'),
      image: inScratch('image'),
    }
    const outputs: Record<string, string> = {}
    const contestant = (name: string, isOurs: boolean, more: Partial<LesionsTask>): Contestant => {
      const output = inScratch(`output-${Object.keys(outputs).length}`)
      outputs[name] = output
      const task: LesionsTask = { ...shared, ...more, output }
      const measure = () =>
        isOurs ? runOurs('lesions-ours.ts', task, threads) : runPeer('lesions_torch.py', task, threads)
      return { name, isOurs, measure }
    }
    const reference = 'Concord patch by patch'
    return {
      title: 'The lesion map of one photograph (acceptance row 23)',
      unit: 'maps',
      aim: '2.5 or more, equal to 1e-5',
      setting: {
        network: architecture,
        picture: `${d} × ${d}`,
        patches: `${indices.length}${disc ? ` of ${rects.length} (those in the field of view)` : ''} of ${side} px, ${overlap} px of them shared`,
        batch,
      },
      contestants: [
        contestant(`Concord, bands of ${bands} MiB`, true, { way: { mebibytesMax: bands } }),
        contestant('Concord, at once', true, { way: { mebibytesMax: mebibytesWithoutBands } }),
        contestant(reference, true, { way: 'patch by patch' }),
        ...(options.wasm
          ? [contestant('Concord, WebAssembly', true, { way: { mebibytesMax: bands }, backend: 'wasm' })]
          : []),
        contestant('PyTorch channels_last', false, {}),
        contestant('PyTorch channels_last, batch normalisation folded', false, { isFolded: true }),
      ],
      conclude: () => compare(reference, outputs),
    }
  },
}

const roundField = (d: number) => ({
  centreX: d / 2,
  centreY: d / 2,
  radius: d / 2,
  crop: { x: 0, y: 0, side: d },
})

/** Kernels as a network starts with them; the rest a little off 0 and 1, as after training. */
function weightsOf(layers: Layer[], side: number, random: RandomSource): Uint8Array {
  const parts = planLayers(layers, [side, side, 3]).flatMap(({ variables }) =>
    variables.map((plan) => new Uint8Array(valuesOf(plan, random).buffer)),
  )
  return Buffer.concat(parts)
}

function valuesOf({ shape, initialiser }: VariablePlan, random: RandomSource): Float32Array {
  const values = new Float32Array(sizeOf(shape))
  if (initialiser.type === 'constant') return values.map(() => initialiser.value + 0.4 * (random.next() - 0.5))
  fillNormal(values, Math.sqrt(2 / initialiser.fanIn), random)
  return values
}

async function compare(reference: string, outputs: Record<string, string>): Promise<string[]> {
  const expected = await readOutput(outputs[reference])
  if (!expected) return [`Nothing to compare with: ${reference} is missing.`]
  const sentences = await Promise.all(
    Object.entries(outputs).map(async ([name, file]) => {
      const found = name === reference ? undefined : await readOutput(file)
      if (!found) return []
      const largest = expected.reduce((max, value, i) => Math.max(max, Math.abs(value - (found[i] ?? Number.NaN))), 0)
      const verdict = largest <= tolerance ? 'equal' : 'NOT EQUAL'
      return [
        `${name}: ${verdict} to ${reference}; the largest difference of a probability is ${largest.toExponential(1)}.`,
      ]
    }),
  )
  return sentences.flat()
}

async function readOutput(file: string | undefined): Promise<Float32Array | undefined> {
  if (!file) return undefined
  const bytes = await readFile(file).catch(() => undefined)
  return bytes && new Float32Array(Uint8Array.from(bytes).buffer)
}
