import { afterEach, expect, it, vi } from 'vitest'
import { GET } from '@/app/api/health/route'
import { POST as createStudyRoute } from '@/app/api/studies/route'
import { closeDatabase, database } from '@/lib/db'
import { resetEnv } from '@/lib/env'
import { answerOf, ask } from '../support/ask'
import { createPerson } from '../support/people'

const url = process.env.DATABASE_URL

async function useDatabase(databaseUrl: string | undefined): Promise<void> {
  await closeDatabase()
  process.env.DATABASE_URL = databaseUrl
  resetEnv()
}
const takeDatabaseAway = () => useDatabase('postgresql://127.0.0.1:1/not-there')

afterEach(async () => {
  vi.restoreAllMocks()
  await useDatabase(url)
})

it('health tells strangers whether it is well, and its keepers why', async () => {
  const keeper = await createPerson('administrator')
  const observer = await createPerson('observer')
  const now = new Date()
  await database().workerBeat.create({ data: { id: 'w', host: 'h', pid: 1, startedAt: now, beatAt: now } })
  expect(await answerOf(await ask(GET))).toEqual({ status: 200, body: { status: 'ok' } })
  expect(await answerOf(await ask(GET, { as: observer }))).toEqual({ status: 200, body: { status: 'ok' } })
  expect(await answerOf(await ask(GET, { as: keeper }))).toEqual({
    status: 200,
    body: { status: 'ok', database: 'up', queueSeconds: 0, workersAlive: 1, freeBytes: expect.any(Number) },
  })
})

it('health is poor without a worker that has lately given a sign of life', async () => {
  await database().workerBeat.updateMany({ data: { beatAt: new Date(Date.now() - 10 * 60 * 1000) } })
  expect(await answerOf(await ask(GET))).toEqual({ status: 200, body: { status: 'poor' } })
})

it('health answers 503 while the database is away, and is well again afterwards', async () => {
  await takeDatabaseAway()
  expect(await answerOf(await ask(GET))).toEqual({ status: 503, body: { status: 'down' } })
  await useDatabase(url)
  expect((await ask(GET)).status).toBe(200)
})

it('every failure of the server carries a request id that exactly one line of the log has', async () => {
  const { cookie } = await createPerson('researcher')
  await takeDatabaseAway()
  const lines: string[] = []
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
  const response = await ask(createStudyRoute, { path: '/api/studies', as: { cookie }, body: { name: 'A study' } })
  const { status, body } = await answerOf(response)
  vi.restoreAllMocks()
  const requestId = response.headers.get('x-request-id')
  const sentence = 'The database cannot be reached at the moment. Nothing was lost; try again in a few seconds.'
  expect({ status, body }).toEqual({ status: 503, body: { error: { code: 'database.away', sentence, requestId } } })
  const logged = lines.filter((line) => line.includes(String(requestId))).map((line) => JSON.parse(line))
  expect(logged).toEqual([
    expect.objectContaining({
      level: 'error',
      requestId,
      method: 'POST',
      path: '/api/studies',
      status: 503,
      code: 'database.away',
    }),
  ])
})
