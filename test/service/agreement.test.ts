/** What the rule makes of readings: labels, cases, another observer; and what a change of protocol moves. */
import { describe, expect, test } from 'vitest'
import { database, inTransaction, verifyAudit } from '@/lib/db'
import type { Protocol } from '@/lib/domain/protocol'
import type { ReadingAnswer } from '@/lib/domain/reading'
import { submitReadingFor } from '@/lib/services/_shared/submit-reading-for'
import { changeProtocol } from '@/lib/services/change-protocol'
import { claimReading } from '@/lib/services/claim-reading'
import { viewAgreement } from '@/lib/services/view-agreement'
import { viewProtocol } from '@/lib/services/view-protocol'
import {
  addPhotographs,
  at,
  gradeTask,
  makePerson,
  makeStudy,
  marksTask,
  patchesTask,
  protocolOf,
  start,
  type TestStudy,
} from '../support/reading-study'

const simulation = { origin: 'simulation' as const }

/** One finished answer after another on the study's only item of the task, each by a new observer. */
async function answerAll(
  study: TestStudy,
  answers: ReadingAnswer[],
  qualifications: ('trainedObserver' | 'ophthalmologist')[] = [],
) {
  const item = await database().item.findFirstOrThrow({
    where: { studyId: study.id, state: 'open', task: answers[0]?.task ?? 'grade' },
  })
  const outcomes: string[] = []
  for (const [i, answer] of answers.entries()) {
    const qualification = qualifications[i] ?? 'trainedObserver'
    const { observerId } = await makePerson(study, 'observer', qualification)
    const request = { itemId: item.id, observer: { id: observerId, qualification }, answer, provenance: simulation }
    const { outcome } = await inTransaction((tx) => submitReadingFor(tx, request, at(i)))
    outcomes.push(outcome)
  }
  return { itemId: item.id, outcomes }
}

const grades = (...values: (0 | 1 | 2 | 3 | 4 | 'ungradable')[]) =>
  values.map((grade): ReadingAnswer => ({ task: 'grade', grade }))

async function resultOf(itemId: string) {
  const { state, wantTrained, wantExpert, wantAny } = await database().item.findUniqueOrThrow({ where: { id: itemId } })
  const labels = await database().agreedLabel.findMany({ where: { itemId }, orderBy: { version: 'asc' } })
  const cases = await database().adjudicationCase.count({ where: { itemId } })
  return { state, want: [wantTrained, wantExpert, wantAny], labels: labels.map(({ label }) => label), cases }
}

describe('grades', () => {
  test('two of three equal answers are agreed', async () => {
    const study = await makeStudy(protocolOf({ grade: gradeTask(2, 3) }), 1)
    const { itemId } = await answerAll(study, grades(1, 2, 2))
    expect(await resultOf(itemId)).toEqual({ state: 'agreed', want: [0, 0, 0], labels: [{ grade: 2 }], cases: 0 })
  })

  test('three different answers open a case with reasons, and no label', async () => {
    const study = await makeStudy(protocolOf({ grade: gradeTask(2, 3) }), 1)
    const { itemId } = await answerAll(study, grades(0, 1, 2))
    expect(await resultOf(itemId)).toEqual({ state: 'case', want: [0, 0, 0], labels: [], cases: 1 })
    const { reasons } = await database().adjudicationCase.findFirstOrThrow({ where: { itemId } })
    expect(reasons).toEqual([expect.stringContaining('2')])
  })

  test('where the protocol leaves discrepancies out, there is neither label nor case', async () => {
    const settings = { ...gradeTask(1, 2), rule: { type: 'unanimous' as const }, onDiscrepancy: 'leaveOut' as const }
    const study = await makeStudy(protocolOf({ grade: settings }), 1)
    const { itemId } = await answerAll(study, grades(0, 1))
    expect(await resultOf(itemId)).toEqual({ state: 'leftOut', want: [0, 0, 0], labels: [], cases: 0 })
  })

  test('another observer is asked where that may settle it, and a fourth reading is refused', async () => {
    const study = await makeStudy(protocolOf({ grade: { ...gradeTask(2, 2), extraObserversMax: 1 } }), 1)
    const { itemId } = await answerAll(study, grades(0, 1))
    expect(await resultOf(itemId)).toEqual({ state: 'open', want: [0, 0, 1], labels: [], cases: 0 })
    expect((await answerAll(study, grades(1))).outcomes).toEqual(['stored'])
    expect(await resultOf(itemId)).toEqual({ state: 'agreed', want: [0, 0, 0], labels: [{ grade: 1 }], cases: 0 })
    const { observerId } = await makePerson(study)
    const late = {
      itemId,
      observer: { id: observerId, qualification: 'trainedObserver' as const },
      answer: grades(0)[0] as ReadingAnswer,
      provenance: simulation,
    }
    expect(await inTransaction((tx) => submitReadingFor(tx, late, start))).toMatchObject({ outcome: 'refused' })
  })

  test('an expert check: what the ophthalmologist answers replaces the trained observers’', async () => {
    const panel = { trainedObserver: 2, ophthalmologist: 1, any: 0 }
    const study = await makeStudy(
      protocolOf({ grade: { ...gradeTask(1, 3), panel, rule: { type: 'expertCheck' } } }),
      1,
    )
    const { itemId } = await answerAll(study, grades(2, 3, 2), [
      'trainedObserver',
      'ophthalmologist',
      'trainedObserver',
    ])
    expect(await resultOf(itemId)).toEqual({ state: 'agreed', want: [0, 0, 0], labels: [{ grade: 3 }], cases: 0 })
  })

  test('who answered counts as what they were then, also after a change of qualification', async () => {
    const panel = { trainedObserver: 1, ophthalmologist: 1, any: 0 }
    const study = await makeStudy(
      protocolOf({ grade: { ...gradeTask(1, 2), panel, rule: { type: 'expertCheck' } } }),
      1,
    )
    const { itemId } = await answerAll(study, grades(2), ['trainedObserver'])
    await database().observer.updateMany({ data: { qualification: 'ophthalmologist' } })
    await answerAll(study, grades(3), ['ophthalmologist'])
    expect(await resultOf(itemId)).toMatchObject({ state: 'agreed', labels: [{ grade: 3 }] })
  })
})

describe('patches', () => {
  /** The grid of 3 × 3 in a disc: the corners lie inside too, by half their area. */
  const answer = (kinds: Record<number, 'haemorrhage' | 'microaneurysm'>): ReadingAnswer => ({
    task: 'patches',
    patches: [0, 1, 2, 3, 4, 5, 6, 7, 8].map((index) => ({ index, kinds: kinds[index] ? [kinds[index]] : [] })),
  })

  test('agreed patches of a disputed item are labelled while the others go to a case', async () => {
    const study = await makeStudy(protocolOf({ patches: patchesTask(2, 2) }), 1)
    const { itemId } = await answerAll(study, [
      answer({ 4: 'haemorrhage', 5: 'haemorrhage' }),
      answer({ 4: 'haemorrhage' }),
    ])
    const label = { patches: [{ index: 4, kinds: ['haemorrhage'] }], normal: [0, 1, 2, 3, 6, 7, 8], disputed: [5] }
    expect(await resultOf(itemId)).toEqual({ state: 'case', want: [0, 0, 0], labels: [label], cases: 1 })
  })

  test('left out: the item ends with what is agreed, the disputed patches stay without a label', async () => {
    const study = await makeStudy(protocolOf({ patches: { ...patchesTask(2, 2), onDiscrepancy: 'leaveOut' } }), 1)
    const { itemId } = await answerAll(study, [answer({ 5: 'haemorrhage' }), answer({ 5: 'microaneurysm' })])
    const label = { patches: [], normal: [0, 1, 2, 3, 4, 6, 7, 8], disputed: [5] }
    expect(await resultOf(itemId)).toEqual({ state: 'agreed', want: [0, 0, 0], labels: [label], cases: 0 })
  })

  test('a photograph is handed out in parts that together are its patches, each once', async () => {
    const study = await makeStudy(protocolOf({ patches: patchesTask(1, 1, 4) }), 1)
    const items = await database().item.findMany({ where: { studyId: study.id }, orderBy: { part: 'asc' } })
    expect(items.map(({ patchIndices }) => patchIndices)).toEqual([[0, 1, 2, 3], [4, 5, 6, 7], [8]])
  })

  test('marks become each observer’s patches, and what is marked nowhere is normal', async () => {
    const study = await makeStudy(protocolOf({ marks: marksTask(2, 2) }), 1)
    const marks = (x: number): ReadingAnswer => ({
      task: 'marks',
      marks: [{ id: 'a', kind: 'hardExudate', shape: { type: 'point', x, y: 450 } }],
    })
    const { itemId } = await answerAll(study, [marks(440), marks(460)])
    const label = { patches: [{ index: 4, kinds: ['hardExudate'] }], normal: [0, 1, 2, 3, 5, 6, 7, 8], disputed: [] }
    expect(await resultOf(itemId)).toEqual({ state: 'agreed', want: [0, 0, 0], labels: [label], cases: 0 })
  })

  test('the overview counts items by state and patches by class, of the newest labels', async () => {
    const study = await makeStudy(protocolOf({ patches: patchesTask(2, 2), grade: gradeTask(1, 1) }), 1)
    await answerAll(study, [answer({ 4: 'haemorrhage', 5: 'haemorrhage' }), answer({ 4: 'haemorrhage' })])
    const researcher = await makePerson(study, 'researcher')
    const none = { open: 0, agreed: 0, case: 0, unresolved: 0, leftOut: 0 }
    const byClass = { normal: 7, microaneurysm: 0, haemorrhage: 1, exudate: 0 }
    expect(await viewAgreement(researcher.at(start), study.id)).toEqual([
      { task: 'patches', items: { ...none, case: 1 }, readings: 2, patches: { byClass, otherKinds: 0, disputed: 1 } },
      { task: 'grade', items: { ...none, open: 1 }, readings: 0, patches: null },
    ])
    const observer = await makePerson(study)
    await expect(viewAgreement(observer.at(start), study.id)).rejects.toMatchObject({ code: 'access.none' })
  })
})

describe('a change of protocol', () => {
  const before = protocolOf({ grade: gradeTask(2, 3) })
  const next: Protocol = protocolOf({ grade: gradeTask(1, 1), marks: marksTask(1, 1) })
  const itemsOf = async (study: TestStudy) => {
    const rows = await database().item.findMany({ where: { studyId: study.id }, include: { protocol: true } })
    return rows.map(({ task, state, wantAny, protocol }) => `v${protocol.version} ${task} ${state} ${wantAny}`).sort()
  }

  test('what nobody has begun moves to the new version; what is read or in hand stays pinned', async () => {
    const study = await makeStudy(before, 3)
    const researcher = await makePerson(study, 'researcher')
    const [reader, holder] = [await makePerson(study), await makePerson(study)]
    const first = await claimReading(reader.at(start), { studyId: study.id, task: 'grade' })
    const item = await database().lease.findUniqueOrThrow({ where: { id: first?.leaseId ?? '' } })
    const observer = { id: reader.observerId, qualification: 'trainedObserver' as const }
    const request = { itemId: item.itemId, observer, answer: grades(1)[0] as ReadingAnswer, provenance: simulation }
    await inTransaction((tx) => submitReadingFor(tx, request, start))
    await claimReading(holder.at(start), { studyId: study.id, task: 'grade' })
    await claimReading(reader.at(at(1)), { studyId: study.id, task: 'grade' })

    expect(await changeProtocol(researcher.at(start), study.id, next)).toEqual({
      version: 2,
      isNew: true,
      opened: 4,
      leftOut: 1,
    })
    expect(await itemsOf(study)).toEqual([
      'v1 grade leftOut 0',
      'v1 grade open 2',
      'v1 grade open 3',
      'v2 grade open 1',
      'v2 marks open 1',
      'v2 marks open 1',
      'v2 marks open 1',
    ])
    expect(await verifyAudit()).toMatchObject({ sound: true })
  })

  test('the settings that hold already make no new version', async () => {
    const study = await makeStudy(before, 1)
    const researcher = await makePerson(study, 'researcher')
    expect(await changeProtocol(researcher.at(start), study.id, before)).toEqual({
      version: 1,
      isNew: false,
      opened: 0,
      leftOut: 0,
    })
  })

  test('back and forth: a photograph that is left out by one version is opened again by the next, in a task that was off', async () => {
    const study = await makeStudy(before, 1)
    const researcher = await makePerson(study, 'researcher')
    const only = protocolOf({ marks: marksTask(1, 1) })
    await changeProtocol(researcher.at(start), study.id, only)
    expect(await itemsOf(study)).toEqual(['v1 grade leftOut 0', 'v2 marks open 1'])
    await changeProtocol(researcher.at(start), study.id, before)
    expect(await itemsOf(study)).toEqual(['v1 grade leftOut 0', 'v2 marks leftOut 0', 'v3 grade open 3'])
    expect(await viewProtocol(researcher.at(start), study.id)).toMatchObject({
      version: 3,
      settings: before,
      versions: [
        { version: 3, items: 1 },
        { version: 2, items: 0 },
        { version: 1, items: 0 },
      ],
    })
  })

  test('settings that cannot work together are refused with sentences', async () => {
    const study = await makeStudy(before, 1)
    const researcher = await makePerson(study, 'researcher')
    const unsound = protocolOf({ grade: gradeTask(3, 2) })
    const error = await changeProtocol(researcher.at(start), study.id, unsound).catch((cause: unknown) => cause)
    expect(error).toMatchObject({
      code: 'protocol.unsound',
      status: 422,
      details: { sentences: [expect.stringContaining('k may be at most n')] },
    })
  })

  test('a claim and a change at the same moment: the item in hand is never left out', async () => {
    for (let i = 0; i < 8; i++) {
      const study = await makeStudy(before, 2)
      const researcher = await makePerson(study, 'researcher')
      const reader = await makePerson(study)
      const [claimed] = await Promise.all([
        claimReading(reader.at(start), { studyId: study.id, task: 'grade' }),
        changeProtocol(researcher.at(start), study.id, next),
      ])
      if (!claimed) continue
      const lease = await database().lease.findUniqueOrThrow({
        where: { id: claimed.leaseId },
        include: { item: true },
      })
      expect(lease.item.state).toBe('open')
    }
  })

  test('photographs that arrive afterwards are opened under the new version only', async () => {
    const study = await makeStudy(before, 0)
    const researcher = await makePerson(study, 'researcher')
    await changeProtocol(researcher.at(start), study.id, next)
    const ids = await addPhotographs(study.id, 2)
    const { currentProtocol } = await import('@/lib/services/_shared/protocols')
    const { openItems } = await import('@/lib/services/_shared/open-items')
    const open = () => inTransaction(async (tx) => openItems(tx, ids, await currentProtocol(tx, study.id)))
    expect([await open(), await open()]).toEqual([4, 0])
    expect(await itemsOf(study)).toEqual(['v2 grade open 1', 'v2 grade open 1', 'v2 marks open 1', 'v2 marks open 1'])
  })
})
