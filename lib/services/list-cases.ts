/** Adjudication cases of the actor's studies, a page at a time by their number. */
import { authorise, studiesOf } from '@/lib/auth'
import type { CasePage, CaseQuery } from '@/lib/contracts/adjudication'
import { database } from '@/lib/db'
import { heldBy } from '@/lib/db/case-blinding'
import { caseInclude, summaryOf } from './_shared/cases'
import type { Context } from './_shared/context'

/**
 * An adjudicator is not shown open cases about items that they read themselves: those are for others to decide; nor, while they
 * hold an item of a photograph, any case of it.
 */
export async function listCases({ actor }: Context, { state, studyId, after, limit }: CaseQuery): Promise<CasePage> {
  authorise(actor, 'case.list')
  const reader = actor.role === 'adjudicator' ? actor.observerId : null
  const found = await database().adjudicationCase.findMany({
    where: {
      number: { gt: after },
      decision: state === 'open' ? { is: null } : { isNot: null },
      item: {
        study: studiesOf(actor),
        ...(studyId !== undefined && { studyId }),
        ...(reader !== null && {
          photograph: { items: { none: heldBy(reader) } },
          ...(state === 'open' && { readings: { none: { observerId: reader } } }),
        }),
      },
    },
    include: caseInclude,
    orderBy: { number: 'asc' },
    take: limit + 1,
  })
  const cases = found.slice(0, limit).map(summaryOf)
  return { cases, next: found.length > limit ? (cases.at(-1)?.number ?? null) : null }
}
