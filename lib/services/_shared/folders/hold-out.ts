/**
 * Which patients are held out for validation: those whose place in the order of the hash (science §6) comes first, so many
 * that a small set has some and the rest is left to learn from. All photographs of a patient are on one side.
 */
import { splitPosition } from '@/lib/domain/patient-split'

/**
 * @param patients codes, each as often as it has photographs
 * @param share 0 … 1 of the patients; 0 = nobody. With two patients or more at least one is held out and one is not
 */
export function heldOut(patients: readonly string[], share: number): Set<string> {
  const order = [...new Set(patients)].sort((a, b) => splitPosition(a) - splitPosition(b) || (a < b ? -1 : 1))
  if (share === 0) return new Set()
  const count = Math.min(order.length - 1, Math.max(1, Math.round(share * order.length)))
  return new Set(order.slice(0, count))
}
