/** Acceptance row 3, and what a submit does with the item: nothing is lost, nothing is counted twice. */
import { describe, expect, test } from 'vitest'
import type { SubmitRequest } from '@/lib/contracts/reading'
import { database, verifyAudit } from '@/lib/db'
import { seededRandom, shuffle } from '@/lib/domain/random'
import type { ReadingAnswer } from '@/lib/domain/reading'
import { claimReading } from '@/lib/services/claim-reading'
import { giveBackLease } from '@/lib/services/give-back-lease'
import { submitReading } from '@/lib/services/submit-reading'
import {
  at,
  gradeTask,
  makePerson,
  makeStudy,
  marksTask,
  type Person,
  patchesTask,
  protocolOf,
  start,
} from '../support/reading-study'

async function mustClaim(person: Person, study: { id: string }, task: 'marks' | 'patches' | 'grade') {
  const assignment = await claimReading(person.at(start), { studyId: study.id, task })
  if (!assignment) throw new Error('Nothing was left to claim.')
  return assignment
}

const requestFor = (leaseId: string, answer: ReadingAnswer, more: Partial<SubmitRequest> = {}): SubmitRequest => ({
  id: crypto.randomUUID(),
  leaseId,
  stage: 'blind',
  answer,
  secondsSpent: 7,
  startedAt: start.toISOString(),
  ...more,
})

const grade = (value: 0 | 1 | 2 | 3 | 4): ReadingAnswer => ({ task: 'grade', grade: value })
const readingsOf = (study: { id: string }) =>
  database().reading.findMany({ where: { item: { studyId: study.id } }, orderBy: { id: 'asc' } })

describe('the same submit again', () => {
  test('each sent 1 to 5 times, in random order, in parallel: one row each and equal answers', {
    timeout: 120_000,
  }, async () => {
    const random = seededRandom(20300101)
    const study = await makeStudy(protocolOf({ grade: gradeTask(2, 3) }), 25)
    const people = [await makePerson(study), await makePerson(study), await makePerson(study)]
    for (let round = 0; round < 25; round++) {
      const sent: { person: Person; request: SubmitRequest }[] = []
      for (const person of people) {
        const { leaseId } = await mustClaim(person, study, 'grade')
        const request = requestFor(leaseId, grade(1))
        sent.push(...Array.from({ length: 1 + Math.floor(random.next() * 5) }, () => ({ person, request })))
      }
      const answers = await Promise.all(
        shuffle(sent, random).map(async ({ person, request }) => ({
          id: request.id,
          answer: await submitReading(person.at(start), request),
        })),
      )
      for (const { id, answer } of answers) expect(answer).toEqual({ readingId: id, next: 'done' })
    }
    expect(await readingsOf(study)).toHaveLength(75)
    expect(await database().agreedLabel.count({ where: { item: { studyId: study.id } } })).toBe(25)
    expect(await verifyAudit()).toMatchObject({ sound: true })
  })

  test('with the same id and another answer is refused with both answers, and the first stands', async () => {
    const study = await makeStudy(protocolOf({ grade: gradeTask(2, 3) }), 1)
    const person = await makePerson(study)
    const { leaseId } = await mustClaim(person, study, 'grade')
    const first = requestFor(leaseId, grade(1))
    await submitReading(person.at(start), first)
    const { id, stage } = first
    await expect(submitReading(person.at(start), { ...first, answer: grade(2) })).rejects.toMatchObject({
      code: 'reading.conflict',
      status: 409,
      details: { stored: { id, stage, answer: grade(1) }, sent: { id, stage, answer: grade(2) } },
    })
    expect((await readingsOf(study)).map(({ answer }) => answer)).toEqual([grade(1)])
  })

  test('under another id with the same answer is answered with the first reading', async () => {
    const study = await makeStudy(protocolOf({ grade: gradeTask(2, 3) }), 1)
    const person = await makePerson(study)
    const { leaseId } = await mustClaim(person, study, 'grade')
    const first = requestFor(leaseId, grade(1))
    await submitReading(person.at(start), first)
    expect(await submitReading(person.at(start), requestFor(leaseId, grade(1)))).toEqual({
      readingId: first.id,
      next: 'done',
    })
  })

  test('an id that is somebody else’s tells nothing of theirs', async () => {
    const study = await makeStudy(protocolOf({ grade: gradeTask(2, 3) }), 1)
    const [first, second] = [await makePerson(study), await makePerson(study)]
    const request = requestFor((await mustClaim(first, study, 'grade')).leaseId, grade(4))
    await submitReading(first.at(start), request)
    const { leaseId } = await mustClaim(second, study, 'grade')
    const error = await submitReading(second.at(start), { ...request, leaseId, answer: grade(1) }).catch(
      (cause: unknown) => cause,
    )
    expect(error).toMatchObject({ code: 'reading.conflict', status: 409, details: undefined })
    expect(await readingsOf(study)).toHaveLength(1)
  })
})

describe('an answer that does not fit its item', () => {
  const point = (x: number, y: number, id = 'a') => ({
    id,
    kind: 'haemorrhage' as const,
    shape: { type: 'point' as const, x, y },
  })
  const all = { task: 'patches' as const, patches: [0, 1, 2, 3, 4, 5, 6, 7, 8].map((index) => ({ index, kinds: [] })) }
  const misfits: [string, 'marks' | 'patches' | 'grade', ReadingAnswer][] = [
    ['another task', 'grade', { task: 'marks', marks: [] }],
    ['a patch too few', 'patches', { ...all, patches: all.patches.slice(1) }],
    ['a patch of another item', 'patches', { ...all, patches: [...all.patches.slice(0, 8), { index: 9, kinds: [] }] }],
    ['patches in another order', 'patches', { ...all, patches: [...all.patches].reverse() }],
    [
      'a kind twice',
      'patches',
      { ...all, patches: all.patches.map((patch) => ({ ...patch, kinds: ['irma', 'irma'] })) },
    ],
    ['a mark outside the photograph', 'marks', { task: 'marks', marks: [point(901, 4)] }],
    ['two marks with one id', 'marks', { task: 'marks', marks: [point(1, 1), point(2, 2)] }],
  ]
  test.each(misfits)(
    '%s: refused with a sentence, nothing is stored, the lease goes on',
    async (_name, task, answer) => {
      const study = await makeStudy(
        protocolOf({ marks: marksTask(1, 1), patches: patchesTask(1, 1), grade: gradeTask(1, 1) }),
        1,
      )
      const person = await makePerson(study)
      const { leaseId } = await mustClaim(person, study, task)
      await expect(submitReading(person.at(start), requestFor(leaseId, answer))).rejects.toMatchObject({
        code: 'reading.misfit',
        status: 422,
      })
      expect(await readingsOf(study)).toEqual([])
      expect((await mustClaim(person, study, task)).leaseId).toBe(leaseId)
    },
  )
})

describe('blind first, then the source grade', () => {
  test('the blind answer is kept, the source grade is shown, and only the second answer counts', async () => {
    const study = await makeStudy(protocolOf({ grade: gradeTask(1, 1, true) }), 1, 3)
    const person = await makePerson(study)
    const { leaseId, stage } = await mustClaim(person, study, 'grade')
    expect(stage).toBe('blind')
    const blind = requestFor(leaseId, grade(1))
    const reveal = { sourceGrade: 3, blindGrade: 1 }
    const shown = { readingId: blind.id, next: 'reveal', reveal }
    expect(await submitReading(person.at(start), blind)).toEqual(shown)
    expect(await database().agreedLabel.count({ where: { item: { studyId: study.id } } })).toBe(0)
    expect(await mustClaim(person, study, 'grade')).toMatchObject({ leaseId, stage: 'revealed', reveal })
    const revealed = requestFor(leaseId, grade(2), { stage: 'revealed' })
    expect(await submitReading(person.at(at(60)), revealed)).toEqual({ readingId: revealed.id, next: 'done' })
    // A blind answer that arrives once more is answered as the first time, although everything is over.
    expect(await submitReading(person.at(at(90)), blind)).toEqual(shown)
    const rows = (await readingsOf(study)).map(({ stage, isFinal, answer }) => ({ stage, isFinal, answer }))
    expect(rows.sort((a, b) => (a.stage < b.stage ? -1 : 1))).toEqual([
      { stage: 'blind', isFinal: false, answer: grade(1) },
      { stage: 'revealed', isFinal: true, answer: grade(2) },
    ])
    const label = await database().agreedLabel.findFirstOrThrow({ where: { item: { studyId: study.id } } })
    expect({ version: label.version, origin: label.origin, label: label.label }).toEqual({
      version: 1,
      origin: 'rule',
      label: { grade: 2 },
    })
  })

  test('the revealed answer is refused before the blind one', async () => {
    const study = await makeStudy(protocolOf({ grade: gradeTask(1, 1, true) }), 1, 3)
    const person = await makePerson(study)
    const { leaseId } = await mustClaim(person, study, 'grade')
    const early = requestFor(leaseId, grade(2), { stage: 'revealed' })
    await expect(submitReading(person.at(start), early)).rejects.toMatchObject({ code: 'reading.stage', status: 422 })
  })

  test('without a source grade the blind answer is the final one', async () => {
    const study = await makeStudy(protocolOf({ grade: gradeTask(1, 1, true) }), 1)
    const person = await makePerson(study)
    const { leaseId } = await mustClaim(person, study, 'grade')
    expect(await submitReading(person.at(start), requestFor(leaseId, grade(2)))).toMatchObject({ next: 'done' })
    expect(await database().item.findFirstOrThrow({ where: { studyId: study.id } })).toMatchObject({ state: 'agreed' })
  })

  test('what was revealed waits for its answer before anything new is handed out', async () => {
    const study = await makeStudy(protocolOf({ grade: gradeTask(1, 1, true) }), 3, 2)
    const person = await makePerson(study)
    const { leaseId } = await mustClaim(person, study, 'grade')
    await submitReading(person.at(start), requestFor(leaseId, grade(0)))
    expect(await claimReading(person.at(at(5000)), { studyId: study.id, task: 'grade' })).toMatchObject({
      leaseId,
      stage: 'revealed',
    })
  })
})

describe('a panel of one trained observer and one of either kind', () => {
  const panel = { trainedObserver: 1, ophthalmologist: 0, any: 1 }
  const study = () => makeStudy(protocolOf({ grade: { ...gradeTask(2, 2), panel } }), 1)
  const wantsOf = async ({ id }: { id: string }) => {
    const { wantTrained, wantExpert, wantAny } = await database().item.findFirstOrThrow({ where: { studyId: id } })
    return { wantTrained, wantExpert, wantAny }
  }

  test.each(['gives back', 'lets the lease run out'])(
    'does not wait for a second trained observer when the first of two %s',
    async (how) => {
      const mixed = await study()
      const [first, second] = [await makePerson(mixed), await makePerson(mixed)]
      const expert = await makePerson(mixed, 'observer', 'ophthalmologist')
      const { leaseId } = await mustClaim(first, mixed, 'grade')
      const taken = await mustClaim(second, mixed, 'grade')
      await submitReading(second.at(start), requestFor(taken.leaseId, grade(1)))
      expect(await claimReading(expert.at(start), { studyId: mixed.id, task: 'grade' })).toBeNull()
      if (how === 'gives back') await giveBackLease(first.at(start), leaseId)
      expect(await wantsOf(mixed)).toEqual({ wantTrained: 0, wantExpert: 0, wantAny: 1 })
      const claim = { studyId: mixed.id, task: 'grade' } as const
      expect(await claimReading(expert.at(at(9999)), claim)).toMatchObject({ task: 'grade' })
    },
  )

  test('still takes the answer of the one who sits on it', async () => {
    const mixed = await study()
    const [first, second] = [await makePerson(mixed), await makePerson(mixed)]
    const { leaseId } = await mustClaim(first, mixed, 'grade')
    const taken = await mustClaim(second, mixed, 'grade')
    await submitReading(second.at(start), requestFor(taken.leaseId, grade(1)))
    await submitReading(first.at(start), requestFor(leaseId, grade(1)))
    expect(await database().item.findFirstOrThrow({ where: { studyId: mixed.id } })).toMatchObject({ state: 'agreed' })
  })
})
