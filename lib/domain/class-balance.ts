/**
 * Weights that make unequal classes count alike (science §6): n / (K · n_k), so that the mean weight of an item is 1 and
 * every class has the same sum. K counts the classes that occur; a class without items has weight 0.
 * @param counts items a class
 */
export function classWeights(counts: readonly number[]): number[] {
  const total = counts.reduce((a, b) => a + b, 0)
  const present = counts.filter((count) => count > 0).length
  return counts.map((count) => (count === 0 ? 0 : total / (present * count)))
}
