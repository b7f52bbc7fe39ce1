import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs, {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { lockDataFolder } from '@/scripts/launcher/data-lock.mjs'
import { makeDataFolder } from '@/scripts/launcher/paths.mjs'
import { choosePort } from '@/scripts/launcher/port.mjs'
import { identityOf } from '@/scripts/launcher/process-identity.mjs'
import { requireDatabaseUrl, requireNode } from '@/scripts/launcher/requirements.mjs'
import { sessionSecret } from '@/scripts/launcher/secret.mjs'
import { requireEntry, userForPostgres } from '@/scripts/postgres/run-as.mjs'
import { checkRegistrations } from '@/workers/registry'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'concord-pieces-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the port', () => {
  it('that is in use is named, with what to do', async () => {
    const server = createServer().listen(0)
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    const { port } = address
    await expect(choosePort(String(port))).rejects.toThrow(
      `Port ${port} is in use by another program: stop that one, or choose another port, e.g. PORT=${port + 1} npm start.`,
    )
    server.close()
  })

  it('0 is any that is free', async () => {
    expect(await choosePort('0')).toBeGreaterThan(0)
  })

  it('that is no number is refused', async () => {
    await expect(choosePort('3000a')).rejects.toThrow('PORT is 3000a')
  })
})

describe('the data folder', () => {
  it('that is a file, or lies below one, is named, with what to do', () => {
    const file = path.join(folder, 'file')
    writeFileSync(file, '')
    const sentence = (at: string, code: string) =>
      `The data folder ${at} cannot be made or written (${code}): set CONCORD_DATA to a folder that you may write to.`
    const below = path.join(file, 'data')
    expect(() => makeDataFolder(file)).toThrow(sentence(file, 'EEXIST'))
    expect(() => makeDataFolder(below)).toThrow(sentence(below, 'ENOTDIR'))
    const fresh = path.join(folder, 'fresh')
    expect([makeDataFolder(fresh), makeDataFolder(fresh)]).toEqual([fresh, fresh])
  })

  it('is refused to a second start while the first one lives', () => {
    const unlock = lockDataFolder(folder)
    expect(() => lockDataFolder(folder)).toThrow(
      `Concord already runs with the data folder ${folder} (process ${process.pid})`,
    )
    unlock()
    lockDataFolder(folder)()
  })

  it('is taken over from a process that was killed', async () => {
    const holder = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `const { lockDataFolder } = await import(${JSON.stringify(path.resolve('scripts/launcher/data-lock.mjs'))})
       lockDataFolder(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1000)`,
    ])
    await once(holder.stdout, 'data')
    expect(() => lockDataFolder(folder)).toThrow(`(process ${holder.pid})`)
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    lockDataFolder(folder)()
  })

  it('is taken over when the number of the killed process belongs to somebody else by now', () => {
    writeFileSync(
      path.join(folder, 'launcher.lock'),
      JSON.stringify({ pid: process.pid, identity: `${process.pid} long ago` }),
    )
    lockDataFolder(folder)()
    expect(existsSync(path.join(folder, 'launcher.lock'))).toBe(false)
  })

  it('is not taken from a second starter that took the stale lock over in between', () => {
    const file = path.join(folder, 'launcher.lock')
    writeFileSync(file, JSON.stringify({ pid: process.pid, identity: `${process.pid} long ago` }))
    const theirs = JSON.stringify({ pid: process.ppid, identity: identityOf(process.ppid) })
    const read = fs.readFileSync
    const spy = vi.spyOn(fs, 'readFileSync').mockImplementation((...args: Parameters<typeof read>) => {
      const text = read(...args)
      // We have read the stale one; before we go on, the other one is done.
      if (args[0] === file) {
        spy.mockRestore()
        rmSync(file)
        writeFileSync(file, theirs)
      }
      return text
    })
    expect(() => lockDataFolder(folder)).toThrow(`(process ${process.ppid})`)
    expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual([theirs, ['launcher.lock']])
  })
})

describe('the secret', () => {
  it('is made once, long and random, for its owner alone', () => {
    const given = process.env.NEXTAUTH_SECRET
    delete process.env.NEXTAUTH_SECRET
    const secret = sessionSecret(folder)
    const file = path.join(folder, 'secret')
    expect({
      secret,
      mode: statSync(file).mode & 0o777,
      again: sessionSecret(folder),
      kept: readFileSync(file, 'utf8').trim(),
    }).toEqual({
      secret: expect.stringMatching(/^[0-9a-f]{64}$/),
      mode: 0o600,
      again: secret,
      kept: secret,
    })
    if (given !== undefined) process.env.NEXTAUTH_SECRET = given
  })
})

describe('DATABASE_URL', () => {
  it('that is no address of a Postgres is refused without repeating it', () => {
    for (const url of ['localhost:5432/concord', 'concord', 'postgresql://someone:se#cret@localhost/concord']) {
      expect(() => requireDatabaseUrl(url)).toThrow(/^DATABASE_URL is not the address of a Postgres: write it as /)
    }
    for (const url of ['', 'postgres://localhost/concord', 'postgresql://someone:se%23cret@localhost:5432/concord']) {
      requireDatabaseUrl(url)
    }
  })
})

describe('Node.js', () => {
  it('older than what is supported is refused in one sentence', () => {
    expect(() => requireNode('18.20.4')).toThrow('Concord needs Node.js 20.19 or newer and this is 18.20.4')
    expect(() => requireNode('20.18.9')).toThrow('20.19')
    for (const version of ['20.19.0', '22.0.0', '24.1.0']) requireNode(version)
  })
})

describe.skipIf(process.getuid?.() !== 0)('a start as root (skipped unless the tests run as root)', () => {
  it('names the folder that Postgres’ user cannot enter, and what to do', () => {
    const closed = path.join(folder, 'closed')
    mkdirSync(path.join(closed, 'data'), { recursive: true })
    chmodSync(folder, 0o755)
    chmodSync(closed, 0o700)
    expect(() => requireEntry(path.join(closed, 'data'), userForPostgres())).toThrow(
      `who cannot enter ${closed}: run chmod o+x ${closed}`,
    )
    chmodSync(closed, 0o711)
    requireEntry(path.join(closed, 'data'), userForPostgres())
  })
})

describe('the worker’s registry', () => {
  it('refuses a kind without a handler, with two, and a handler without a kind', () => {
    expect(() => checkRegistrations([{ kind: 'a' }], ['a', 'b'])).toThrow('The job kind b has 0 handlers')
    expect(() => checkRegistrations([{ kind: 'a' }, { kind: 'a' }], ['a'])).toThrow('The job kind a has 2 handlers')
    expect(() => checkRegistrations([{ kind: 'a' }, { kind: 'c' }], ['a'])).toThrow('has a handler for c')
    checkRegistrations()
  })
})
