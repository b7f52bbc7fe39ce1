/** Acceptance row 2: exclusive claims, and everything around a lease that could break them. */
import { describe, expect, test } from 'vitest'
import { database } from '@/lib/db'
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
  makePeople,
  makePerson,
  makeStudy,
  type Person,
  protocolOf,
  start,
} from '../support/reading-study'

const leaseSeconds = 1800

const submitGrade = (person: Person, leaseId: string, grade: 0 | 1 | 2 | 3 | 4 = 1, now = start) =>
  submitReading(person.at(now), {
    id: crypto.randomUUID(),
    leaseId,
    stage: 'blind',
    answer: { task: 'grade', grade },
    secondsSpent: 5,
    startedAt: start.toISOString(),
  })

const claimGrade = (person: Person, study: { id: string }, now = start) =>
  claimReading(person.at(now), { studyId: study.id, task: 'grade' })

/** Fails the test where nothing is left. */
async function mustClaim(person: Person, study: { id: string }, now = start) {
  const assignment = await claimGrade(person, study, now)
  if (!assignment) throw new Error('Nothing was left to claim.')
  return assignment
}

const itemOf = async (leaseId: string) => (await database().lease.findUniqueOrThrow({ where: { id: leaseId } })).itemId

describe('many clients at once', () => {
  const items = Number(process.env.CLAIM_ITEMS ?? 300)

  test(`50 clients read ${items} items three times each: nobody gets an item twice, none gets a fourth reading, all are filled`, {
    timeout: 180_000,
  }, async () => {
    const study = await makeStudy(protocolOf({ grade: gradeTask(2, 3) }), items)
    const clients = await makePeople(study, 50)
    const claimed: { observerId: string; itemId: string }[] = []
    await Promise.all(
      clients.map(async (client) => {
        for (;;) {
          const assignment = await claimGrade(client, study)
          if (!assignment) return
          claimed.push({ observerId: client.observerId, itemId: await itemOf(assignment.leaseId) })
          await submitGrade(client, assignment.leaseId)
        }
      }),
    )
    const readings = await database().reading.groupBy({ by: ['itemId'], _count: true })
    expect({
      claims: claimed.length,
      distinct: new Set(claimed.map(({ observerId, itemId }) => `${observerId} ${itemId}`)).size,
      itemsRead: readings.length,
      readingsOfEach: [...new Set(readings.map((row) => row._count))],
      agreed: await database().item.count({ where: { studyId: study.id, state: 'agreed' } }),
      labels: await database().agreedLabel.count({ where: { item: { studyId: study.id } } }),
    }).toEqual({
      claims: 3 * items,
      distinct: 3 * items,
      itemsRead: items,
      readingsOfEach: [3],
      agreed: items,
      labels: items,
    })
  })

  test('20 clients and one seat: one gets it, the others get nothing', async () => {
    const study = await makeStudy(protocolOf({ grade: gradeTask(1, 1) }), 1)
    const clients = await makePeople(study, 20)
    const answers = await Promise.all(clients.map((client) => claimGrade(client, study)))
    expect(answers.filter((answer) => answer !== null)).toHaveLength(1)
    expect(await database().lease.count({ where: { item: { studyId: study.id } } })).toBe(1)
  })

  test('two tabs that claim at the same moment are handed the same assignment', async () => {
    const study = await makeStudy(protocolOf({ grade: gradeTask(2, 3) }), 5)
    const person = await makePerson(study)
    const answers = await Promise.all(Array.from({ length: 8 }, () => claimGrade(person, study)))
    expect(new Set(answers.map((answer) => answer?.leaseId)).size).toBe(1)
  })
})

describe('seats', () => {
  test('a panel of two trained observers and an ophthalmologist is filled by exactly these', async () => {
    const panel = { trainedObserver: 2, ophthalmologist: 1, any: 0 }
    const settings = { ...gradeTask(1, 3), panel, rule: { type: 'expertCheck' as const } }
    const study = await makeStudy(protocolOf({ grade: settings }), 1)
    const trained = await makePeople(study, 3)
    const experts = [
      await makePerson(study, 'observer', 'ophthalmologist'),
      await makePerson(study, 'observer', 'ophthalmologist'),
    ]
    const seats: (boolean | undefined)[] = []
    for (const person of [...trained, ...experts]) seats.push((await claimGrade(person, study)) !== null)
    expect(seats).toEqual([true, true, false, true, false])
  })

  test('one’s own kind of seat is taken before an open one', async () => {
    const panel = { trainedObserver: 1, ophthalmologist: 0, any: 1 }
    const study = await makeStudy(protocolOf({ grade: { ...gradeTask(2, 2), panel } }), 1)
    const [first, second] = await makePeople(study, 2)
    if (!first || !second) throw new Error('two people')
    const leases = [await mustClaim(first, study), await mustClaim(second, study)]
    const seats = await database().lease.findMany({
      where: { id: { in: leases.map(({ leaseId }) => leaseId) } },
      orderBy: { seat: 'asc' },
    })
    expect(seats.map(({ seat }) => seat)).toEqual(['any', 'trainedObserver'])
  })
})

describe('leases that run out', () => {
  test('free their seat for somebody else, and the late answer is refused', async () => {
    const study = await makeStudy(protocolOf({ grade: gradeTask(1, 1) }), 1)
    const [late, next] = [await makePerson(study), await makePerson(study)]
    const { leaseId } = await mustClaim(late, study)
    expect(await claimGrade(next, study, at(leaseSeconds - 1))).toBeNull()
    await mustClaim(next, study, at(leaseSeconds + 1))
    await expect(submitGrade(late, leaseId, 1, at(leaseSeconds + 2))).rejects.toMatchObject({
      code: 'lease.gone',
      status: 409,
    })
    expect(await database().reading.count({ where: { item: { studyId: study.id } } })).toBe(0)
  })

  test('still take an answer while nobody took the seat', async () => {
    const study = await makeStudy(protocolOf({ grade: gradeTask(1, 1) }), 1)
    const person = await makePerson(study)
    const { leaseId } = await mustClaim(person, study)
    expect(await submitGrade(person, leaseId, 1, at(10 * leaseSeconds))).toMatchObject({ next: 'done' })
  })

  test('are handed to the same observer again, renewed, while the seat is free', async () => {
    const study = await makeStudy(protocolOf({ grade: gradeTask(1, 1) }), 2)
    const person = await makePerson(study)
    const first = await mustClaim(person, study)
    const again = await mustClaim(person, study, at(2 * leaseSeconds))
    expect(again).toEqual({ ...first, expiresAt: at(3 * leaseSeconds).toISOString() })
  })

  test('end when the seat is gone, and the observer is handed another item', async () => {
    const study = await makeStudy(protocolOf({ grade: gradeTask(1, 1) }), 2)
    const [late, next] = [await makePerson(study), await makePerson(study)]
    const first = await mustClaim(late, study)
    const later = at(leaseSeconds + 1)
    const taken = await mustClaim(next, study, later)
    expect(await itemOf(taken.leaseId)).toBe(await itemOf(first.leaseId))
    await expect(renewLease(late.at(later), first.leaseId)).rejects.toMatchObject({ code: 'lease.gone' })
    const other = await mustClaim(late, study, later)
    expect(await itemOf(other.leaseId)).not.toBe(await itemOf(first.leaseId))
  })
})

describe('leaving an item', () => {
  test('a skipped item is never handed to the same observer again, and goes to another', async () => {
    const study = await makeStudy(protocolOf({ grade: gradeTask(1, 1) }), 1)
    const [first, second] = [await makePerson(study), await makePerson(study)]
    const { leaseId } = await mustClaim(first, study)
    expect(await skipReading(first.at(start), leaseId, 'The photograph is black.')).toEqual({
      state: 'skipped',
      expiresAt: null,
    })
    expect(await claimGrade(first, study)).toBeNull()
    await expect(submitGrade(first, leaseId)).rejects.toMatchObject({ code: 'lease.skipped' })
    expect(await claimGrade(second, study)).not.toBeNull()
  })

  test('an item that was given back is free at once and comes again after the others, on the same lease', async () => {
    const study = await makeStudy(protocolOf({ grade: gradeTask(1, 1) }), 2)
    const [first, second] = [await makePerson(study), await makePerson(study)]
    const given = await mustClaim(first, study)
    expect(await giveBackLease(first.at(start), given.leaseId)).toEqual({ state: 'ended', expiresAt: null })
    const next = await mustClaim(first, study, at(1))
    expect(next.leaseId).not.toBe(given.leaseId)
    await submitGrade(first, next.leaseId)
    expect((await mustClaim(first, study, at(2))).leaseId).toBe(given.leaseId)
    await giveBackLease(first.at(start), given.leaseId)
    expect(await itemOf((await mustClaim(second, study)).leaseId)).toBe(await itemOf(given.leaseId))
  })
})

describe('whose lease it is', () => {
  test('somebody else’s lease and one that does not exist are the same to everybody', async () => {
    const study = await makeStudy(protocolOf({ grade: gradeTask(2, 3) }), 1)
    const [owner, other] = [await makePerson(study), await makePerson(study)]
    const { leaseId } = await mustClaim(owner, study)
    const nothing = { code: 'access.none', status: 404 }
    for (const id of [leaseId, crypto.randomUUID()]) {
      await expect(submitGrade(other, id)).rejects.toMatchObject(nothing)
      await expect(viewAssignment(other.at(start), id)).rejects.toMatchObject(nothing)
      await expect(renewLease(other.at(start), id)).rejects.toMatchObject(nothing)
      await expect(giveBackLease(other.at(start), id)).rejects.toMatchObject(nothing)
      await expect(skipReading(other.at(start), id, 'not mine')).rejects.toMatchObject(nothing)
    }
    expect((await viewAssignment(owner.at(start), leaseId)).leaseId).toBe(leaseId)
  })

  test('who is not a member of the study, or does not read, claims nothing', async () => {
    const study = await makeStudy(protocolOf({ grade: gradeTask(2, 3) }), 1)
    for (const person of [
      await makePerson(null),
      await makePerson(study, 'researcher'),
      await makePerson(study, 'administrator'),
    ]) {
      await expect(claimGrade(person, study)).rejects.toMatchObject({ code: 'access.none' })
    }
  })
})

test('the queue counts what is done, left and in hand, for this observer alone', async () => {
  const study = await makeStudy(protocolOf({ grade: gradeTask(2, 3) }), 4)
  const [person, other] = [await makePerson(study), await makePerson(study)]
  await submitGrade(person, (await mustClaim(person, study)).leaseId)
  const skipped = await mustClaim(person, study, at(1))
  await skipReading(person.at(start), skipped.leaseId, 'Too dark.')
  const held = await mustClaim(person, study, at(2))
  expect(held.progress).toEqual({ done: 1, left: 2 })
  const { name: studyName } = await database().study.findUniqueOrThrow({ where: { id: study.id } })
  const entry = { studyId: study.id, studyName, task: 'grade' }
  expect(await queueOverview(person.at(start))).toEqual([{ ...entry, done: 1, left: 2, isInHand: true }])
  expect(await queueOverview(other.at(start))).toEqual([{ ...entry, done: 0, left: 4, isInHand: false }])
})
