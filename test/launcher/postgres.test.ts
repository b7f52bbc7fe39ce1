import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holdPostgres, isPostgresThere, releasePostgres } from '@/scripts/embedded-postgres.mjs'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'concord-postgres-'))
  chmodSync(folder, 0o711)
})
afterAll(async () => {
  await releasePostgres(folder)
  rmSync(folder, { recursive: true })
})

const ask = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client(url)
  try {
    await client.connect()
    const { rows } = await client.query(sql)
    return rows
  } finally {
    await client.end()
  }
}
const postmaster = () => Number(readFileSync(path.join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])

/** Another process that holds the same Postgres, until it is killed. */
async function otherHolder(): Promise<ChildProcess> {
  const script = `
    const { holdPostgres } = await import(${JSON.stringify(path.resolve('scripts/embedded-postgres.mjs'))})
    await holdPostgres(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

describe('the embedded Postgres', () => {
  it('starts on an empty folder after a first start that was killed, listens on loopback, and keeps its passwords to itself', async () => {
    mkdirSync(path.join(folder, 'postgres.new-999999999'))
    const { url, isNew } = await holdPostgres(folder)
    expect(isNew).toBe(true)
    expect(await ask(url, `select current_user as "user", current_setting('listen_addresses') as at`)).toEqual([
      { user: 'concord', at: '127.0.0.1' },
    ])
    expect(statSync(path.join(folder, 'postgres/concord.json')).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder).toSorted()).toEqual(['postgres', 'postgres.users'])
    await expect(ask(url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow('password authentication failed')
  })

  it('gives the product no rights beyond its own database', async () => {
    const { url } = await holdPostgres(folder)
    await expect(ask(url, `copy (select 1) to program 'true'`)).rejects.toThrow('permission denied')
    await expect(ask(url, 'create role another superuser')).rejects.toThrow('permission denied')
  })

  it('comes back after kill −9 with everything that was committed', async () => {
    const { url } = await holdPostgres(folder)
    await ask(url, 'create table kept (id int); insert into kept values (42)')
    process.kill(postmaster(), 'SIGKILL')
    const again = await holdPostgres(folder)
    expect(again).toMatchObject({ url, wasRunning: false, isNew: false })
    expect(await ask(again.url, 'select id from kept')).toEqual([{ id: 42 }])
  })

  it('is not mistaken for another process that has the number of a killed one', async () => {
    await releasePostgres(folder)
    writeFileSync(
      path.join(folder, 'postgres/postmaster.pid'),
      `${process.pid}\n${folder}/postgres\n1\n5\n\n127.0.0.1\n\nready\n`,
    )
    expect(isPostgresThere(folder)).toBe(false)
    const { url } = await holdPostgres(folder)
    expect(await ask(url, 'select id from kept')).toEqual([{ id: 42 }])
  })

  it('is recognised through links, to the data folder and in it, and keeps its pid file', async () => {
    const link = `${folder}-link`
    symlinkSync(folder, link)
    await releasePostgres(link)
    renameSync(path.join(folder, 'postgres'), path.join(folder, 'elsewhere'))
    symlinkSync(path.join(folder, 'elsewhere'), path.join(folder, 'postgres'))
    const { url } = await holdPostgres(link)
    const running = postmaster()
    expect([isPostgresThere(link), isPostgresThere(folder)]).toEqual([true, true])
    expect(await holdPostgres(folder)).toMatchObject({ url, wasRunning: true })
    expect(postmaster()).toBe(running)
    rmSync(link)
  })

  it('goes on while anybody uses it, and stops with the last one, even if that one was killed', async () => {
    const other = await otherHolder()
    expect(await releasePostgres(folder)).toBe(false)
    expect(isPostgresThere(folder)).toBe(true)
    await kill(other)
    await expect.poll(() => isPostgresThere(folder), { timeout: 20_000 }).toBe(false)
  })

  it('takes another port when somebody has taken its own', async () => {
    const noted = Number(readFileSync(path.join(folder, 'postgres/concord-port'), 'utf8'))
    const thief = createServer().listen(noted, '127.0.0.1')
    await once(thief, 'listening')
    const { port, url } = await holdPostgres(folder)
    expect(port).not.toBe(noted)
    expect(await ask(url, 'select id from kept')).toEqual([{ id: 42 }])
    thief.close()
  })
})
