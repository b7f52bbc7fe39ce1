/**
 * A study to read in, made directly in the database: photographs without files (nothing here looks at pixels), items under
 * a protocol, and people. Canaries: no name, code or grade planted here may ever reach somebody who has not answered yet.
 */
import { randomUUID } from 'node:crypto'
import type { Actor } from '@/lib/auth'
import type { Role } from '@/lib/contracts/scalars'
import { database, inTransaction } from '@/lib/db'
import { hashOfValue, sha256Hex } from '@/lib/domain/hash'
import type { Protocol } from '@/lib/domain/protocol'
import { protocolPresets } from '@/lib/domain/protocol-presets'
import type { Qualification } from '@/lib/domain/reading'
import type { Context } from '@/lib/services/_shared/context'
import { openItems } from '@/lib/services/_shared/open-items'

export const start = new Date('2030-01-01T08:00:00.000Z')
export const at = (seconds: number) => new Date(start.getTime() + seconds * 1000)

/** A disc that fills a square photograph of 900 pixels. */
export const fieldOfView = { centreX: 450, centreY: 450, radius: 450, crop: { x: 0, y: 0, side: 900 } }

const base = protocolPresets['k-of-n']
const rule = (k: number, n: number) => ({
  panel: { trainedObserver: 0, ophthalmologist: 0, any: n },
  rule: { type: 'kOfN' as const, k, n },
  onDiscrepancy: 'adjudicate' as const,
  extraObserversMax: 0,
})

/** A protocol of chosen tasks only, on a grid of 3 × 3 patches. */
export function protocolOf(tasks: Partial<Pick<Protocol, 'marks' | 'patches' | 'grade'>>): Protocol {
  return { ...base, name: 'Test', grid: { d: 300, h: 100, ov: 0 }, marks: null, patches: null, grade: null, ...tasks }
}

export const marksTask = (k: number, n: number) => rule(k, n)
export const patchesTask = (k: number, n: number, patchesPerItem = 64) => ({ ...rule(k, n), patchesPerItem })
export const gradeTask = (k: number, n: number, revealSourceGrade = false): NonNullable<Protocol['grade']> => ({
  ...rule(k, n),
  toleranceGrades: 0,
  revealSourceGrade,
  trainedGrades: [0, 1, 2, 3],
})

export type TestStudy = { id: string; protocolId: string; photographIds: string[] }

export async function makeStudy(settings: Protocol, photographs: number, sourceGrade?: number): Promise<TestStudy> {
  const name = `Study ${randomUUID()}`
  const study = await database().study.create({ data: { name } })
  const version = { studyId: study.id, version: 1, settings, settingsHash: hashOfValue(settings) }
  const protocol = await database().protocolVersion.create({ data: version })
  const photographIds = await addPhotographs(study.id, photographs)
  if (sourceGrade !== undefined) {
    const data = photographIds.map((photographId) => ({
      photographId,
      grade: sourceGrade,
      provenance: { file: 'canary-grades.csv' },
    }))
    await database().sourceGrade.createMany({ data })
  }
  await inTransaction((tx) => openItems(tx, photographIds, { id: protocol.id, studyId: study.id, settings }))
  return { id: study.id, protocolId: protocol.id, photographIds }
}

let arrived = 0

export async function addPhotographs(studyId: string, count: number): Promise<string[]> {
  const patient = await database().patient.create({ data: { studyId, code: `canary-patient-${randomUUID()}` } })
  const data = Array.from({ length: count }, () => photographRow(studyId, patient.id, `canary-file-${++arrived}.jpeg`))
  await database().photograph.createMany({ data })
  return data.map(({ id }) => id)
}

export function photographRow(studyId: string, patientId: string, fileName: string) {
  const hash = (what: string) => sha256Hex(`${what} ${fileName}`)
  return {
    id: randomUUID(),
    studyId,
    patientId,
    fileName,
    canonicalSha256: hash('canonical'),
    width: 900,
    height: 900,
    fieldOfView,
    originalSha256: hash('original'),
    originalType: 'image/jpeg',
    originalBytes: 1,
    thumbnailSha256: hash('thumbnail'),
    displaySha256: hash('display'),
    plain800Sha256: hash('plain800'),
    contrast800Sha256: hash('contrast800'),
    contrast256Sha256: hash('contrast256'),
  }
}

export type Person = { actor: Actor; observerId: string; userId: string; at: (now: Date) => Context }

let people = 0

/** Somebody with an account and a place in the study; those who read have an observer. */
export async function makePerson(
  study: { id: string } | null,
  role: Role = 'observer',
  qualification: Qualification = 'trainedObserver',
): Promise<Person> {
  const number = ++people
  const name = `Canary person ${number}`
  const email = `person-${number}-${randomUUID()}@example.org`
  const user = await database().user.create({ data: { email, name, passwordHash: '-', role, qualification } })
  if (study) await database().studyMember.create({ data: { studyId: study.id, userId: user.id } })
  const observer = await database().observer.create({ data: { kind: 'person', name, qualification, userId: user.id } })
  const reads = role === 'observer' || role === 'adjudicator'
  const actor: Actor = { userId: user.id, role, qualification, observerId: reads ? observer.id : null, name }
  return { actor, observerId: observer.id, userId: user.id, at: (now) => ({ actor, now }) }
}

export const makePeople = (study: { id: string }, count: number) =>
  Promise.all(Array.from({ length: count }, () => makePerson(study)))
