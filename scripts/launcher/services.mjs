// The two processes that Concord is, besides Postgres: the web process and one worker.
import { setTimeout as pause } from 'node:timers/promises'
import { keepRunning } from './keep-running.mjs'
import { logTo } from './log-file.mjs'
import { fromRoot } from './paths.mjs'
import { silence } from './run-node.mjs'
import { Sentence } from './say.mjs'

const healthMillisecondsMax = 60_000

/**
 * @param {{ dataFolder: string, databaseUrl: string, port: number, secret: string, workerEnvironment: Record<string, string> }} options
 * @returns {{ publicUrl: string, stop: () => Promise<void>, kill: () => void }}
 */
export function startServices({ dataFolder, databaseUrl, port, secret, workerEnvironment }) {
  const publicUrl = process.env.NEXTAUTH_URL || `http://localhost:${port}`
  const env = {
    ...process.env,
    ...silence,
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    CONCORD_DATA: dataFolder,
    PORT: String(port),
    NEXTAUTH_SECRET: secret,
    NEXTAUTH_URL: publicUrl,
  }
  const web = keepRunning({
    name: 'web process',
    args: [fromRoot('node_modules/next/dist/bin/next'), 'start', '-p', String(port)],
    env,
    log: logTo(dataFolder, 'web'),
  })
  const worker = keepRunning({
    name: 'worker',
    args: ['--import', 'tsx', fromRoot('workers/main.ts')],
    env: { ...env, ...workerEnvironment },
    log: logTo(dataFolder, 'worker'),
  })
  const services = [web, worker]
  return {
    publicUrl,
    stop: async () => {
      await Promise.all(services.map((service) => service.stop()))
    },
    kill: () => {
      for (const service of services) service.kill()
    },
  }
}

/** Waits until the pages answer and say that they are well. */
export async function untilHealthy(port, dataFolder) {
  const since = performance.now()
  while (performance.now() - since < healthMillisecondsMax) {
    if (await isHealthy(port)) return
    await pause(100)
  }
  throw new Sentence(
    `The web process has not answered at port ${port} for ${healthMillisecondsMax / 1000} s; its log is ${dataFolder}/logs/web.log.`,
  )
}

async function isHealthy(port) {
  try {
    const { ok } = await fetch(`http://127.0.0.1:${port}/api/health`, { signal: AbortSignal.timeout(5_000) })
    return ok
  } catch {
    // Not there yet, or busy.
    return false
  }
}
