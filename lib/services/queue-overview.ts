/** What there is to read for one observer: one entry for each study and task in which something is done, left or in hand. */
import { studiesOf } from '@/lib/auth'
import type { QueueEntry } from '@/lib/contracts/reading'
import { inTransaction } from '@/lib/db'
import { countQueue } from '@/lib/db/queue'
import { tasks } from '@/lib/domain/reading'
import type { Context } from './_shared/context'

/** Sorted by study, then in the order of the tasks. Empty for somebody who does not read. */
export async function queueOverview({ actor }: Context): Promise<QueueEntry[]> {
  if (actor.observerId === null) return []
  const observerId = actor.observerId
  return inTransaction(async (tx) => {
    const observer = await tx.observer.findUniqueOrThrow({ where: { id: observerId } })
    const studies = await tx.study.findMany({
      where: studiesOf(actor),
      select: { id: true, name: true },
      orderBy: { name: 'asc' },
    })
    const counts = await countQueue(
      tx,
      observer,
      studies.map(({ id }) => id),
    )
    const held = await tx.lease.findMany({
      where: { observerId, state: 'held', item: { state: 'open' } },
      select: { item: { select: { studyId: true, task: true } } },
    })
    return studies.flatMap(({ id: studyId, name: studyName }) =>
      tasks.flatMap((task) => {
        const count = counts.find((row) => row.studyId === studyId && row.task === task)
        const isInHand = held.some(({ item }) => item.studyId === studyId && item.task === task)
        return count ? [{ studyId, studyName, task, done: count.done, left: count.left, isInHand }] : []
      }),
    )
  })
}
