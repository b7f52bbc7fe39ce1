import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { database, inTransaction } from '@/lib/db'
import { env } from '@/lib/env'
import { createBoss, enqueue, enqueueAll, installQueues } from '@/lib/jobs'
import { type FreshDatabase, freshDatabase } from '../support/database'

let own: FreshDatabase
beforeEach(async () => {
  own = await freshDatabase()
})
afterEach(() => own.drop())

const waiting = () =>
  database().$queryRaw<{ name: string; data: unknown }[]>`select name, data from pgboss.job order by created_on, id`

describe('enqueue', () => {
  it('is part of the caller’s transaction: committed together', async () => {
    const runId = randomUUID()
    const seenBefore = await inTransaction(async (tx) => {
      expect(await enqueue(tx, 'train-run', { runId })).toBe(true)
      return waiting()
    })
    expect(seenBefore).toEqual([])
    expect(await waiting()).toEqual([{ name: 'train-run', data: { runId } }])
  })

  it('is part of the caller’s transaction: rolled back together', async () => {
    await expect(
      inTransaction(async (tx) => {
        await enqueue(tx, 'train-run', { runId: randomUUID() })
        await enqueueAll(tx, 'ingest-photograph', [{ importFileId: randomUUID() }])
        throw new Error('rolled back')
      }),
    ).rejects.toThrow('rolled back')
    expect(await waiting()).toEqual([])
  })

  it('adds nothing while a job about the same thing waits, whoever asks', async () => {
    const runId = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => inTransaction((tx) => enqueue(tx, 'train-run', { runId }))),
    )
    expect(answers.toSorted()).toEqual([false, false, false, false, true])
    expect(await waiting()).toHaveLength(1)
  })

  it('while a job about the same thing runs, lets one more wait and runs it afterwards', async () => {
    const runId = randomUUID()
    const boss = createBoss((error) => {
      throw error
    })
    await boss.start()
    await inTransaction((tx) => enqueue(tx, 'train-run', { runId }))
    const [first] = await boss.fetch('train-run')
    expect(await inTransaction((tx) => enqueue(tx, 'train-run', { runId }))).toBe(true)
    expect(await inTransaction((tx) => enqueue(tx, 'train-run', { runId }))).toBe(false)
    expect(await boss.fetch('train-run')).toEqual([])
    await boss.complete('train-run', first?.id ?? '')
    expect(await boss.fetch('train-run')).toMatchObject([{ data: { runId } }])
    await boss.stop({ graceful: false })
  })

  it('refuses a payload that its kind does not know', async () => {
    const odd: { runId: string } = { runId: 'x', ...{ more: 1 } }
    await expect(inTransaction((tx) => enqueue(tx, 'train-run', odd))).rejects.toThrow(/runId/)
  })

  it('takes thousands at once', async () => {
    const payloads = Array.from({ length: 2_500 }, () => ({ importFileId: randomUUID() }))
    await inTransaction((tx) => enqueueAll(tx, 'ingest-photograph', payloads))
    await inTransaction((tx) => enqueueAll(tx, 'ingest-photograph', payloads.slice(0, 10)))
    expect(await waiting()).toHaveLength(2_500)
  })
})

describe('the queues', () => {
  it('try a photograph again for hours before they give it up', async () => {
    const boss = createBoss((error) => {
      throw error
    })
    await boss.start()
    await inTransaction((tx) => enqueue(tx, 'ingest-photograph', { importFileId: randomUUID() }))
    let seconds = 0
    for (;;) {
      const [job] = await boss.fetch('ingest-photograph')
      if (!job) break
      await boss.fail('ingest-photograph', job.id)
      const [row] = await database().$queryRaw<{ pause: number }[]>`
        select extract(epoch from start_after - clock_timestamp())::float8 as pause from pgboss.job where state = 'retry'`
      seconds += row?.pause ?? 0
      await database().$executeRaw`update pgboss.job set start_after = clock_timestamp() where state = 'retry'`
    }
    await boss.stop({ graceful: false })
    expect(seconds).toBeGreaterThan(4 * 3_600)
  })

  it('can be installed again and again, also by two at once', async () => {
    await Promise.all([installQueues(env().databaseUrl), installQueues(env().databaseUrl)])
    const queues = await database()
      .$queryRaw`select name, policy from pgboss.queue where name not like '\\_\\_%' order by name`
    expect(queues).toEqual([
      { name: 'ingest-photograph', policy: 'stately' },
      { name: 'train-run', policy: 'stately' },
    ])
  })
})
