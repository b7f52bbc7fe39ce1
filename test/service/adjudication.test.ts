/** Cases: anonymised answers in, one signed decision out; by nobody who read the item. */
import { describe, expect, test } from 'vitest'
import type { DecisionRequest } from '@/lib/contracts/adjudication'
import { database, inTransaction, verifyAudit } from '@/lib/db'
import type { ReadingAnswer } from '@/lib/domain/reading'
import { submitReadingFor } from '@/lib/services/_shared/submit-reading-for'
import { decideCase } from '@/lib/services/decide-case'
import { listCases } from '@/lib/services/list-cases'
import { viewCase } from '@/lib/services/view-case'
import {
  at,
  gradeTask,
  makePerson,
  makeStudy,
  type Person,
  patchesTask,
  protocolOf,
  start,
} from '../support/reading-study'

const query = { state: 'open', after: 0, limit: 50 } as const

async function readBy(person: Person, itemId: string, answer: ReadingAnswer) {
  const observer = { id: person.observerId, qualification: 'trainedObserver' as const }
  const request = { itemId, observer, answer, provenance: { origin: 'simulation' as const } }
  return inTransaction((tx) => submitReadingFor(tx, request, start))
}

/** Every item of the study read by two observers who differ. */
async function disputedStudy(photographs = 1) {
  const study = await makeStudy(protocolOf({ grade: gradeTask(2, 2) }), photographs, 4)
  const readers = [await makePerson(study), await makePerson(study)] as const
  for (const { id } of await database().item.findMany({ where: { studyId: study.id }, orderBy: { id: 'asc' } })) {
    await readBy(readers[0], id, { task: 'grade', grade: 1 })
    await readBy(readers[1], id, { task: 'grade', grade: 3 })
  }
  const adjudicator = await makePerson(study, 'adjudicator', 'ophthalmologist')
  const cases = await database().adjudicationCase.findMany({
    where: { item: { studyId: study.id } },
    orderBy: { number: 'asc' },
  })
  return { study, readers, adjudicator, caseIds: cases.map(({ id }) => id), caseId: cases[0]?.id ?? '' }
}

const agreedGrade = (grade: 0 | 1 | 2 | 3 | 4, id: string = crypto.randomUUID()): DecisionRequest => ({
  id,
  outcome: 'agreed',
  label: { task: 'grade', grade },
  reason: 'Venous beading in two quadrants.',
})

describe('a decision', () => {
  test('writes the label, ends the case, is signed in the audit chain, and is harmless when sent again', async () => {
    const { adjudicator, caseId } = await disputedStudy()
    const request = agreedGrade(3)
    const decide = () => decideCase(adjudicator.at(at(60)), caseId, request)
    const answers = [await decide(), ...(await Promise.all([decide(), decide(), decide()]))]
    expect(answers).toEqual(Array(4).fill({ decisionId: request.id, outcome: 'agreed' }))
    const found = await database().adjudicationCase.findUniqueOrThrow({
      where: { id: caseId },
      include: { decision: true, item: { include: { agreedLabels: true } } },
    })
    expect(found.item.state).toBe('agreed')
    expect(found.item.agreedLabels.map(({ version, origin, label }) => ({ version, origin, label }))).toEqual([
      { version: 1, origin: 'adjudication', label: { grade: 3 } },
    ])
    expect(found.decision).toMatchObject({ userId: adjudicator.userId, label: { grade: 3 }, createdAt: at(60) })
    const signed = await database().auditEntry.findMany({ where: { actor: `user:${adjudicator.userId}` } })
    expect(signed.map(({ action }) => action)).toEqual(['case.decided', 'label.agreed'])
    expect(await verifyAudit()).toMatchObject({ sound: true })
  })

  test('unresolved is an end without a label', async () => {
    const { adjudicator, caseId } = await disputedStudy()
    const request: DecisionRequest = {
      id: crypto.randomUUID(),
      outcome: 'unresolved',
      reason: 'Not to be told on this photograph.',
    }
    await decideCase(adjudicator.at(start), caseId, request)
    const { item } = await database().adjudicationCase.findUniqueOrThrow({
      where: { id: caseId },
      include: { item: { include: { agreedLabels: true } } },
    })
    expect({ state: item.state, labels: item.agreedLabels }).toEqual({ state: 'unresolved', labels: [] })
  })

  test('of two at the same moment one is taken, the other is told that it was decided', async () => {
    const { study, adjudicator, caseId } = await disputedStudy()
    const other = await makePerson(study, 'adjudicator', 'ophthalmologist')
    const results = await Promise.allSettled([
      decideCase(adjudicator.at(start), caseId, agreedGrade(1)),
      decideCase(other.at(start), caseId, agreedGrade(3)),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'case.decided', status: 409 },
    })
    expect(await database().caseDecision.count({ where: { caseId } })).toBe(1)
  })

  test('is nobody’s who read the item, is no member, or has another role', async () => {
    const { study, caseId } = await disputedStudy()
    const both = await makePerson(study, 'adjudicator', 'trainedObserver')
    const { itemId } = await database().adjudicationCase.findUniqueOrThrow({ where: { id: caseId } })
    // The panel is full: a reading of this adjudicator can only be planted.
    await database().reading.create({
      data: {
        id: crypto.randomUUID(),
        itemId,
        observerId: both.observerId,
        round: 1,
        stage: 'blind',
        isFinal: false,
        answer: { task: 'grade', grade: 1 },
        answerHash: '-',
        provenance: { qualification: 'trainedObserver' },
        startedAt: start,
        submittedAt: start,
      },
    })
    const people = [
      both,
      await makePerson(null, 'adjudicator'),
      await makePerson(study),
      await makePerson(study, 'researcher'),
      await makePerson(study, 'administrator'),
    ]
    for (const person of people) {
      await expect(decideCase(person.at(start), caseId, agreedGrade(1))).rejects.toMatchObject({
        code: 'access.none',
        status: 404,
      })
    }
    expect((await listCases(both.at(start), query)).cases).toEqual([])
  })

  test('about a grade cannot end a case about patches', async () => {
    const { adjudicator, caseId } = await disputedStudy()
    const request: DecisionRequest = {
      id: crypto.randomUUID(),
      outcome: 'agreed',
      label: { task: 'patches', patches: [] },
      reason: 'Wrong form.',
    }
    await expect(decideCase(adjudicator.at(start), caseId, request)).rejects.toMatchObject({
      code: 'case.misfit',
      status: 422,
    })
  })
})

describe('a case about patches', () => {
  const answer = (kinds: Record<number, 'haemorrhage' | 'microaneurysm'>): ReadingAnswer => ({
    task: 'patches',
    patches: [0, 1, 2, 3, 4, 5, 6, 7, 8].map((index) => ({ index, kinds: kinds[index] ? [kinds[index]] : [] })),
  })
  const decision = (...patches: { index: number; kinds: 'haemorrhage'[] }[]): DecisionRequest => ({
    id: crypto.randomUUID(),
    outcome: 'agreed',
    label: { task: 'patches', patches },
    reason: 'Seen at full size.',
  })

  test('decides exactly the disputed patches; the agreed ones stay; the new label names the one before', async () => {
    const study = await makeStudy(protocolOf({ patches: patchesTask(2, 2) }), 1)
    const { id: itemId } = await database().item.findFirstOrThrow({ where: { studyId: study.id } })
    await readBy(await makePerson(study), itemId, answer({ 4: 'haemorrhage', 5: 'haemorrhage', 6: 'microaneurysm' }))
    await readBy(await makePerson(study), itemId, answer({ 4: 'haemorrhage' }))
    const adjudicator = await makePerson(study, 'adjudicator', 'ophthalmologist')
    const { id: caseId } = await database().adjudicationCase.findFirstOrThrow({ where: { itemId } })

    const view = await viewCase(adjudicator.at(start), caseId)
    const [a, b] = view.answers
    const first =
      a?.answer.task === 'patches' && a.answer.patches.some(({ index, kinds }) => index === 5 && kinds.length > 0)
        ? 'A'
        : 'B'
    const second = first === 'A' ? 'B' : 'A'
    expect([a?.letter, b?.letter, view.sourceGrade]).toEqual(['A', 'B', null])
    expect(view.disputed).toEqual([
      { index: 5, kinds: { [first]: ['haemorrhage'], [second]: [] } },
      { index: 6, kinds: { [first]: ['microaneurysm'], [second]: [] } },
    ])

    const halves = [
      decision({ index: 5, kinds: [] }),
      decision({ index: 5, kinds: [] }, { index: 5, kinds: [] }),
      decision({ index: 5, kinds: [] }, { index: 4, kinds: [] }),
    ]
    for (const half of halves) {
      await expect(decideCase(adjudicator.at(start), caseId, half)).rejects.toMatchObject({
        code: 'case.misfit',
        status: 422,
      })
    }
    const whole = decision({ index: 5, kinds: ['haemorrhage'] }, { index: 6, kinds: [] })
    await decideCase(adjudicator.at(start), caseId, whole)
    expect(await decideCase(adjudicator.at(start), caseId, whole)).toEqual({ decisionId: whole.id, outcome: 'agreed' })
    const labels = await database().agreedLabel.findMany({ where: { itemId }, orderBy: { version: 'asc' } })
    expect(labels.map(({ version, origin, label }) => ({ version, origin, label }))).toEqual([
      {
        version: 1,
        origin: 'rule',
        label: { patches: [{ index: 4, kinds: ['haemorrhage'] }], normal: [0, 1, 2, 3, 7, 8], disputed: [5, 6] },
      },
      {
        version: 2,
        origin: 'adjudication',
        label: {
          patches: [
            { index: 4, kinds: ['haemorrhage'] },
            { index: 5, kinds: ['haemorrhage'] },
          ],
          normal: [0, 1, 2, 3, 6, 7, 8],
          disputed: [],
        },
      },
    ])
    expect(labels[1]?.supersedesId).toBe(labels[0]?.id)
    // A decided case still shows what it was about.
    expect((await viewCase(adjudicator.at(start), caseId)).disputed).toEqual(view.disputed)
  })
})

describe('what an adjudicator is shown', () => {
  test('nobody’s name, file or patient; the same letters every time; the source grade of a grade', async () => {
    const { readers, adjudicator, caseId } = await disputedStudy()
    const view = await viewCase(adjudicator.at(start), caseId)
    expect(await viewCase(adjudicator.at(start), caseId)).toEqual(view)
    expect(view).toMatchObject({ task: 'grade', sourceGrade: 4, decided: null, decision: null, disputed: [] })
    expect(view.answers.map(({ letter, qualification }) => ({ letter, qualification }))).toEqual([
      { letter: 'A', qualification: 'trainedObserver' },
      { letter: 'B', qualification: 'trainedObserver' },
    ])
    const text = JSON.stringify(view)
    expect(text).not.toMatch(/canary/i)
    for (const { observerId, userId } of readers) expect(text.includes(observerId) || text.includes(userId)).toBe(false)
  })

  test('cases come in pages by number, decided ones apart, other studies’ never', async () => {
    const { adjudicator, caseIds } = await disputedStudy(5)
    await disputedStudy(1)
    const seen: string[] = []
    let after = 0
    for (;;) {
      const page = await listCases(adjudicator.at(start), { ...query, after, limit: 2 })
      seen.push(...page.cases.map(({ id }) => id))
      if (page.next === null) break
      after = page.next
    }
    expect(seen).toEqual(caseIds)
    await decideCase(adjudicator.at(start), caseIds[2] ?? '', agreedGrade(2))
    const ids = async (state: 'open' | 'decided') =>
      (await listCases(adjudicator.at(start), { ...query, state })).cases.map(({ id }) => id)
    expect(await ids('decided')).toEqual([caseIds[2]])
    expect(await ids('open')).toEqual(caseIds.filter((_, i) => i !== 2))
  })

  test('a case of a study that is not theirs does not exist; observers see none', async () => {
    const { study, caseId } = await disputedStudy()
    for (const person of [await makePerson(null, 'adjudicator'), await makePerson(study)]) {
      await expect(viewCase(person.at(start), caseId)).rejects.toMatchObject({ code: 'access.none' })
      await expect(viewCase(person.at(start), crypto.randomUUID())).rejects.toMatchObject({ code: 'access.none' })
    }
    await expect(listCases((await makePerson(study)).at(start), query)).rejects.toMatchObject({ code: 'access.none' })
  })
})
