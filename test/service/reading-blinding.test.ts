/** Acceptance row 14, for the reading services: until an observer has answered, nothing they are sent says what anybody or any source said. */
import { expect, test } from 'vitest'
import type { SubmitRequest } from '@/lib/contracts/reading'
import { database, inTransaction } from '@/lib/db'
import type { ReadingAnswer } from '@/lib/domain/reading'
import { submitReadingFor } from '@/lib/services/_shared/submit-reading-for'
import { claimReading } from '@/lib/services/claim-reading'
import { giveBackLease } from '@/lib/services/give-back-lease'
import { queueOverview } from '@/lib/services/queue-overview'
import { renewLease } from '@/lib/services/renew-lease'
import { skipReading } from '@/lib/services/skip-reading'
import { submitReading } from '@/lib/services/submit-reading'
import { viewAssignment } from '@/lib/services/view-assignment'
import {
  at,
  gradeTask,
  makePerson,
  makeStudy,
  marksTask,
  patchesTask,
  protocolOf,
  start,
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
