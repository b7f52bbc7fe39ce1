// The folder that Postgres keeps its data in: made aside and renamed, so that it is there whole or not at all.
// Its passwords lie inside it (concord.json, readable by its owner alone): they come and go together.
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { makeDataFolder } from '../launcher/paths.mjs'
import { identityOf } from '../launcher/process-identity.mjs'
import { Sentence } from '../launcher/say.mjs'
import { postgresBinaries } from './binaries.mjs'
import { requireEntry, runAs, userForPostgres } from './run-as.mjs'

const settings = `
# What Concord adds to the defaults. The port comes from the command line.
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
password_encryption = 'scram-sha-256'
`
/** For data that nobody would miss: tests. */
const quickSettings = `
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
`

/**
 * Opens the cluster of a data folder; makes it on the first call.
 * @typedef {{ folder: string, user: ReturnType<typeof userForPostgres>, pgCtl: string, superuserPassword: string, password: string }} Cluster
 * @param {{ quick?: boolean }} options quick: without fsync
 * @returns {Promise<Cluster & { isNew: boolean }>}
 */
export async function openCluster(dataFolder, { quick = false } = {}) {
  const user = userForPostgres()
  makeDataFolder(dataFolder)
  const { folder: binaries, initdb, pgCtl } = postgresBinaries()
  requireEntry(dataFolder, user)
  requireEntry(path.join(binaries, 'native/bin'), user)
  const folder = path.join(fs.realpathSync(dataFolder), 'postgres')
  removeLeftOvers(dataFolder)
  const isNew = !fs.existsSync(folder)
  if (isNew) await create(folder, user, initdb, quick)
  // Where a server says it works: links would make it look like somebody else's.
  return { folder: fs.realpathSync(folder), user, pgCtl, isNew, ...readPasswords(folder) }
}

async function create(folder, user, initdb, quick) {
  const aside = `${folder}.new-${process.pid}`
  const passwordFile = `${aside}.password`
  const passwords = { superuserPassword: randomPassword(), password: randomPassword() }
  fs.mkdirSync(aside, { mode: 0o700 })
  own(aside, user)
  writePrivate(passwordFile, passwords.superuserPassword, user)
  const collation = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const access = ['-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  const result = await runAs(user, initdb, [
    '-D',
    aside,
    ...access,
    ...collation,
    '--no-instructions',
    ...(quick ? ['--no-sync'] : []),
  ])
  fs.rmSync(passwordFile)
  if (result.status !== 0) {
    fs.rmSync(aside, { recursive: true, force: true })
    throw new Sentence(`Postgres could not make its data folder ${folder}: ${result.output.trim().split('\n').at(-1)}`)
  }
  fs.appendFileSync(path.join(aside, 'postgresql.conf'), settings + (quick ? quickSettings : ''))
  writePrivate(path.join(aside, 'concord.json'), `${JSON.stringify(passwords, null, 2)}\n`, user)
  try {
    fs.renameSync(aside, folder)
  } catch (error) {
    // Somebody else was first: theirs is as good as ours.
    if (!fs.existsSync(folder)) throw error
    fs.rmSync(aside, { recursive: true, force: true })
  }
}

/** What a first start that was killed has left behind. */
function removeLeftOvers(dataFolder) {
  for (const name of fs.readdirSync(dataFolder)) {
    const [, pid] = /^postgres\.new-(\d+)/.exec(name) ?? []
    if (pid && (Number(pid) === process.pid || !identityOf(Number(pid)))) {
      fs.rmSync(path.join(dataFolder, name), { recursive: true, force: true })
    }
  }
}

function readPasswords(folder) {
  const file = path.join(folder, 'concord.json')
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Sentence(
      `The passwords of the embedded Postgres cannot be read from ${file} (${error.code ?? error.message}): put that file back from a backup, readable by you.`,
    )
  }
}

const randomPassword = () => randomBytes(24).toString('base64url')

function writePrivate(file, text, user) {
  fs.writeFileSync(file, text, { mode: 0o600 })
  own(file, user)
}

function own(file, user) {
  if (user) fs.chownSync(file, user.uid, user.gid)
}
