/**
 * Does the local network learn? The paper's Table V on photographs with known lesions, five of them held out: networks that
 * were trained on the others beside a random forest, a support vector machine and a forest that is given colour histograms.
 */
import path from 'node:path'
import { z } from 'zod'
import { canonicalJson } from '@/lib/domain/canonical-json'
import { patchClasses } from '@/lib/domain/lesion'
import { gridPresets } from '@/lib/domain/protocol'
import { mostLikely } from '@/lib/network'
import { examinePhotograph } from '@/lib/services/_shared/folders/examine-photograph'
import { type LesionModel, openLesionModel } from '@/lib/services/_shared/folders/open-model'
import { pictureStore } from '@/lib/services/_shared/folders/prepared-photographs'
import type { FrozenPhotograph } from '@/lib/services/_shared/learning/frozen-set'
import { decodeRgb, paperPreprocessing } from '@/lib/vision'
import type { Study } from './benchmark'
import { root } from './contestant'
import { askBaselines } from './learn-baselines'
import { freezeLearnSet, labelsOf, writePatches, writeTrainingFolders } from './learn-patches'
import { figuresOf, type PatchAnswers, tellTable } from './learn-table'

const options = z.object({
  data: z.string(),
  model: z.array(z.string()).default([]),
  grid: z.enum(['paper', 'fine']),
  svm: z.coerce.number().int().min(40),
  trees: z.coerce.number().int().min(1),
  folders: z.string().optional(),
  'no-baselines': z.boolean().default(false),
  threads: z.coerce.number().int().min(0),
})

export const benchmark: Study = {
  usage: `npm run bench -- learn [--model DIR …] — recall, precision and lesion AUC on photographs held out (the paper's Table V)
npm run bench -- learn --folders DIR — writes what is not held out as folders, to train such a model on

  --model DIR      a folder of npx concord train-lesions; several times for several. It must not have seen the photographs
                   that are held out: train it on what --folders writes
  --data DIR       with idrid-lesions and idrid-boxes (../shared/data)
  --grid NAME      paper (80 px, 32 px overlap) or fine (64, 32) where no model says which (paper)
  --trees N        of a forest (500)
  --svm N          patches that the SVM is trained on at most, equally many of each class (4000)
  --no-baselines   networks only`,
  options: {
    data: { type: 'string', default: path.join(root, '../shared/data') },
    model: { type: 'string', multiple: true },
    grid: { type: 'string', default: 'paper' },
    svm: { type: 'string', default: '4000' },
    trees: { type: 'string', default: '500' },
    folders: { type: 'string' },
    'no-baselines': { type: 'boolean', default: false },
  },
  async carryOut(values, scratch) {
    const given = options.parse(values)
    if (given.folders) {
      const folders = await writeTrainingFolders(given.data, given.folders)
      return { result: { folders }, text: `npx concord train-lesions ${folders.join(' ')} --out MODEL` }
    }
    const models = await openModels(given.model)
    const { grid, preprocessing } = models[0]?.model.notes ?? {
      grid: gridPresets[given.grid],
      preprocessing: paperPreprocessing,
    }
    const set = await freezeLearnSet(given.data, grid, preprocessing, scratch)
    const networks: PatchAnswers[] = []
    for (const { folder, model } of models) networks.push(await askNetwork(folder, model, set.test, scratch))
    const baselines = given['no-baselines']
      ? { missing: 'The baselines were left out (--no-baselines).' }
      : await askBaselines({
          train: await writePatches('train', set.train, grid, scratch),
          test: await writePatches('test', set.test, grid, scratch),
          side: grid.h,
          trees: given.trees,
          svmMax: given.svm,
          seed: 1,
          threads: given.threads,
          out: scratch,
        })
    const answers = [...networks, ...('answers' in baselines ? baselines.answers : [])]
    const rows = answers.map((answer) => figuresOf(answer, set.test))
    const setting = {
      grid,
      train: { photographs: set.train.length, patches: countsOf(set.train) },
      test: { photographs: set.test.map(({ id }) => id), patches: countsOf(set.test) },
      versions: 'versions' in baselines ? baselines.versions : {},
    }
    return {
      result: { ...setting, rows, ...('missing' in baselines ? baselines : {}) },
      text: [
        `Patches of ${grid.h} px, ${grid.ov} px overlap, inside the field of view (${patchClasses.join(' / ')})`,
        `  trained on ${set.train.length} photographs: ${countsOf(set.train).join(' / ')}`,
        `  held out: ${set.test.map(({ id }) => path.parse(id).name).join(', ')}: ${countsOf(set.test).join(' / ')}`,
        '',
        tellTable(rows),
        '',
        ...rows.map(({ name, note }) => `${name}: ${note}.`),
        `The SVM sees ${given.svm} patches at most, equally many of each class: its cost grows with their square.`,
        'Five photographs: the spread between them, in the last column, is wider than most differences between rows.',
        ...('missing' in baselines ? [baselines.missing] : []),
      ].join('\n'),
    }
  },
}

async function openModels(folders: readonly string[]): Promise<{ folder: string; model: LesionModel }[]> {
  const models: { folder: string; model: LesionModel }[] = []
  for (const folder of folders) models.push({ folder, model: await openLesionModel(folder) })
  const [first, ...others] = models
  for (const { folder, model } of others) {
    if (canonicalJson(model.notes) === canonicalJson(first?.model.notes)) continue
    throw new Error(`${folder} was trained on another grid than ${first?.folder}; measure them in runs of their own.`)
  }
  return models
}

async function askNetwork(
  folder: string,
  model: LesionModel,
  photographs: readonly FrozenPhotograph[],
  workFolder: string,
): Promise<PatchAnswers> {
  const { signal } = new AbortController()
  const pictures = pictureStore(workFolder)
  const { card } = model
  const classes = card.classes.length
  const rows: number[] = []
  for (const { contrast800, fieldOfView, patches } of photographs) {
    const contrast = await decodeRgb(await pictures.get(contrast800))
    const { probabilities } = await examinePhotograph(model, { contrast, fieldOfView }, 'inside', signal)
    for (const [index] of patches) rows.push(...probabilities.subarray(index * classes, (index + 1) * classes))
  }
  const probabilities = Float32Array.from(rows)
  return {
    name: `Concord ${card.architecture} (${path.basename(folder)})`,
    note: `epoch ${card.epoch} of ${card.recipe.epochs}, block ${card.recipe.block}, seed ${card.seed}`,
    chosen: classes === patchClasses.length ? mostLikely(probabilities, classes) : null,
    lesionScores: Float32Array.from({ length: rows.length / classes }, (_, i) => 1 - (probabilities[i * classes] ?? 0)),
  }
}

const countsOf = (photographs: readonly FrozenPhotograph[]): number[] => {
  const labels = labelsOf(photographs)
  return patchClasses.map((_, k) => labels.filter((label) => label === k).length)
}
