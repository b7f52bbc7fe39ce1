/** What decides over the course of a run: step sizes, class weights, which epoch is the best, when to end. */
import { describe, expect, it } from 'vitest'
import { classWeightsFor } from '@/lib/network/class-weights'
import { learningRateAt } from '@/lib/network/schedule'
import { figureOf, hasStoppedImproving, isBetter, type Validation } from '@/lib/network/validation'

describe('the step size', () => {
  const rates = (schedule: 'cosine' | 'constant' | 'steps', warmupSteps = 0, total = 8) =>
    Array.from({ length: total }, (_, step) =>
      Number(learningRateAt({ learningRate: 0.1, schedule, warmupSteps }, step, total).toFixed(5)),
    )

  it('falls along half a cosine, stays, or falls in two steps, as the recipe says', () => {
    expect(rates('cosine')).toEqual([0.1, 0.09619, 0.08536, 0.06913, 0.05, 0.03087, 0.01464, 0.00381])
    expect(rates('constant')).toEqual(Array.from({ length: 8 }, () => 0.1))
    expect(rates('steps')).toEqual([0.1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.001, 0.001])
  })

  it('rises in a straight line while it warms up, and its schedule begins after that', () => {
    expect(rates('constant', 3, 6)).toEqual([0.025, 0.05, 0.075, 0.1, 0.1, 0.1])
    expect(rates('cosine', 4, 12).slice(4)).toEqual(rates('cosine'))
  })

  it('is never 0 while steps are left, also where the warm-up is longer than the run', () => {
    expect(Math.min(...rates('cosine', 100, 8))).toBeGreaterThan(0)
  })
})

describe('class weights', () => {
  const labels = Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 1)

  it('count a class the more the rarer it is; a class that does not occur is left alone', () => {
    expect(classWeightsFor('balanced', labels, 3)).toEqual([8 / 12, 2, 1])
  })

  it('are those of the recipe where it lists them, and none by default', () => {
    expect(classWeightsFor([1, 5, 2], labels, 3)).toEqual([1, 5, 2])
    expect(classWeightsFor('none', labels, 3)).toBeNull()
    expect(() => classWeightsFor([1, 5], labels, 3)).toThrow(/2 class weights and the data 3 classes/)
  })
})

const figures = (kappa: number | null, macroF1: number | null, loss: number): Validation => ({
  kappa,
  macroF1,
  loss,
  accuracy: null,
})

describe('the better of two epochs', () => {
  it('is told by the figure of early stopping, else by kappa for grades and macro-F1 for lesions', () => {
    const earlyStopping = { patienceEpochs: 1, figure: 'loss' } as const
    expect([
      figureOf({ stage: 'global', earlyStopping: null }),
      figureOf({ stage: 'local', earlyStopping: null }),
      figureOf({ stage: 'local', earlyStopping }),
    ]).toEqual(['kappa', 'macroF1', 'loss'])
  })

  it('has the larger figure; the smaller loss where they are equal; any figure beats an undefined one', () => {
    const [a, b] = [figures(0.5, 0.2, 1), figures(0.4, 0.3, 0.5)]
    expect([isBetter('kappa', a, b), isBetter('macroF1', a, b), isBetter('loss', a, b)]).toEqual([true, false, false])
    expect([isBetter('kappa', a, figures(0.5, 0, 2)), isBetter('kappa', a, a)]).toEqual([true, false])
    expect(isBetter('kappa', figures(-1, null, 9), figures(null, null, 0))).toBe(true)
  })
})

describe('early stopping', () => {
  const earlyStopping = { patienceEpochs: 2, figure: 'kappa' } as const
  const course = (epochs: number, best: number, began = 0) => ({
    history: Array.from({ length: epochs }, (_, i) => ({ epoch: i + 1, validation: figures(0, 0, 1) })),
    best: { summary: { epoch: best } },
    began: { epoch: began },
  })
  const ends = (...of: Parameters<typeof course>) => hasStoppedImproving({ earlyStopping }, course(...of))

  it('ends a run once as many epochs as its patience were no better than the best', () => {
    expect([ends(3, 3), ends(4, 3), ends(5, 3), ends(6, 3)]).toEqual([false, false, true, true])
  })

  it('has new patience with a run that continues another', () => {
    expect([ends(6, 3, 5), ends(7, 3, 5)]).toEqual([false, true])
  })

  it('never ends a run that has nothing to compare, or whose recipe does not ask for it', () => {
    const { history, ...rest } = course(9, 1)
    const blind = { ...rest, history: history.map(({ epoch }) => ({ epoch, validation: null })) }
    expect(hasStoppedImproving({ earlyStopping }, blind)).toBe(false)
    expect(hasStoppedImproving({ earlyStopping: null }, course(9, 1))).toBe(false)
  })
})
