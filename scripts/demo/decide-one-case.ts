/**
 * One case of the demonstration is decided, so that there is one to look at. Deciding takes an account: one is made by an
 * invitation like any other, with a password that nobody knows, and disabled afterwards.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { database } from '@/lib/db'
import type { LesionKind } from '@/lib/domain/lesion'
import { lesionKinds } from '@/lib/domain/lesion'
import type { Context } from '@/lib/services/_shared/context'
import { acceptInvitation } from '@/lib/services/accept-invitation'
import { changePerson } from '@/lib/services/change-person'
import { decideCase } from '@/lib/services/decide-case'
import { invitePerson } from '@/lib/services/invite-person'
import { listCases } from '@/lib/services/list-cases'
import { viewCase } from '@/lib/services/view-case'

/** @returns the id of the decided case; undefined where the observers agreed on everything */
export async function decideOneCase(context: Context, studyId: string): Promise<string | undefined> {
  const page = { studyId, after: 0, limit: 1 }
  const decided = await listCases(context, { ...page, state: 'decided' })
  if (decided.cases[0]) return decided.cases[0].id
  const { cases } = await listCases(context, { ...page, state: 'open' })
  const [open] = cases
  if (!open) return undefined
  const { disputed, answers } = await viewCase(context, open.id)
  const adjudicator = await newAdjudicator(context, studyId)
  const label =
    open.task === 'grade'
      ? ({ task: 'grade', grade: gradeOf(answers) } as const)
      : ({ task: 'patches', patches: disputed.map(({ index, kinds }) => ({ index, kinds: named(kinds) })) } as const)
  const reason = 'Demonstration: what anybody marked here is kept.'
  await decideCase(adjudicator, open.id, { id: randomUUID(), outcome: 'agreed', label, reason })
  await changePerson(context, adjudicator.actor.userId ?? '', { disabled: true })
  return open.id
}

type Answers = Awaited<ReturnType<typeof viewCase>>['answers']

const gradeOf = (answers: Answers) => {
  const grades = answers.flatMap(({ answer }) => (answer.task === 'grade' ? [answer.grade] : []))
  return grades.find((grade) => grade !== 'ungradable') ?? 'ungradable'
}

const named = (kinds: Record<string, string[]>): LesionKind[] =>
  lesionKinds.filter((kind) => Object.values(kinds).some((list) => list.includes(kind)))

async function newAdjudicator({ actor, now }: Context, studyId: string): Promise<Context> {
  const name = 'Demonstration adjudicator'
  const email = `adjudicator-${randomBytes(4).toString('hex')}@example.org`
  const invited = { name, email, role: 'adjudicator', qualification: 'ophthalmologist', studyIds: [studyId] } as const
  const { token } = await invitePerson({ actor, now }, { ...invited, studyIds: [studyId] })
  const { userId } = await acceptInvitation({ token, name, email, password: randomBytes(24).toString('hex') }, now)
  const observer = await database().observer.findUnique({ where: { userId }, select: { id: true } })
  const { role, qualification } = invited
  return { now, actor: { userId, role, qualification, observerId: observer?.id ?? null, name } }
}
