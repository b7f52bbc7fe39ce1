/** The reading room: one assignment on the desk, then the next. What it shows comes from the lease alone. */
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { z } from 'zod'
import { orNotFound, requireContext } from '@/app/_server'
import type { Assignment } from '@/lib/contracts/reading'
import { id } from '@/lib/contracts/scalars'
import { AppError } from '@/lib/domain/errors'
import type { Context } from '@/lib/services/_shared/context'
import { viewAssignment } from '@/lib/services/view-assignment'
import { LeaseGone } from './lease-gone'
import { ReadingRoom } from './reading-room'

export const metadata: Metadata = { title: 'Reading' }

const place = z.object({ leaseId: id })

export default async function ReadPage({ params }: { params: Promise<unknown> }) {
  const context = await requireContext(['observer', 'adjudicator'])
  const parsed = place.safeParse(await params)
  if (!parsed.success) notFound()
  const found = await orNotFound(assignmentOrSentence(context, parsed.data.leaseId))
  const userId = context.actor.userId ?? ''
  if (typeof found === 'string') return <LeaseGone userId={userId} sentence={found} />
  return <ReadingRoom userId={userId} first={found} />
}

/** An item that was answered or given back meanwhile is no error of anybody's: the page says so. */
async function assignmentOrSentence(context: Context, leaseId: string): Promise<Assignment | string> {
  try {
    return await viewAssignment(context, leaseId)
  } catch (error) {
    if (error instanceof AppError && error.status === 409) return error.sentence
    throw error
  }
}
