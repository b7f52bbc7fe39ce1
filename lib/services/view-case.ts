/**
 * A case as an adjudicator sees it: the anonymised answers side by side, and the patches on which they differ. Who answered is
 * said nowhere; what a deciding person signed is.
 */

import { z } from 'zod'
import { authorise } from '@/lib/auth'
import type { CaseView, DecisionLabel } from '@/lib/contracts/adjudication'
import { gradeLabel, patchesLabel } from '@/lib/contracts/agreed-label'
import { readingAnswer } from '@/lib/contracts/reading'
import { qualification } from '@/lib/contracts/scalars'
import { inTransaction, type Tx } from '@/lib/db'
import { lockSight } from '@/lib/db/case-blinding'
import { type LesionKind, lesionKinds } from '@/lib/domain/lesion'
import { type FoundCase, factsOf, findCase, labelInDispute, lettersOf, summaryOf } from './_shared/cases'
import type { Context } from './_shared/context'
import { type LoadedItem, loadItem } from './_shared/items'
import { sourceGradeOf } from './_shared/source-grade'
import { kindsByPatch } from './_shared/weigh-item'

export async function viewCase(context: Context, caseId: string): Promise<CaseView> {
  return inTransaction(async (tx) => {
    await lockSight(tx, context.actor.observerId)
    const found = await findCase(tx, caseId)
    authorise(context.actor, 'case.read', await factsOf(tx, context, found))
    const item = await loadItem(tx, found.itemId)
    const { photographId, width, height, fov, settings } = item
    const answers = await answersOf(tx, found, item)
    const disputed = await disputedOf(tx, item, answers)
    return {
      ...summaryOf(found),
      photographId,
      photograph: { width, height, ...fov },
      grid: settings.grid,
      answers,
      disputed,
      sourceGrade: item.task === 'grade' ? await sourceGradeOf(tx, photographId) : null,
      decision: await decisionOf(tx, found, disputed),
    }
  })
}

type Answers = CaseView['answers']
const member = z.object({ qualification })

async function answersOf(tx: Tx, { id }: FoundCase, { id: itemId, round }: LoadedItem): Promise<Answers> {
  const readings = await tx.reading.findMany({ where: { itemId, round } })
  const final = readings.filter((reading) => reading.isFinal)
  const letters = lettersOf(
    id,
    final.map(({ observerId }) => observerId),
  )
  return [...letters].flatMap(([observerId, letter]) => {
    const reading = final.find((row) => row.observerId === observerId)
    if (!reading) return []
    const blind = readings.find((row) => row.observerId === observerId && !row.isFinal)
    const blindAnswer = blind && readingAnswer.parse(blind.answer)
    return {
      letter,
      qualification: member.parse(reading.provenance).qualification,
      answer: readingAnswer.parse(reading.answer),
      ...(blindAnswer?.task === 'grade' && { blindGrade: blindAnswer.grade }),
    }
  })
}

/** Stays as the rule found it, so that a decided case still shows what it was about. */
async function disputedOf(tx: Tx, item: LoadedItem, answers: Answers): Promise<CaseView['disputed']> {
  if (item.task === 'grade') return []
  const { disputed } = await labelInDispute(tx, item)
  const byLetter = answers.map(({ letter, answer }) => ({ letter, patches: kindsByPatch(item, answer) }))
  return disputed.map((index) => ({
    index,
    kinds: Object.fromEntries(byLetter.map(({ letter, patches }) => [letter, inOrder(patches.get(index) ?? [])])),
  }))
}

const inOrder = (kinds: readonly LesionKind[]) => lesionKinds.filter((kind) => kinds.includes(kind))

async function decisionOf(
  tx: Tx,
  { decision }: FoundCase,
  disputed: CaseView['disputed'],
): Promise<CaseView['decision']> {
  if (!decision) return null
  const user = await tx.user.findUnique({ where: { id: decision.userId }, select: { name: true } })
  const { outcome, reason, createdAt } = decision
  const label = outcome === 'agreed' ? signedLabel(decision.label, disputed) : null
  return { outcome, label, reason, at: createdAt.toISOString(), by: user?.name ?? '' }
}

/** Of the whole label that a decision made, what the adjudicator chose. */
function signedLabel(stored: unknown, disputed: CaseView['disputed']): DecisionLabel {
  const label = z.union([gradeLabel, patchesLabel]).parse(stored)
  if ('grade' in label) return { task: 'grade', grade: label.grade }
  const kindsOf = new Map(label.patches.map(({ index, kinds }) => [index, kinds]))
  return { task: 'patches', patches: disputed.map(({ index }) => ({ index, kinds: kindsOf.get(index) ?? [] })) }
}
