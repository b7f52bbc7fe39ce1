/**
 * One cell of `grades`, in a process of its own: trains a network on one side of a split, measures it on the other, writes
 * what came out. Killed, it goes on from its checkpoint; `grades.ts` forks it.
 */
import fs from 'node:fs/promises'
import type { Evaluation } from '@/lib/contracts/evaluation'
import type { Recipe } from '@/lib/contracts/recipe'
import type { WeightingMode } from '@/lib/domain/lesion-map'
import { type CheckpointStore, loadModel, mostLikely, predict, train } from '@/lib/network'
import { checkpointFolder } from '@/lib/services/_shared/learning/checkpoint-folder'
import { evaluationOf } from '@/lib/services/_shared/learning/evaluation'
import { writeFileWhole } from '@/lib/storage'
import { type GradeSet, gradeExamples, testGroups } from './grades-set'

export type GradeCell = {
  recipe: Recipe
  weighting: WeightingMode
  seed: number
  /** Share of the patients that is held out. */
  testShare: number
}

export type CellTask = GradeCell & { set: GradeSet; resultFile: string; workFolder: string }

export type CellResult = GradeCell & { trainedOn: number; seconds: number; loss: number; evaluation: Evaluation }

const checkpointEverySteps = 100

async function runCell(task: CellTask, signal: AbortSignal): Promise<void> {
  const { set, recipe, weighting, seed, testShare, resultFile, workFolder } = task
  const held = testGroups(set, seed, testShare)
  const training = await gradeExamples(set, weighting, recipe.head, (group) => !held.has(group))
  const test = await gradeExamples(set, weighting, recipe.head, (group) => held.has(group))
  const began = performance.now()
  const { outcome, weights, history } = await train({
    recipe,
    seed,
    training,
    // Too few patients to choose an epoch by: the last one counts, at the end of the schedule.
    validation: { ...training, size: 0, labels: new Uint8Array(0) },
    snapshotHash: `${set.key} ${weighting} ${weighting === 'none' ? '' : set.weights} ${testShare}`,
    checkpoints: withoutBest(checkpointFolder(workFolder)),
    checkpointEverySteps,
    onProgress: ({ epoch, epochs, step, stepsTotal, loss, examplesPerSecond }) => {
      if (step % Math.max(1, Math.round(stepsTotal / 10)) !== 0) return
      const minutes = ((stepsTotal - step) * recipe.batchSize) / examplesPerSecond / 60
      console.error(
        `  epoch ${epoch} of ${epochs}, loss ${loss.toFixed(3)}, ${minutes.toFixed(1)} min left in this cell`,
      )
    },
    signal,
  })
  if (outcome === 'stopped') return
  const model = await loadModel(weights)
  const probabilities = await predict(model, test, { batchSize: 16 })
  const predicted = {
    truth: test.labels,
    probabilities,
    chosen: mostLikely(probabilities, test.classCount),
    groups: test.groups,
  }
  const result: CellResult = {
    recipe,
    weighting,
    seed,
    testShare,
    trainedOn: training.size,
    seconds: Math.round((performance.now() - began) / 1000),
    loss: history.at(-1)?.loss ?? Number.NaN,
    evaluation: evaluationOf('global', predicted, set.gradeClasses, recipe.head),
  }
  await writeFileWhole(resultFile, new TextEncoder().encode(`${JSON.stringify(result, null, 2)}\n`))
  await fs.rm(workFolder, { recursive: true, force: true })
}

/** Every epoch is the best one here, and nobody wants its model before the end. */
const withoutBest = (store: CheckpointStore): CheckpointStore => ({
  ...store,
  save: (files, label) => (label === 'best' ? Promise.resolve() : store.save(files, label)),
})

const stop = new AbortController()
process.on('SIGINT', () => stop.abort())
process.on('SIGTERM', () => stop.abort())
// Whoever forked it is gone: what it would write nobody waits for.
process.on('disconnect', () => stop.abort())
process.once('message', async (task: CellTask) => {
  await runCell(task, stop.signal)
  process.exit(0)
})
