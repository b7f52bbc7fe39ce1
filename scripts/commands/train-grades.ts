/** Trains a grading model from a folder of graded photographs. */
import { parseArgs } from 'node:util'
import { heads } from '@/lib/domain/heads'
import { workFolderOf } from '@/lib/services/_shared/folders/train-model'
import { weightingModes } from '@/lib/services/_shared/learning/run-recipe'
import { trainGradesFromFolder } from '@/lib/services/train-grades-from-folder'
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

export const usage = `npx concord train-grades FOLDER --lesions MODEL --out MODEL2 — trains a network that grades photographs

FOLDER holds images/ and grades.csv (or Kaggle's trainLabels.csv): a first line image,level and a line for each photograph, grades 0 to
4. A column patient, or else visit, says which photographs are of one person; without it 10_left and 10_right are.

  --lesions MODEL       the folder that npx concord train-lesions made; it is copied into MODEL2
  --out MODEL2          the folder to make; it appears when the training is over, whole. What is there already is never overwritten
  --weighting MODE      how the lesion map weights the image: paper, expected or none (then --lesions is not needed); paper unless said
  --preset PRESET       ${presets.join(', ')}; ${bestPreset} unless said
  --architecture NAME   ${architectureIds('global')};
                        the preset's unless said
  --head HEAD           classes (one a grade) or binary (grade 2 or more against grade 0, grade 1 left out); classes unless said
  --grades LIST         the grades that are learned, the others are left out; 0,1,2,3 unless said, as in the paper
  --epochs N            the preset's unless said
  --seed N              1 unless said
  --validation SHARE    share of the patients that are held out, chosen by a hash; 0.2 unless said, 0 for none
  --json                one line of JSON at the end on the output, and nothing else there

A training that was stopped (Ctrl-C) or killed goes on from its last checkpoint, in MODEL2.training, when the same command is given again.
No database is needed. Exit code 0; 1 for what cannot be done; 130 when it was stopped.`

const options = {
  lesions: { type: 'string' },
  out: { type: 'string' },
  weighting: { type: 'string', default: 'paper' },
  preset: { type: 'string', default: bestPreset },
  architecture: { type: 'string' },
  head: { type: 'string', default: 'classes' },
  grades: { type: 'string', default: '0,1,2,3' },
  epochs: { type: 'string' },
  seed: { type: 'string', default: '1' },
  validation: { type: 'string', default: '0.2' },
  json: { type: 'boolean', default: false },
} as const

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const { lesions = null, out, json } = values
  const [folder] = positionals
  if (!folder || positionals.length > 1 || !out) {
    throw wrongOption(
      'Name one folder and a model to make: npx concord train-grades FOLDER --lesions MODEL --out MODEL2',
    )
  }
  const request = {
    ...{ folder, lesions, out },
    weighting: oneOf('weighting', values.weighting, weightingModes),
    preset: oneOf('preset', values.preset, presets),
    architecture: knownArchitecture('global', values.architecture),
    head: oneOf('head', values.head, heads),
    gradeClasses: gradesIn(values.grades),
    epochs: values.epochs === undefined ? null : wholeNumber('epochs', values.epochs, epochsAllowed),
    seed: wholeNumber('seed', values.seed, seedsAllowed),
    validationShare: share('validation', values.validation, { max: 0.9 }),
  }
  return whileTrainingIn(workFolderOf(out), async () => {
    const signal = stopSignal('Stopping after this step …')
    const preparing = progressLine('photographs prepared')
    const mapping = progressLine('photographs mapped')
    const training = trainingProgress('photographs')
    try {
      const trained = await trainGradesFromFolder({
        ...request,
        signal,
        onProblem: tellProblem,
        onPrepared: preparing,
        onMapped: mapping,
        onFrozen: (counts) => {
          mapping.end()
          tellCounts(counts, 'Photographs')
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

function gradesIn(text: string): number[] {
  const grades = text.split(',').map((part) => (/^\s*[0-4]\s*$/.test(part) ? Number(part) : Number.NaN))
  const isAscending = grades.every((grade, i) => grade > (grades[i - 1] ?? -1))
  if (grades.length > 1 && isAscending) return grades
  throw wrongOption(`--grades ${text} is wrong; give at least two of 0 to 4, ascending, with commas: 0,1,2,3.`)
}
