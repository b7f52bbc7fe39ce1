/**
 * The one connection pool of a process. Created on first use from `env().databaseUrl`; `closeDatabase()` ends it, and the next call of
 * `database()` makes a new one. It hangs on `globalThis` because a bundler may load this module more than once in one process.
 */
import { PrismaPg } from '@prisma/adapter-pg'
import { env } from '@/lib/env'
import { PrismaClient } from './generated/client'

const poolSize = 10
const connectMillisecondsMax = 5_000

/** How long an interactive transaction may wait for a connection, and how long it may last. */
const transactionOptions = { maxWait: 10_000, timeout: 30_000 }

const holder: typeof globalThis & { concordDatabase?: PrismaClient } = globalThis

/** The Prisma client. `undefined` in a `where` or in data throws instead of dropping the condition (strictUndefinedChecks). */
export function database(): PrismaClient {
  holder.concordDatabase ??= new PrismaClient({
    adapter: new PrismaPg({
      connectionString: env().databaseUrl,
      max: poolSize,
      connectionTimeoutMillis: connectMillisecondsMax,
    }),
    transactionOptions,
  })
  return holder.concordDatabase
}

/** Ends the pool; waits for running queries. */
export async function closeDatabase(): Promise<void> {
  const client = holder.concordDatabase
  holder.concordDatabase = undefined
  await client?.$disconnect()
}
