/**
 * What a grader is sent about an item. The one place that decides it, key by key: no file name, no patient, no id of a photograph,
 * nothing that anybody, any model or any source said, until this observer's own blind answer is in.
 */
import { z } from 'zod'
import type { Assignment } from '@/lib/contracts/reading'
import { gradeAnswer } from '@/lib/contracts/scalars'
import type { Tx } from '@/lib/db'
import { countQueue } from '@/lib/db/queue'
import type { LoadedItem } from './items'
import type { OwnLease } from './leases'

type LeaseInHand = Pick<OwnLease, 'id' | 'observerId' | 'qualification' | 'expiresAt'>

export async function assignmentOf(tx: Tx, item: LoadedItem, lease: LeaseInHand): Promise<Assignment> {
  const { width, height, fov, settings, task } = item
  const observer = { id: lease.observerId, qualification: lease.qualification }
  const counts = await countQueue(tx, observer, [item.studyId])
  const progress = counts.find((count) => count.task === task)
  const reveal = await revealedTo(tx, item, lease.observerId)
  return {
    leaseId: lease.id,
    expiresAt: lease.expiresAt.toISOString(),
    studyId: item.studyId,
    studyName: item.studyName,
    task,
    stage: reveal ? 'revealed' : 'blind',
    photograph: { width, height, ...fov },
    grid: settings.grid,
    patchIndices: item.patchIndices,
    ...(reveal && { reveal }),
    progress: { done: progress?.done ?? 0, left: progress?.left ?? 0 },
  }
}

export type Reveal = NonNullable<Assignment['reveal']>

const provenance = z.looseObject({ revealed: z.object({ sourceGrade: z.number().int() }) })
const answer = z.object({ grade: gradeAnswer })

/** What was revealed after an observer's blind answer; null before that answer, and where nothing was to reveal. */
async function revealedTo(tx: Tx, item: LoadedItem, observerId: string): Promise<Reveal | null> {
  if (!item.settings.grade?.revealSourceGrade || item.task !== 'grade') return null
  const blind = await tx.reading.findUnique({
    where: { itemId_observerId_round_stage: { itemId: item.id, observerId, round: item.round, stage: 'blind' } },
  })
  return blind && !blind.isFinal ? revealOf(blind) : null
}

/** From a blind reading that is not final: its source grade was noted with it, so that it never changes afterwards. */
export const revealOf = (blind: { answer: unknown; provenance: unknown }): Reveal => ({
  sourceGrade: provenance.parse(blind.provenance).revealed.sourceGrade,
  blindGrade: answer.parse(blind.answer).grade,
})
