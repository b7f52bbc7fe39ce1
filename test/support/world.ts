/**
 * Two studies that know nothing of each other, with one of everything that a route or page can be asked for; and everybody who
 * could ask. `own` is the study of all the people here; in `others` none of them is a member; `missing` is nowhere.
 */
import { randomUUID } from 'node:crypto'
import { createToken } from '@/lib/auth'
import { recipePresets } from '@/lib/contracts/recipe'
import { database } from '@/lib/db'
import { blobs } from '@/lib/services/_shared/stores'
import { createPerson, type TestPerson } from './people'
import { gradeTask, makePerson, makeStudy, protocolOf, type TestStudy } from './reading-study'

export const whose = ['own', 'others', 'missing'] as const
export type Whose = (typeof whose)[number]

/** Ids of one study's things; the lease is the observer's. */
export type Things = {
  studyId: string
  leaseId: string
  photographId: string
  caseId: string
  importId: string
  snapshotId: string
  runId: string
  personId: string
  invitationId: string
  token: string
}

export const askers = [
  'anonymous',
  'disabled',
  'observer',
  'otherObserver',
  'adjudicator',
  'researcher',
  'administrator',
] as const
export type Asker = (typeof askers)[number]

export type World = {
  things: Record<Whose, Things>
  people: Record<Asker, TestPerson | null>
  /** An address that is in use: signing up with it fails, and leaves the link as it is. */
  takenEmail: string
}

const settings = protocolOf({ grade: gradeTask(2, 3) })

export async function makeWorld(): Promise<World> {
  const [own, others] = [await makeStudy(settings, 3), await makeStudy(settings, 3)]
  const inOwn = { studyIds: [own.id] }
  const observer = await createPerson('observer', { ...inOwn, qualification: 'trainedObserver' })
  const people = {
    anonymous: null,
    disabled: await createPerson('administrator', { ...inOwn, isDisabled: true }),
    observer,
    otherObserver: await createPerson('observer', { ...inOwn, qualification: 'ophthalmologist' }),
    adjudicator: await createPerson('adjudicator', inOwn),
    researcher: await createPerson('researcher', inOwn),
    administrator: await createPerson('administrator'),
  }
  const stranger = await makePerson(others)
  const things = {
    own: await makeThings(own, observer.actor.observerId ?? ''),
    others: await makeThings(others, stranger.observerId),
    missing: missingThings(),
  }
  return { things, people, takenEmail: observer.email }
}

const missingThings = (): Things => ({
  studyId: randomUUID(),
  leaseId: randomUUID(),
  photographId: randomUUID(),
  caseId: randomUUID(),
  importId: randomUUID(),
  snapshotId: randomUUID(),
  runId: randomUUID(),
  personId: randomUUID(),
  invitationId: randomUUID(),
  token: createToken().token,
})

async function makeThings(study: TestStudy, observerId: string): Promise<Things> {
  const studyId = study.id
  const [toRead, disputed] = await database().item.findMany({ where: { studyId }, orderBy: { photographId: 'asc' } })
  if (!toRead || !disputed) throw new Error('The study has too few items.')
  await givePictures(studyId)
  const soon = new Date(Date.now() + 60 * 60 * 1000)
  const lease = await database().lease.create({ data: { itemId: toRead.id, observerId, seat: 'any', expiresAt: soon } })
  await database().item.update({ where: { id: disputed.id }, data: { state: 'case' } })
  const opened = { itemId: disputed.id, reasons: ['Two of three differ.'], openedAt: new Date() }
  const theCase = await database().adjudicationCase.create({ data: opened })
  const { id: importId } = await database().import.create({ data: { studyId, origin: 'page' } })
  const snapshotId = await makeSnapshot(study)
  const recipe = { ...recipePresets.tiny, weighting: 'paper' }
  const run = await database().trainingRun.create({ data: { snapshotId, name: 'A run', recipe, seed: 1 } })
  const [toUse, toTakeBack] = [createToken(), createToken()]
  const invitationOf = (tokenHash: string) =>
    database().invitation.create({ data: { tokenHash, role: 'observer', expiresAt: soon } })
  await invitationOf(toUse.tokenHash)
  const invitation = await invitationOf(toTakeBack.tokenHash)
  const person = await createPerson('researcher')
  return {
    studyId,
    leaseId: lease.id,
    photographId: disputed.photographId,
    caseId: theCase.id,
    importId,
    snapshotId,
    runId: run.id,
    personId: person.userId,
    invitationId: invitation.id,
    token: toUse.token,
  }
}

/** The smallest thing that is served as a picture. */
async function givePictures(studyId: string): Promise<void> {
  const { sha256 } = await blobs().put(Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1'))
  const data = {
    originalSha256: sha256,
    displaySha256: sha256,
    thumbnailSha256: sha256,
    plain800Sha256: sha256,
    contrast800Sha256: sha256,
  }
  await database().photograph.updateMany({ where: { studyId }, data })
}

async function makeSnapshot({ id: studyId, protocolId }: TestStudy): Promise<string> {
  const perSplit = <T>(value: T) => ({ train: value, validation: value, test: value })
  const counts = {
    patients: perSplit(1),
    photographs: perSplit(1),
    patches: perSplit([9, 9, 9, 9]),
    grades: perSplit([3, 3, 3, 3]),
    gradeClasses: [0, 1, 2, 3],
    patchesDisputed: 0,
    patchesOfOtherKinds: 0,
    gradesLeftOut: 0,
  }
  const { id } = await database().snapshot.create({
    data: {
      name: 'A snapshot',
      settings: { split: { train: 0.7, validation: 0.15 }, studyIds: [studyId] },
      counts,
      contentSha256: '0'.repeat(64),
      createdAt: new Date(),
      studies: { create: [{ studyId, protocolId }] },
    },
  })
  return id
}
