/** The claim's cost: measured in rows that Postgres looks at, which no busy machine can change. */
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { database, Prisma } from '@/lib/db'
import { claimStatement } from '@/lib/db/claims'
import { gradeTask, makePerson, makeStudy, protocolOf, start, type TestStudy } from '../support/reading-study'

const items = 20_000

test('among 20,000 items, a claim walks neither what the observer has read nor what only waits for others', {
  timeout: 120_000,
}, async () => {
  const study = await makeStudy(protocolOf({ grade: gradeTask(2, 3) }), 1)
  const reader = await makePerson(study)
  await plantItems(study, reader.observerId)
  const visits = await explainClaim(study, reader.observerId)
  expect(Math.max(...visits.map(({ rows }) => rows))).toBeLessThan(20)
  expect(visits.filter(({ name }) => name.startsWith('Item_queue_trained'))).not.toEqual([])
})

test('where nothing is left for an observer, finding that out walks none of what waits for others', {
  timeout: 120_000,
}, async () => {
  const study = await makeStudy(protocolOf({ grade: gradeTask(2, 3) }), 1)
  const reader = await makePerson(study)
  await plantItems(study, reader.observerId)
  await database().$executeRaw`UPDATE "Item" SET "wantAny" = 0 WHERE "studyId" = ${study.id}::uuid`
  await database().$executeRaw`VACUUM ANALYZE "Item"`
  const visits = await explainClaim(study, reader.observerId)
  expect(Math.max(...visits.map(({ rows }) => rows))).toBeLessThan(20)
})

/** By their order: half were read by the reader and want others, a quarter waits for an ophthalmologist, a quarter is untouched. */
async function plantItems(study: TestStudy, observerId: string) {
  const db = database()
  const photographId = study.photographIds[0] ?? ''
  await db.$executeRaw`DELETE FROM "Item" WHERE "studyId" = ${study.id}::uuid`
  await db.$executeRaw`
    INSERT INTO "Item" ("id", "studyId", "photographId", "protocolId", "task", "part", "wantTrained", "wantExpert", "wantAny", "orderKey")
    SELECT gen_random_uuid(), ${study.id}::uuid, ${photographId}::uuid, ${study.protocolId}::uuid, 'grade', n, 0,
      CASE WHEN n > ${items * 0.5} AND n <= ${items * 0.75} THEN 1 ELSE 0 END,
      CASE WHEN n > ${items * 0.5} AND n <= ${items * 0.75} THEN 0 ELSE 2 END,
      n * 1000
    FROM generate_series(1, ${items}::int) n`
  await db.$executeRaw`
    INSERT INTO "Lease" ("id", "itemId", "observerId", "seat", "state", "claimedAt", "expiresAt")
    SELECT gen_random_uuid(), i."id", ${observerId}::uuid, 'any', 'submitted', t.at, t.at
    FROM "Item" i, LATERAL (SELECT ${start.toISOString()}::timestamptz + i."part" * interval '1 second' AS at) t
    WHERE i."studyId" = ${study.id}::uuid AND i."part" <= ${items / 2}`
  await db.$executeRaw`VACUUM ANALYZE "Item", "Lease"`
}

type Node = { name: string; rows: number; children: Node[] }
const node: z.ZodType<Node> = z
  .looseObject({
    'Node Type': z.string(),
    'Index Name': z.string().optional(),
    'Actual Rows': z.number(),
    'Actual Loops': z.number(),
    'Rows Removed by Filter': z.number().default(0),
    get Plans() {
      return z.array(node).default([])
    },
  })
  .transform((plan) => ({
    name: plan['Index Name'] ?? plan['Node Type'],
    rows: (plan['Actual Rows'] + plan['Rows Removed by Filter']) * plan['Actual Loops'],
    children: plan.Plans,
  }))

/** Every step of the plan with the rows that it looked at, kept or not. */
async function explainClaim({ id: studyId }: TestStudy, observerId: string): Promise<{ name: string; rows: number }[]> {
  const now = new Date(start.getTime() + items * 1000)
  const claim = claimStatement({
    leaseId: randomUUID(),
    observerId,
    qualification: 'trainedObserver',
    studyId,
    task: 'grade',
    now,
  })
  const rows = await database().$queryRaw<{ 'QUERY PLAN': unknown }[]>(
    Prisma.sql`EXPLAIN (ANALYZE, FORMAT JSON) ${claim}`,
  )
  const [plan] = z.tuple([z.object({ Plan: node })]).parse(rows[0]?.['QUERY PLAN'])
  const flat = ({ children, ...self }: Node): { name: string; rows: number }[] => [self, ...children.flatMap(flat)]
  return flat(plan.Plan)
}
