/** A photograph's picture by the photograph's own id: for researchers, and for adjudicators where there is a case about it. */
import { authorise, noAccess, studyMembership } from '@/lib/auth'
import { database } from '@/lib/db'
import { holdsItemOf } from '@/lib/db/case-blinding'
import type { Context } from './_shared/context'
import { type ImageVariant, imageResponse } from './_shared/photograph-image'

/** @throws AppError `access.none` (404) */
export async function photographImage(
  { actor }: Context,
  { photographId, variant, request }: { photographId: string; variant: ImageVariant; request?: Request },
): Promise<Response> {
  const db = database()
  const photograph = await db.photograph.findUnique({ where: { id: photographId } })
  if (!photograph) throw noAccess()
  const membership = await studyMembership(db, actor, photograph.studyId)
  const hasCase = (await db.adjudicationCase.count({ where: { item: { photographId } } })) > 0
  const isReading = await holdsItemOf(db, actor.observerId, photographId)
  authorise(actor, 'photograph.view', membership && { ...membership, hasCase, isReading })
  return imageResponse(photograph, variant, request)
}
