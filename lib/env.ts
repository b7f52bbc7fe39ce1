/**
 * The one place that reads the process' environment. Everything else takes what it needs from `env()`.
 * Wrong settings stop the process at once, with the name of the variable and what it should be.
 */
import path from 'node:path'
import { z } from 'zod'

const schema = z.object({
  /** Postgres; the launcher sets it to the embedded server where nothing is given. */
  DATABASE_URL: z.string().min(1).default('postgresql://127.0.0.1:1/not-started'),
  /** Everything that Concord stores outside Postgres lies below this folder. */
  CONCORD_DATA: z.string().min(1).default('data'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  /** Signs session cookies; the launcher creates one and keeps it in the data folder. */
  NEXTAUTH_SECRET: z.string().default(''),
  NEXTAUTH_URL: z.string().default(''),
  /** Threads of one TensorFlow operation; 0 = one a core. TensorFlow reads it too, before the first operation. */
  TF_NUM_INTRAOP_THREADS: z.coerce.number().int().min(0).default(0),
  /** What the maps between a network's layers may take while a whole photograph is looked at, MiB. */
  CONCORD_MAP_MIB: z.coerce.number().int().min(1).default(128),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
})

export type Env = {
  databaseUrl: string
  dataFolder: string
  port: number
  secret: string
  /** Where people reach the product, e.g. `http://localhost:3000`. Empty: `http://localhost:PORT`. */
  publicUrl: string
  isProduction: boolean
  /** 0 = one a core. */
  tensorFlowThreads: number
  /** MiB that the maps between a network's layers may take while a whole photograph is looked at. */
  mapMebibytes: number
}

let cached: Env | undefined

/** The validated environment. Throws one sentence naming the variable when a value makes no sense. */
export function env(): Env {
  if (cached) return cached
  const parsed = schema.safeParse(process.env)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Error(
      `The environment variable ${issue?.path.join('.')} is wrong: ${issue?.message}. Correct it and start again.`,
    )
  }
  const v = parsed.data
  cached = {
    databaseUrl: v.DATABASE_URL,
    dataFolder: path.resolve(v.CONCORD_DATA),
    port: v.PORT,
    secret: v.NEXTAUTH_SECRET,
    publicUrl: v.NEXTAUTH_URL || `http://localhost:${v.PORT}`,
    isProduction: v.NODE_ENV === 'production',
    tensorFlowThreads: v.TF_NUM_INTRAOP_THREADS,
    mapMebibytes: v.CONCORD_MAP_MIB,
  }
  return cached
}

/** Forgets what was read: for tests, which give each file a database and a data folder of its own. */
export function resetEnv(): void {
  cached = undefined
}
