/**
 * Acceptance row 4: reading → consensus → adjudication. Random sequences of what people do run against the product and against
 * the model of test/support/reading-model.ts; after every step what the product answered must be what the model allows, and at
 * the end the database must hold exactly what the model holds. READING_LOOP_RUNS sets how many sequences.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SubmitRequest } from '@/lib/contracts/reading'
import { database, verifyAudit } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import { claimReading } from '@/lib/services/claim-reading'
import { decideCase } from '@/lib/services/decide-case'
import { giveBackLease } from '@/lib/services/give-back-lease'
import { renewLease } from '@/lib/services/renew-lease'
import { skipReading } from '@/lib/services/skip-reading'
import { submitReading } from '@/lib/services/submit-reading'
import {
  hand,
  handNothing,
  hasSeat,
  inHandOf,
  leaseSeconds,
  type Model,
  type ModelLease,
  mayHand,
  newModel,
  stateOf,
} from '../support/reading-model'
import {
  at,
  gradeTask,
  makePerson,
  makeStudy,
  type Person,
  protocolOf,
  start,
  type TestStudy,
} from '../support/reading-study'

const runs = Number(process.env.READING_LOOP_RUNS ?? 60)
const settings = protocolOf({ grade: { ...gradeTask(2, 2), extraObserversMax: 1 } })
const itemsOfStudy = 3

let readers: Person[]
let adjudicator: Person

beforeAll(async () => {
  readers = [await makePerson(null), await makePerson(null), await makePerson(null), await makePerson(null)]
  adjudicator = await makePerson(null, 'adjudicator', 'ophthalmologist')
})

type Real = { study: TestStudy }
type Command = fc.AsyncCommand<Model, Real>

const command = (name: string, run: (model: Model, real: Real) => Promise<void>): Command => ({
  check: () => true,
  run,
  toString: () => name,
})

const readerOf = (i: number): Person => readers[i % readers.length] as Person
const contextOf = (model: Model, reader: number) => readerOf(reader).at(at(model.now))
const leasesOf = (model: Model, reader: number): ModelLease[] =>
  [...model.items.values()].flatMap((item) => item.leases.get(reader) ?? [])

/** What a refused request was refused with; the request's answer otherwise. */
const codeOf = (request: Promise<unknown>) =>
  request.then(
    () => 'ok',
    (error: unknown) => {
      if (error instanceof AppError) return error.code
      throw error
    },
  )

async function claim(model: Model, { study }: Real, reader: number): Promise<void> {
  const held = inHandOf(model, reader).filter(({ item }) => hasSeat(model, item, reader))
  const assignment = await claimReading(contextOf(model, reader), { studyId: study.id, task: 'grade' })
  if (!assignment) {
    expect([...model.items.values()].filter((item) => mayHand(model, item, reader))).toEqual([])
    handNothing(model, reader)
    return
  }
  const { itemId } = await database().lease.findUniqueOrThrow({ where: { id: assignment.leaseId } })
  const item = model.items.get(itemId)
  if (!item) throw new Error('The claim handed out an item of another study.')
  expect(mayHand(model, item, reader)).toBe(true)
  if (held.length > 0) expect(held.map(({ id }) => id)).toContain(assignment.leaseId)
  hand(model, item, reader, assignment.leaseId)
}

function submit(model: Model, lease: ModelLease, grade: number): Promise<string> {
  const { reader } = lease
  const answer = { task: 'grade' as const, grade: grade as 0 | 1 | 2 }
  const startedAt = start.toISOString()
  const request: SubmitRequest = {
    id: crypto.randomUUID(),
    leaseId: lease.id,
    stage: 'blind',
    answer,
    secondsSpent: 1,
    startedAt,
  }
  return codeOf(submitReading(contextOf(model, reader), request))
}

function expectedOfSubmit(model: Model, { item, reader, state }: ModelLease, grade: number): string {
  const earlier = item.answers.get(reader)
  if (earlier !== undefined) return earlier === grade ? 'ok' : 'reading.conflict'
  if (state === 'skipped') return 'lease.skipped'
  return hasSeat(model, item, reader) ? 'ok' : 'lease.gone'
}

function noteAnswer({ item, reader }: ModelLease, grade: number) {
  const lease = item.leases.get(reader)
  if (!lease || item.answers.has(reader)) return
  lease.state = 'submitted'
  item.answers.set(reader, grade)
}

const reader = fc.nat({ max: 3 })
const grade = fc.nat({ max: 2 })
const pick = fc.nat({ max: 5 })

const commands = [
  reader.map((r) => command(`claim ${r}`, (model, real) => claim(model, real, r))),
  fc.tuple(reader, grade, pick).map(([r, g, p]) =>
    command(`submit ${r} grade ${g} lease ${p}`, async (model) => {
      const leases = leasesOf(model, r)
      const lease = leases[p % Math.max(1, leases.length)]
      if (!lease) return
      const expected = expectedOfSubmit(model, lease, g)
      expect(await submit(model, lease, g)).toBe(expected)
      if (expected === 'ok') noteAnswer(lease, g)
    }),
  ),
  fc.array(grade, { minLength: 4, maxLength: 4 }).map((grades) =>
    command(`everybody claims, then answers at once ${grades}`, async (model, real) => {
      for (const [r] of grades.entries()) await claim(model, real, r)
      const asked = grades.flatMap((g, r) => inHandOf(model, r).map((lease) => ({ lease, g })))
      // Everybody sits on a seat of their own, so none can stand in another's way.
      const sitting = asked.filter(({ lease }) => lease.expiresAt > model.now)
      const answers = await Promise.all(sitting.map(({ lease, g }) => submit(model, lease, g)))
      expect(answers).toEqual(sitting.map(() => 'ok'))
      for (const { lease, g } of sitting) noteAnswer(lease, g)
    }),
  ),
  reader.map((r) =>
    command(`give back ${r}`, async (model) => {
      for (const lease of inHandOf(model, r)) {
        await giveBackLease(contextOf(model, r), lease.id)
        lease.state = 'ended'
      }
    }),
  ),
  reader.map((r) =>
    command(`skip ${r}`, async (model) => {
      const lease = inHandOf(model, r)[0]
      if (!lease) return
      await skipReading(contextOf(model, r), lease.id, 'Not to be read.')
      lease.state = 'skipped'
    }),
  ),
  reader.map((r) =>
    command(`renew ${r}`, async (model) => {
      const lease = inHandOf(model, r)[0]
      if (!lease) return
      const keeps = hasSeat(model, lease.item, r)
      expect(await codeOf(renewLease(contextOf(model, r), lease.id))).toBe(keeps ? 'ok' : 'lease.gone')
      if (keeps) lease.expiresAt = model.now + leaseSeconds
      else lease.state = 'ended'
    }),
  ),
  fc.integer({ min: 1, max: 2 * leaseSeconds }).map((seconds) =>
    command(`${seconds} s pass`, async (model) => {
      model.now += seconds
    }),
  ),
  fc.option(grade).map((g) =>
    command(`decide ${g ?? 'unresolved'}`, async (model, { study }) => {
      const found = await database().adjudicationCase.findFirst({
        where: { decision: null, item: { studyId: study.id } },
        orderBy: { number: 'asc' },
      })
      const item = found && model.items.get(found.itemId)
      if (!found || !item) return
      expect(stateOf(item).state).toBe('case')
      const base = { id: crypto.randomUUID(), reason: 'Looked at again.' }
      const label = { task: 'grade' as const, grade: (g ?? 0) as 0 | 1 | 2 }
      const request =
        g === null ? { ...base, outcome: 'unresolved' as const } : { ...base, outcome: 'agreed' as const, label }
      await decideCase(adjudicator.at(at(model.now)), found.id, request)
      item.decision = g ?? 'unresolved'
    }),
  ),
]

/** What the database holds of an item, in the model's words. */
async function stored(itemId: string) {
  const item = await database().item.findUniqueOrThrow({
    where: { id: itemId },
    include: { readings: true, agreedLabels: { orderBy: { version: 'asc' } }, cases: { include: { decision: true } } },
  })
  const entries = await database().auditEntry.findMany({
    where: { subject: `item:${itemId}` },
    orderBy: { seq: 'asc' },
  })
  return {
    state: item.state,
    wanted: item.wantTrained + item.wantExpert + item.wantAny,
    labels: item.agreedLabels.map(({ label }) => label),
    chain: item.agreedLabels.map(({ version, supersedesId }, i) => [
      version,
      supersedesId === (item.agreedLabels[i - 1]?.id ?? null),
    ]),
    answers: item.readings.map(({ observerId, answer }) => [observerId, answer]).sort(),
    cases: item.cases.map(({ decision }) => decision?.outcome ?? null),
    audited: entries.map(({ action }) => action).filter((action) => action !== 'item.anotherAsked'),
  }
}

function expected({ items }: Model, itemId: string): Awaited<ReturnType<typeof stored>> {
  const item = items.get(itemId)
  if (!item) throw new Error('There is an item that the model does not know.')
  const { state, wanted, labels } = stateOf(item)
  const isCase = state === 'case' || item.decision !== null
  const outcome =
    item.decision === null ? null : item.decision === 'unresolved' ? ('unresolved' as const) : ('agreed' as const)
  const steps = [...Array<string>(item.answers.size).fill('reading.submitted')]
  return {
    state: state as 'open',
    wanted,
    labels: labels.map((value) => ({ grade: value })),
    chain: labels.map((_, i) => [i + 1, true]),
    answers: [...item.answers].map(([r, value]) => [readerOf(r).observerId, { task: 'grade', grade: value }]).sort(),
    cases: isCase ? [outcome] : [],
    audited: [
      ...steps,
      ...(isCase ? ['case.opened'] : []),
      ...(outcome ? ['case.decided'] : []),
      ...labels.map(() => 'label.agreed'),
    ],
  }
}

test(`${runs} random sequences of claims, answers, lapses and decisions leave exactly what the model says`, {
  timeout: 60_000 + runs * 5_000,
}, async () => {
  const sequences = fc.commands(commands, { maxCommands: 40, size: 'max' })
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const study = await makeStudy(settings, itemsOfStudy)
      const members = [...readers, adjudicator].map(({ userId }) => ({ studyId: study.id, userId }))
      await database().studyMember.createMany({ data: members })
      const ids = (await database().item.findMany({ where: { studyId: study.id } })).map(({ id }) => id)
      const model = newModel(ids)
      await fc.asyncModelRun(() => ({ model, real: { study } }), sequence)
      for (const id of ids) expect(await stored(id)).toEqual(expected(model, id))
    }),
    { numRuns: runs, seed: 20300101, endOnFailure: true },
  )
})

afterAll(async () => {
  expect(await verifyAudit()).toMatchObject({ sound: true })
})
