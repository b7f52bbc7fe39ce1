/**
 * Runs to its end before the web process and the worker start: checks the secret, applies migrations, creates the queues, and makes the
 * sign-up link of the first administrator where there is none. Prints one JSON object. What a person must do is a sentence and exit code 3.
 */
import { z } from 'zod'
import { checkSecret } from '@/lib/auth/secret'
import { closeDatabase, migrate } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import { env } from '@/lib/env'
import { installQueues } from '@/lib/jobs'
import { inviteFirstAdministrator } from './first-administrator'

const connectionProblem = z.object({ code: z.string() })
const unreachable = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ECONNRESET',
  '28P01',
  '28000',
  '3D000',
  '53300',
])

try {
  checkSecret(env().secret)
  const migrations = await migrate(env().databaseUrl)
  await installQueues(env().databaseUrl)
  const invitationToken = await inviteFirstAdministrator(new Date())
  console.log(JSON.stringify({ migrations, invitationToken: invitationToken ?? null }))
} catch (error) {
  const sentence = sentenceFor(error)
  if (!sentence) throw error
  console.error(sentence)
  process.exitCode = 3
} finally {
  await closeDatabase()
}

function sentenceFor(error: unknown): string | undefined {
  if (error instanceof AppError) return error.message
  const code = connectionProblem.safeParse(error).data?.code
  if (!code || !unreachable.has(code)) return undefined
  const { host, pathname } = new URL(env().databaseUrl)
  return `Postgres at ${host}${pathname} cannot be used (${code}): see that it runs and that DATABASE_URL names its host, port, user, password and database.`
}
