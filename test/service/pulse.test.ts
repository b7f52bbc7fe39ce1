import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { database, inTransaction } from '@/lib/db'
import { createBoss, enqueue } from '@/lib/jobs'
import { startPulse } from '@/lib/jobs/pulse'

const heartbeatOf = async (id: string): Promise<number> => {
  const [job] = await database().$queryRaw<
    { at: Date }[]
  >`select heartbeat_on as at from pgboss.job where id = ${id}::uuid`
  return job?.at.getTime() ?? 0
}

/** Nothing of this thread runs meanwhile: no timer, no answer. */
const beBusy = (milliseconds: number) => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

it('a job’s heart beats while its worker is busy with one long step, and no longer than the job', async () => {
  const errors: Error[] = []
  const boss = createBoss((error) => errors.push(error))
  await boss.start()
  const pulse = startPulse((error) => errors.push(error), 20)
  await inTransaction((tx) => enqueue(tx, 'train-run', { runId: randomUUID() }))
  const [job] = await boss.fetch('train-run')
  const id = job?.id ?? ''
  const first = await heartbeatOf(id)
  const release = pulse.hold('train-run', id)
  await expect.poll(() => heartbeatOf(id), { timeout: 20_000 }).toBeGreaterThan(first)

  const before = await heartbeatOf(id)
  beBusy(2_000)
  expect(await heartbeatOf(id)).toBeGreaterThan(before)

  release()
  await pulse.stop()
  const last = await heartbeatOf(id)
  beBusy(100)
  expect(await heartbeatOf(id)).toBe(last)
  await boss.stop({ graceful: false })
  expect(errors).toEqual([])
})
