/** The size of each step (Adam's α) over a run: a warm-up in a straight line, then what the recipe says. */
import type { Recipe } from '@/lib/contracts/recipe'

/**
 * @param step steps done before this one since the run began, 0 … stepsTotal − 1
 * @returns 0 … recipe.learningRate
 */
export function learningRateAt(
  { learningRate, schedule, warmupSteps }: Pick<Recipe, 'learningRate' | 'schedule' | 'warmupSteps'>,
  step: number,
  stepsTotal: number,
): number {
  if (step < warmupSteps) return (learningRate * (step + 1)) / (warmupSteps + 1)
  const done = step - warmupSteps
  const total = stepsTotal - warmupSteps
  switch (schedule) {
    case 'constant':
      return learningRate
    case 'cosine':
      return (learningRate / 2) * (1 + Math.cos((Math.PI * done) / total))
    case 'steps':
      return learningRate * (done < total / 2 ? 1 : done < (3 * total) / 4 ? 0.1 : 0.01)
  }
}
