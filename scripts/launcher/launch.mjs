// The order in which things start, and the order in which they stop: Postgres first and last.
import fs from 'node:fs'
import { holdPostgres, isPostgresThere, releasePostgres } from '../embedded-postgres.mjs'
import { ensureNativeBackend, workerEnvironment } from '../install-native.mjs'
import { buildIfChanged } from './build.mjs'
import { prepareCheckout } from './checkout.mjs'
import { lockDataFolder } from './data-lock.mjs'
import { fromRoot, makeDataFolder } from './paths.mjs'
import { choosePort } from './port.mjs'
import { requireDatabaseUrl } from './requirements.mjs'
import { runNode } from './run-node.mjs'
import { explain, say, step } from './say.mjs'
import { sessionSecret } from './secret.mjs'
import { startServices, untilHealthy } from './services.mjs'

const postgresLookMilliseconds = 1_000
const isEmbedded = !process.env.DATABASE_URL

/** Resolves once the address has been printed; Concord then runs until a signal ends it. */
export async function launch() {
  requireDatabaseUrl()
  const port = await choosePort()
  const dataFolder = makeDataFolder()
  const unlock = lockDataFolder(dataFolder)
  const running = { services: undefined, watch: undefined, isEnding: false }
  const stop = stopOnce(dataFolder, running, unlock)
  stopOnSignals(stop, running)
  try {
    await start(dataFolder, port, running)
  } catch (error) {
    await stop()
    // What a signal has interrupted is no failure; the process is about to end.
    if (!running.isEnding) throw error
  }
}

async function start(dataFolder, port, running) {
  // The native backend may take half a minute to fetch and needs little of this machine: the other steps go on meanwhile.
  const notes = []
  const native = ensureNativeBackend({ log: (line) => notes.push(line) })
  native.catch(() => undefined)
  // Unless npm has to fetch its package first: nobody may use node_modules while npm changes it.
  if (!fs.existsSync(fromRoot('node_modules/@tensorflow/tfjs-node'))) await step('tfjs-node package', () => native)
  await step('Generated code', async (tell) => tell((await prepareCheckout()) ? 'made' : 'up to date'))
  const databaseUrl = await step(isEmbedded ? 'Embedded Postgres' : 'Postgres', (tell) =>
    openDatabase(dataFolder, tell),
  )
  const secret = sessionSecret(dataFolder)
  const { invitationToken } = await step('Database', (tell) => prepareDatabase(databaseUrl, dataFolder, secret, tell))
  await step('Pages', async (tell) => tell((await buildIfChanged()) ? 'built' : 'up to date'))
  const { notice } = await step('Native TensorFlow backend', async (tell) => {
    const result = await native
    if (result.backend !== 'native') tell('not available, WebAssembly instead')
    return result
  })
  for (const line of [...notes, ...(notice ? [notice] : [])]) say(line)
  const options = { dataFolder, port, secret, workerEnvironment: workerEnvironment() }
  await step('Web process and worker', async () => {
    running.services = startServices({ ...options, databaseUrl })
    if (isEmbedded) running.watch = keepPostgresUp(dataFolder, databaseUrl, options, running)
    await untilHealthy(port, dataFolder)
  })
  greet(running.services.publicUrl, invitationToken)
}

async function openDatabase(dataFolder, tell) {
  if (!isEmbedded) return process.env.DATABASE_URL
  const { url, port, wasRunning, isNew, runsAs } = await holdPostgres(dataFolder)
  const state = isNew ? 'created' : wasRunning ? 'was running' : 'ready'
  tell(`${state}, port ${port}${runsAs ? `, as the user ${runsAs} since it refuses to run as root` : ''}`)
  return url
}

async function prepareDatabase(databaseUrl, dataFolder, secret, tell) {
  const printed = await runNode(['--import', 'tsx', fromRoot('scripts/launcher/prepare-database.ts')], {
    what: 'Preparing the database',
    env: { DATABASE_URL: databaseUrl, CONCORD_DATA: dataFolder, NEXTAUTH_SECRET: secret },
  })
  const prepared = JSON.parse(printed.trim().split('\n').at(-1))
  const applied = prepared.migrations.length
  if (applied > 0) tell(`${applied} ${applied === 1 ? 'migration' : 'migrations'} applied`)
  return prepared
}

/** Postgres may be killed, too. Nothing acknowledged is lost by that; it only has to be started again. */
function keepPostgresUp(dataFolder, firstUrl, options, running) {
  let url = firstUrl
  let isBusy = false
  return setInterval(async () => {
    if (isBusy || isPostgresThere(dataFolder)) return
    isBusy = true
    try {
      say('Postgres ended; it is started again.')
      const held = await holdPostgres(dataFolder)
      if (held.url !== url) {
        // Somebody took its port: whoever works with the old address has to be told.
        url = held.url
        await running.services.stop()
        running.services = startServices({ ...options, databaseUrl: url })
      }
    } catch (error) {
      say(error.message)
    } finally {
      isBusy = false
    }
  }, postgresLookMilliseconds)
}

function greet(publicUrl, invitationToken) {
  const signUp = `\nNobody administers it yet. The first administrator signs up here, once, within 7 days:\n${publicUrl}/invite/${invitationToken}`
  // In one piece: whoever reads along and sees the address has the link as well.
  say(`\nConcord is at ${publicUrl} — Ctrl-C stops it.${invitationToken ? signUp : ''}`)
}

function stopOnce(dataFolder, running, unlock) {
  let stopping
  return () => {
    stopping ??= (async () => {
      clearInterval(running.watch)
      await running.services?.stop()
      if (isEmbedded) await releasePostgres(dataFolder)
      unlock()
    })()
    return stopping
  }
}

function stopOnSignals(stop, running) {
  let times = 0
  const onSignal = () => {
    times++
    running.isEnding = true
    if (times > 1) {
      running.services?.kill()
      process.exit(1)
    }
    say('\nStopping; once more stops at once.')
    stop().then(
      () => {
        say('Stopped.')
        process.exit(0)
      },
      (error) => {
        explain(error)
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal)
}
