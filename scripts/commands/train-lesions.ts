/** Trains a lesion model from folders of photographs with masks or boxes. */
import { parseArgs } from 'node:util'
import type { RecipePreset } from '@/lib/contracts/recipe'
import { heads } from '@/lib/domain/heads'
import { patchesMax, patchesPerAxis } from '@/lib/domain/patch-grid'
import { type GridSettings, gridPresets } from '@/lib/domain/protocol'
import { workFolderOf } from '@/lib/services/_shared/folders/train-model'
import { trainLesionsFromFolders } from '@/lib/services/train-lesions-from-folders'
import { progressLine } from './_shared/progress-line'
import { oneOf, share, wholeNumber, wrongOption } from './_shared/read-options'
import { stopSignal } from './_shared/stop-signal'
import { tellCounts, tellProblem, tellStopped, tellTrained } from './_shared/tell-training'
import {
  architectureIds,
  bestPreset,
  epochsAllowed,
  knownArchitecture,
  presets,
  seedsAllowed,
} from './_shared/training-choices'
import { whileTrainingIn } from './_shared/training-lock'
import { trainingProgress } from './_shared/training-progress'

const paper = gridPresets.paper
/** Where lesions are known one by one, small patches say more exactly where one is. */
const finePatch = 32
const strideMin = 4

export const usage = `npx concord train-lesions FOLDER… --out MODEL — trains a network that finds lesions

Each FOLDER holds images/ and what is known of them, in one of two forms:
  masks/    NAME_MA.png, NAME_HE.png, NAME_EX.png, NAME_SE.png (as IDRiD): white is lesion, the photograph's size; no file = none
  labels/   NAME.txt (YOLO): class cx cy w h, as shares of the picture, a line a lesion; an empty file = none, no file = not labelled
            and left out; classes.txt names the classes, one a line

  --out MODEL           the folder to make; it appears when the training is over, whole. What is there already is never overwritten
  --preset PRESET       ${presets.join(', ')}; ${bestPreset} unless said
  --architecture NAME   ${architectureIds('local')};
                        the preset's unless said
  --head HEAD           classes (normal, microaneurysm, haemorrhage, exudate) or binary (normal, lesion); classes unless said
  --patch H             side of a patch, pixels of the 800 × 800 square; ${finePatch} for the preset dense, ${paper.h} as in the paper for the others
  --stride T            from one patch to the next, pixels; ${paper.h - paper.ov} for patches of ${paper.h}, else half a patch
  --label-stride T      from one patch that training sees to the next, pixels; ${strideMin} for the preset dense, as --stride for the others
  --epochs N            the preset's unless said
  --seed N              1 unless said
  --validation SHARE    share of the patients that are held out, chosen by a hash; 0.2 unless said, 0 for none
  --json                one line of JSON at the end on the output, and nothing else there

What cannot be used is named on the other stream by file and line; the rest is learned from. A training that was stopped (Ctrl-C) or
killed goes on from its last checkpoint, in MODEL.training, when the same command is given again. No database is needed. Exit code 0; 1
for what cannot be done; 130 when it was stopped.`

const options = {
  out: { type: 'string' },
  preset: { type: 'string', default: bestPreset },
  architecture: { type: 'string' },
  head: { type: 'string', default: 'classes' },
  patch: { type: 'string' },
  stride: { type: 'string' },
  'label-stride': { type: 'string' },
  epochs: { type: 'string' },
  seed: { type: 'string', default: '1' },
  validation: { type: 'string', default: '0.2' },
  json: { type: 'boolean', default: false },
} as const

export async function run(args: string[]): Promise<number> {
  const { values, positionals: folders } = parseArgs({ args, options, allowPositionals: true })
  const { out, json } = values
  if (folders.length === 0 || !out) {
    throw wrongOption('Name folders and a model to make: npx concord train-lesions FOLDER… --out MODEL')
  }
  const preset = oneOf('preset', values.preset, presets)
  const grid = gridOf(values.patch ?? String(preset === 'dense' ? finePatch : paper.h), values.stride)
  const request = {
    ...{ folders, out, preset, grid },
    labelStride: labelStrideOf(values['label-stride'], preset, grid),
    architecture: knownArchitecture('local', values.architecture),
    head: oneOf('head', values.head, heads),
    epochs: values.epochs === undefined ? null : wholeNumber('epochs', values.epochs, epochsAllowed),
    seed: wholeNumber('seed', values.seed, seedsAllowed),
    validationShare: share('validation', values.validation, { max: 0.9 }),
  }
  return whileTrainingIn(workFolderOf(out), async () => {
    const signal = stopSignal('Stopping after this step …')
    const preparing = progressLine('photographs prepared')
    const training = trainingProgress('patches')
    try {
      const trained = await trainLesionsFromFolders({
        ...request,
        signal,
        onProblem: tellProblem,
        onPrepared: preparing,
        onFrozen: (counts) => {
          preparing.end()
          tellCounts(counts, 'Patches')
        },
        onProgress: training.show,
      })
      training.end()
      return await tellTrained(trained, { out, isJson: json })
    } catch (error) {
      if (!signal.aborted) throw error
      return tellStopped()
    } finally {
      training.end()
    }
  })
}

function labelStrideOf(value: string | undefined, preset: RecipePreset, { h, ov }: GridSettings): number {
  if (value !== undefined) return wholeNumber('label-stride', value, { min: strideMin, max: h })
  return preset === 'dense' ? strideMin : h - ov
}

function gridOf(patch: string, stride: string | undefined): GridSettings {
  const { d } = paper
  const h = wholeNumber('patch', patch, { min: 16, max: d })
  const usual = h === paper.h ? paper.h - paper.ov : Math.max(strideMin, 4 * Math.round(h / 8))
  const t = stride === undefined ? usual : wholeNumber('stride', stride, { min: strideMin, max: h })
  const grid = { d, h, ov: h - t }
  const s = patchesPerAxis(grid)
  if (s * s <= patchesMax) return grid
  throw wrongOption(`--patch ${h} and --stride ${t} make ${s} × ${s} patches a photograph; give a larger stride.`)
}
