// The thread of pulse.ts: every few seconds it touches the jobs that it was told of.
import { parentPort, workerData } from 'node:worker_threads'
import { PgBoss } from 'pg-boss'

const { connectionString, intervalMs } = workerData
const tell = (error) => parentPort.postMessage({ message: error instanceof Error ? error.message : String(error) })

const boss = new PgBoss({
  connectionString,
  max: 1,
  migrate: false,
  supervise: false,
  schedule: false,
  registerInstance: false,
})
boss.on('error', tell)
const starting = boss.start().catch(tell)

/** Job id → kind. */
const held = new Map()
let isBeating = false

async function beat() {
  if (isBeating || held.size === 0) return
  isBeating = true
  try {
    await starting
    for (const kind of new Set(held.values())) {
      await boss.touch(
        kind,
        [...held.keys()].filter((id) => held.get(id) === kind),
      )
    }
  } catch (error) {
    tell(error)
  } finally {
    isBeating = false
  }
}

const timer = setInterval(beat, intervalMs)

parentPort.on('message', async (message) => {
  if (message === 'stop') {
    clearInterval(timer)
    parentPort.close()
    await starting
    await boss.stop({ graceful: false })
  } else if ('hold' in message) {
    held.set(message.hold.jobId, message.hold.kind)
    await beat()
  } else held.delete(message.release)
})
