/**
 * One cell of `grades`, in a process of its own: trains a network on one side of a split, measures it on the other, writes
 * what came out. Killed, it goes on from its checkpoint; `grades.ts` forks it.
 */
import fs from 'node:fs/promises'
import type { Evaluation } from '@/lib/contracts/evaluation'
import type { Recipe } from '@/lib/contracts/recipe'
import { hashOfValue } from '@/lib/domain/hash'
import type { WeightingMode } from '@/lib/domain/lesion-map'
import { type CheckpointStore, loadModel, mostLikely, predict, train } from '@/lib/network'
import { type GradeItem, gradeExamples, gradeFeed } from '@/lib/services/_shared/folders/grade-examples'
import { checkpointFolder } from '@/lib/services/_shared/learning/checkpoint-folder'
import { evaluationOf } from '@/lib/services/_shared/learning/evaluation'
import { writeFileWhole } from '@/lib/storage'

export type CellTask = {
  recipe: Recipe
  weighting: WeightingMode
  seed: number
  gradeClasses: number[]
  train: GradeItem[]
  test: GradeItem[]
  /** Side of the images, pixels. */
  side: number
  /** Where pictures and weights are. */
  pictures: string
  resultFile: string
  /** For checkpoints. */
  workFolder: string
}

export type CellResult = Pick<CellTask, 'recipe' | 'weighting' | 'seed'> & {
  trainedOn: number
  seconds: number
  /** Mean of the last epoch. */
  loss: number
  evaluation: Evaluation
}

const checkpointEverySteps = 100

async function runCell(task: CellTask, signal: AbortSignal): Promise<void> {
  const { recipe, weighting, seed, gradeClasses, resultFile, workFolder } = task
  const shared = { workFolder: task.pictures, gradeClasses, head: recipe.head, side: task.side }
  const training = gradeExamples({ ...shared, items: task.train })
  const test = gradeExamples({ ...shared, items: task.test })
  const began = performance.now()
  const { outcome, weights, history } = await train({
    recipe,
    seed,
    training,
    feed: gradeFeed({ ...shared, items: task.train }),
    // Too few patients to choose an epoch by: the last one counts, at the end of the schedule.
    validation: gradeExamples({ ...shared, items: [] }),
    snapshotHash: hashOfValue([task.train, weighting]),
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
    groups: Array.from(test.labels, (_, i) => test.groupOf(i)),
  }
  const result: CellResult = {
    recipe,
    weighting,
    seed,
    trainedOn: training.size,
    seconds: Math.round((performance.now() - began) / 1000),
    loss: history.at(-1)?.loss ?? Number.NaN,
    evaluation: evaluationOf('global', predicted, gradeClasses, recipe.head),
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
// Whoever forked it is gone, and with them whoever would read what it writes.
process.on('disconnect', () => stop.abort())
process.once('message', async (task: CellTask) => {
  await runCell(task, stop.signal)
  process.exit(0)
})
