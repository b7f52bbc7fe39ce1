/** Acceptance row 14, for the reading services: until an observer has answered, nothing they are sent says what anybody or any source said. */
import { describe, expect, test } from 'vitest'
import type { SubmitRequest } from '@/lib/contracts/reading'
import { database, inTransaction } from '@/lib/db'
import type { ReadingAnswer } from '@/lib/domain/reading'
import { submitReadingFor } from '@/lib/services/_shared/submit-reading-for'
import { claimReading } from '@/lib/services/claim-reading'
import { decideCase } from '@/lib/services/decide-case'
import { giveBackLease } from '@/lib/services/give-back-lease'
import { listCases } from '@/lib/services/list-cases'
import { queueOverview } from '@/lib/services/queue-overview'
import { renewLease } from '@/lib/services/renew-lease'
import { skipReading } from '@/lib/services/skip-reading'
import { submitReading } from '@/lib/services/submit-reading'
import { viewAssignment } from '@/lib/services/view-assignment'
import { viewCase } from '@/lib/services/view-case'
import { photographImage } from '@/lib/services/view-photograph-image'
import {
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

const patches = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((index) => ({ index, kinds: ['neovascularisation' as const] }))
const canaries: Record<'marks' | 'patches' | 'grade', ReadingAnswer> = {
  marks: {
    task: 'marks',
    marks: [{ id: 'canary-mark', kind: 'neovascularisation', shape: { type: 'point', x: 450, y: 450 } }],
  },
  patches: { task: 'patches', patches },
  grade: { task: 'grade', grade: 4, note: 'canary-note' },
}
const own: typeof canaries = {
  marks: { task: 'marks', marks: [] },
  patches: { task: 'patches', patches: patches.map(({ index }) => ({ index, kinds: [] })) },
  grade: { task: 'grade', grade: 0 },
}

test('an assignment says the same, byte for byte, whatever others answered and whatever the source grade is', async () => {
  const settings = protocolOf({ marks: marksTask(2, 3), patches: patchesTask(2, 3), grade: gradeTask(2, 3, true) })
  const study = await makeStudy(settings, 1, 4)
  const { photographIds } = study
  const person = await makePerson(study)
  const sent: unknown[] = []
  for (const task of ['marks', 'patches', 'grade'] as const) {
    const item = await database().item.findFirstOrThrow({ where: { studyId: study.id, task } })
    const claim = () => claimReading(person.at(start), { studyId: study.id, task })
    const before = await claim()
    const leaseId = before?.leaseId ?? ''
    const others = [await makePerson(study), await makePerson(study)]
    for (const { observerId } of others) {
      const observer = { id: observerId, qualification: 'trainedObserver' as const }
      const request = {
        itemId: item.id,
        observer,
        answer: canaries[task],
        provenance: { origin: 'simulation' as const },
      }
      expect(await inTransaction((tx) => submitReadingFor(tx, request, start))).toMatchObject({ outcome: 'stored' })
    }
    expect(await claim()).toEqual(before)
    sent.push(before, await viewAssignment(person.at(start), leaseId), await renewLease(person.at(start), leaseId))
    sent.push(await queueOverview(person.at(start)))
    const wrong = own[task === 'grade' ? 'marks' : 'grade']
    const misfit = await submit(person, leaseId, wrong).catch((error: unknown) => error)
    sent.push({ ...(misfit as object), message: String(misfit) })
  }
  const text = JSON.stringify(sent)
  expect(text).not.toMatch(/canary|neovascularisation|sourceGrade|"grade":4|blindGrade/i)
  const secrets = [...photographIds, ...(await patientsAndHashes(photographIds))]
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
})

test('after answering, an observer learns the source grade where the protocol says so, and nothing else', async () => {
  const study = await makeStudy(protocolOf({ marks: marksTask(2, 3), grade: gradeTask(2, 3, true) }), 1, 4)
  const person = await makePerson(study)
  for (const task of ['marks', 'grade'] as const) {
    const assignment = await claimReading(person.at(start), { studyId: study.id, task })
    const answer = await submit(person, assignment?.leaseId ?? '', own[task])
    const reveal = { sourceGrade: 4, blindGrade: 0 }
    expect(answer).toEqual({
      readingId: expect.any(String),
      ...(task === 'grade' ? { next: 'reveal', reveal } : { next: 'done' }),
    })
  }
})

test('an assignment that was given back shows nothing any more', async () => {
  const study = await makeStudy(protocolOf({ grade: gradeTask(2, 3, true) }), 1, 4)
  const person = await makePerson(study)
  const assignment = await claimReading(person.at(start), { studyId: study.id, task: 'grade' })
  const leaseId = assignment?.leaseId ?? ''
  await giveBackLease(person.at(start), leaseId)
  const gone = { code: 'lease.gone', status: 409, details: undefined }
  await expect(viewAssignment(person.at(start), leaseId)).rejects.toMatchObject(gone)
  await skipReading(person.at(at(1)), leaseId, 'Cannot be read.')
  await expect(viewAssignment(person.at(at(2)), leaseId)).rejects.toMatchObject(gone)
})

describe('an adjudicator who also reads', () => {
  const noAccess = { code: 'access.none', status: 404 }
  const settings = protocolOf({ patches: patchesTask(2, 2), grade: gradeTask(2, 2, true) })
  const claimed = (person: Someone, study: { id: string }, seconds = 0) =>
    claimReading(person.at(at(seconds)), { studyId: study.id, task: 'patches' })

  /** A case about the grade of the only photograph; its patches are unread. */
  async function openCase(study: { id: string }) {
    const item = await database().item.findFirstOrThrow({ where: { studyId: study.id, task: 'grade' } })
    for (const grade of [1, 3] as const) {
      const observer = { id: (await makePerson(study)).observerId, qualification: 'trainedObserver' as const }
      const answer = { task: 'grade' as const, grade }
      const request = { itemId: item.id, observer, answer, provenance: { origin: 'simulation' as const } }
      await inTransaction((tx) => submitReadingFor(tx, request, start))
    }
    return database().adjudicationCase.findFirstOrThrow({ where: { itemId: item.id } })
  }

  const decision = { id: crypto.randomUUID(), outcome: 'unresolved', reason: 'Not to be told.' } as const

  /** What they can reach of the case: listed, seen, its picture. */
  async function reach(person: Someone, study: TestStudy, caseId: string) {
    const refusal = (error: unknown) => error
    const context = person.at(start)
    const photographId = study.photographIds[0] ?? ''
    const lists = (['open', 'decided'] as const).map((state) => listCases(context, { state, after: 0, limit: 9 }))
    const listed = (await Promise.all(lists)).flatMap(({ cases }) => cases.map(({ id }) => id))
    const seen = await viewCase(context, caseId).then(({ id }) => id, refusal)
    const picture = await photographImage(context, { photographId, variant: 'display' }).catch(refusal)
    return { listed, seen, picture }
  }
  // The photographs of these tests have no files, so that a picture that may be seen fails otherwise.
  const hidden = { listed: [], seen: expect.objectContaining(noAccess), picture: expect.objectContaining(noAccess) }
  const shown = (caseId: string) => ({
    listed: [caseId],
    seen: caseId,
    picture: expect.not.objectContaining(noAccess),
  })

  test('is handed nothing of a photograph that has a case, open or decided; somebody who only reads is', async () => {
    const study = await makeStudy(settings, 1, 4)
    const { id } = await openCase(study)
    const adjudicator = await makePerson(study, 'adjudicator')
    expect(await claimed(adjudicator, study)).toBeNull()
    expect((await queueOverview(adjudicator.at(start))).filter(({ left }) => left > 0)).toEqual([])
    expect(await reach(adjudicator, study, id)).toEqual(shown(id))
    await decideCase(adjudicator.at(start), id, { ...decision, id: crypto.randomUUID() })
    expect(await claimed(adjudicator, study)).toBeNull()
    const reader = await makePerson(study)
    expect(await claimed(reader, study)).toMatchObject({ progress: { left: 1 } })
  })

  test('sees no case of a photograph while they hold an item of it, and has it when the answer is in', async () => {
    const study = await makeStudy(settings, 1, 4)
    const adjudicator = await makePerson(study, 'adjudicator')
    const assignment = await claimed(adjudicator, study)
    const { id } = await openCase(study)
    expect(await reach(adjudicator, study, id)).toEqual(hidden)
    await expect(decideCase(adjudicator.at(start), id, decision)).rejects.toMatchObject(noAccess)
    // A lease that ran out can be taken up again: still hidden, still theirs to finish, and still counted.
    expect(await reach({ ...adjudicator, at: () => adjudicator.at(at(9999)) }, study, id)).toEqual(hidden)
    expect(await claimed(adjudicator, study, 9999)).toMatchObject({
      leaseId: assignment?.leaseId,
      progress: { left: 1 },
    })
    await submit(adjudicator, assignment?.leaseId ?? '', own.patches)
    expect(await reach(adjudicator, study, id)).toEqual(shown(id))
  })

  test('cannot answer what they gave back once there is a case to look at', async () => {
    const study = await makeStudy(settings, 1, 4)
    const adjudicator = await makePerson(study, 'adjudicator')
    const leaseId = (await claimed(adjudicator, study))?.leaseId ?? ''
    const { id } = await openCase(study)
    await giveBackLease(adjudicator.at(start), leaseId)
    expect(await reach(adjudicator, study, id)).toEqual(shown(id))
    await expect(submit(adjudicator, leaseId, own.patches)).rejects.toMatchObject({ code: 'lease.gone', status: 409 })
    expect(await claimed(adjudicator, study)).toBeNull()
  })

  test('sees no case between the blind answer and the revealed one, given back or not', async () => {
    const study = await makeStudy(protocolOf({ patches: patchesTask(1, 1), grade: gradeTask(2, 3, true) }), 1, 4)
    const adjudicator = await makePerson(study, 'adjudicator')
    const grade = await claimReading(adjudicator.at(start), { studyId: study.id, task: 'grade' })
    await submit(adjudicator, grade?.leaseId ?? '', own.grade)
    const item = await database().item.findFirstOrThrow({ where: { studyId: study.id, task: 'patches' } })
    const { id } = await database().adjudicationCase.create({ data: { itemId: item.id, reasons: [], openedAt: start } })
    expect(await reach(adjudicator, study, id)).toEqual(hidden)
    await giveBackLease(adjudicator.at(start), grade?.leaseId ?? '')
    expect(await reach(adjudicator, study, id)).toEqual(hidden)
  })
})

type Someone = Awaited<ReturnType<typeof makePerson>>

function submit(person: Someone, leaseId: string, answer: ReadingAnswer) {
  const startedAt = start.toISOString()
  const request: SubmitRequest = {
    id: crypto.randomUUID(),
    leaseId,
    stage: 'blind',
    answer,
    secondsSpent: 1,
    startedAt,
  }
  return submitReading(person.at(start), request)
}

async function patientsAndHashes(ids: string[]): Promise<string[]> {
  const rows = await database().photograph.findMany({ where: { id: { in: ids } }, include: { patient: true } })
  return rows.flatMap((row) => [row.fileName, row.patientId, row.patient.code, row.canonicalSha256, row.originalSha256])
}
