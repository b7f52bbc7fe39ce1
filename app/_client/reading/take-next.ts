/**
 * The next item of a study and task. None handed out is not yet the end: what is left may lie in the hands of others, or have been
 * locked by somebody who claimed at the same moment.
 */
import type { Assignment } from '@/lib/contracts/reading'

/** The answer to POST /api/readings/claim. `left`: still asked of this person, whether it could be handed out now or not. */
export type ClaimAnswer = { assignment: Assignment | null; left: number }

export type NextItem = { type: 'item'; assignment: Assignment } | { type: 'othersRead' } | { type: 'allRead' }

/** Asks once more after a pause where something is left. @throws what `claim` throws */
export async function takeNext(claim: () => Promise<ClaimAnswer>, pause: () => Promise<void>): Promise<NextItem> {
  let answer = await claim()
  if (!answer.assignment && answer.left > 0) {
    await pause()
    answer = await claim()
  }
  if (answer.assignment) return { type: 'item', assignment: answer.assignment }
  return { type: answer.left > 0 ? 'othersRead' : 'allRead' }
}
