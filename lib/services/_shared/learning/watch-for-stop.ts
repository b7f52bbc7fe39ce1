/**
 * Looks every second whether somebody pressed stop, also where a run writes nothing for a while: during a validation, an
 * evaluation, a map. A question that could not be asked is asked again a second later.
 */
import { database } from '@/lib/db'
import { isDatabaseAway } from './database-away'
import { type RunClaim, stillMine } from './run-claim'

const everyMs = 1000

/** @param stop is called once; @returns ends the watch */
export function watchForStop(claim: RunClaim, stop: () => void): () => void {
  let isAsking = false
  const ask = async () => {
    if (isAsking) return
    isAsking = true
    try {
      if (await database().trainingRun.count({ where: { ...stillMine(claim), stopRequested: true } })) end(stop)
    } catch (error) {
      // Whoever writes progress meets any other trouble, too, and says so.
      if (!isDatabaseAway(error)) end()
    } finally {
      isAsking = false
    }
  }
  const timer = setInterval(ask, everyMs)
  const end = (then?: () => void) => {
    clearInterval(timer)
    then?.()
  }
  return () => end()
}
