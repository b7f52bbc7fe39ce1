/**
 * What the steps of a run learn from, one plan a step, all of it from the run's one generator: at the beginning of an epoch
 * its order of items, then two seeds a step. Plans may be made ahead of their steps, so each remembers what the generator was
 * before it: a checkpoint stores that, and after a kill the plans that were not used are made again.
 */
import type { Recipe } from '@/lib/contracts/recipe'
import type { RandomSource } from '@/lib/domain/random'
import { drawOrder } from './sampling'

/** Where the generator stands, with the present epoch's order of items (empty before the first). */
export type Cursor = { randomState: number; order: Uint32Array }

export type StepPlan = {
  /** Item numbers of the batch. */
  items: Uint32Array
  viewSeed: number
  dropoutSeed: number
  /** As it was before this plan was made. */
  before: Cursor
}

export type Planner = {
  /** undefined after the last step. */
  next(): StepPlan | undefined
  cursor(): Cursor
}

type PlannerOptions = {
  /** Class of every training item. */
  labels: Uint8Array
  recipe: Pick<Recipe, 'balance' | 'batchSize'>
  random: RandomSource
  /** Of the present epoch. */
  order: Uint32Array
  stepsPerEpoch: number
  /** The first step to plan and the one after the last, counted from the beginning of an epoch. */
  from: number
  to: number
}

export function createPlanner({ labels, recipe, random, stepsPerEpoch, from, to, ...start }: PlannerOptions): Planner {
  const { batchSize, balance } = recipe
  let { order } = start
  let step = from
  const cursor = () => ({ randomState: random.state(), order })
  return {
    cursor,
    next() {
      if (step >= to) return undefined
      const before = cursor()
      const position = step % stepsPerEpoch
      if (position === 0) order = drawOrder(labels, stepsPerEpoch * batchSize, balance, random)
      step++
      return {
        items: order.subarray(position * batchSize, (position + 1) * batchSize),
        viewSeed: random.nextUint32(),
        dropoutSeed: random.nextUint32(),
        before,
      }
    },
  }
}
