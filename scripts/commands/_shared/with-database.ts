/**
 * What every command that touches data runs inside: the database is up, migrated and named in the environment. An embedded Postgres that
 * does not run is started, and stopped again at the end; one that runs (npm start) is used.
 */
import { closeDatabase, migrate } from '@/lib/db'
import { resetEnv } from '@/lib/env'
import { closeJobs, installQueues } from '@/lib/jobs'
import { holdPostgres, releasePostgres } from '../../embedded-postgres.mjs'
import { dataFolder, fromRoot, makeDataFolder } from '../../launcher/paths.mjs'
import { requireDatabaseUrl } from '../../launcher/requirements.mjs'
import { sessionSecret } from '../../launcher/secret.mjs'

/** @returns what `run` returns, its exit code */
export async function withDatabase(run: () => Promise<number>): Promise<number> {
  requireDatabaseUrl()
  const folder = makeDataFolder(dataFolder())
  const isEmbedded = !process.env.DATABASE_URL
  // Ctrl-C ends the command as usual; Postgres' guard then stops what this process had started.
  if (isEmbedded) process.env.DATABASE_URL = (await holdPostgres(folder)).url
  process.env.CONCORD_DATA = folder
  process.env.NEXTAUTH_SECRET = sessionSecret(folder)
  resetEnv()
  try {
    await migrate(process.env.DATABASE_URL ?? '', fromRoot('prisma/migrations'))
    await installQueues(process.env.DATABASE_URL ?? '')
    return await run()
  } finally {
    await closeJobs()
    await closeDatabase()
    if (isEmbedded) await releasePostgres(folder)
  }
}
