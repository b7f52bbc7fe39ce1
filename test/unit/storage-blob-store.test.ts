import { createHash, randomBytes } from 'node:crypto'
import { appendFile, mkdtemp, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { blobStore, sweepAside } from '@/lib/storage'

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('blob store', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'concord-blobs-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const fileOf = (sha256: string) => path.join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
  const filesIn = async () =>
    (await readdir(folder, { recursive: true, withFileTypes: true })).filter((f) => f.isFile()).map((f) => f.name)

  it('gives back the very bytes that were put, under their SHA-256', async () => {
    const bytes = randomBytes(300_000)
    const store = blobStore(folder)
    expect(await store.put(bytes)).toEqual({ sha256: sha256Of(bytes), bytes: bytes.length })
    expect(await store.get(sha256Of(bytes))).toEqual(bytes)
    expect(await filesIn()).toEqual([sha256Of(bytes)])
  })

  it('stores a stream without holding it in memory, and streams it back with its length', async () => {
    const chunks = Array.from({ length: 40 }, () => randomBytes(10_000))
    const store = blobStore(folder)
    const put = await store.put(Readable.from(chunks))
    expect(put).toEqual({ sha256: sha256Of(Buffer.concat(chunks)), bytes: 400_000 })
    const opened = await store.open(put.sha256)
    const back: Buffer[] = []
    for await (const chunk of opened.stream) back.push(chunk)
    expect({ bytes: opened.bytes, same: Buffer.concat(back).equals(Buffer.concat(chunks)) }).toEqual({
      bytes: 400_000,
      same: true,
    })
  })

  it('stores the same bytes once, however many put them at the same time', async () => {
    const bytes = randomBytes(50_000)
    const store = blobStore(folder)
    const answers = await Promise.all(Array.from({ length: 12 }, () => store.put(bytes)))
    expect(new Set(answers.map((a) => a.sha256))).toEqual(new Set([sha256Of(bytes)]))
    expect(await filesIn()).toEqual([sha256Of(bytes)])
  })

  it('is closed to every other user of the machine, whatever the umask', async () => {
    const { sha256 } = await blobStore(path.join(folder, 'blobs')).put(randomBytes(10))
    const file = path.join(folder, 'blobs', sha256.slice(0, 2), sha256.slice(2, 4), sha256)
    const ways = [file, path.dirname(file), path.join(file, '../..'), path.join(folder, 'blobs')]
    const modes = await Promise.all(ways.map(async (way) => (await stat(way)).mode & 0o777))
    expect(modes).toEqual([0o600, 0o700, 0o700, 0o700])
  })

  it('stores the empty file', async () => {
    const store = blobStore(folder)
    const { sha256 } = await store.put(new Uint8Array())
    expect(await store.get(sha256)).toEqual(Buffer.alloc(0))
  })

  it('leaves nothing behind when the source breaks off', async () => {
    async function* broken() {
      yield randomBytes(1000)
      throw new Error('the connection was lost')
    }
    await expect(blobStore(folder).put(Readable.from(broken()))).rejects.toThrow('the connection was lost')
    expect(await filesIn()).toEqual([])
  })

  it('says that the disk is full and what to do, and leaves nothing behind', async () => {
    async function* full() {
      yield randomBytes(1000)
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    }
    await expect(blobStore(folder).put(Readable.from(full()))).rejects.toMatchObject({
      code: 'storage.full',
      status: 503,
      sentence: expect.stringContaining('free some'),
    })
    expect(await filesIn()).toEqual([])
  })

  it('tells a missing file from a stored one', async () => {
    const store = blobStore(folder)
    const absent = sha256Of(Buffer.from('never stored'))
    const present = (await store.put(Buffer.from('stored'))).sha256
    expect([await store.has(absent), await store.has(present)]).toEqual([false, true])
    await expect(store.get(absent)).rejects.toMatchObject({ code: 'storage.missing', status: 404 })
    await expect(store.open(absent)).rejects.toMatchObject({ code: 'storage.missing', status: 404 })
    expect(await store.verify(absent)).toBe(false)
  })

  it('never lets a name reach a path unless it is a hash', async () => {
    const store = blobStore(folder)
    for (const name of ['../../etc/passwd', '', 'A'.repeat(64), `${'a'.repeat(63)}/`]) {
      await expect(store.get(name)).rejects.toMatchObject({ code: 'storage.missing' })
    }
  })

  it('notices a single changed byte', async () => {
    const store = blobStore(folder)
    const { sha256 } = await store.put(randomBytes(5000))
    expect(await store.verify(sha256)).toBe(true)
    await writeFile(fileOf(sha256), randomBytes(5000))
    expect(await store.verify(sha256)).toBe(false)
  })

  it('heals a file that was cut short when its bytes are put again', async () => {
    const store = blobStore(folder)
    const bytes = randomBytes(5000)
    const { sha256 } = await store.put(bytes)
    await truncate(fileOf(sha256), 100)
    await store.put(bytes)
    expect(await store.verify(sha256)).toBe(true)
  })

  it('sweeps what a crash left aside, and only that', async () => {
    const store = blobStore(folder)
    const { sha256 } = await store.put(Buffer.from('stored'))
    const old = path.join(folder, 'aside', 'left-by-a-crash')
    const fresh = path.join(folder, 'aside', 'being-written')
    await appendFile(old, 'half')
    await appendFile(fresh, 'half')
    const longAgo = new Date('2020-01-01')
    await utimes(old, longAgo, longAgo)
    expect(await sweepAside(folder, new Date('2021-01-01'))).toBe(1)
    expect((await filesIn()).sort()).toEqual(['being-written', sha256].sort())
  })

  it('has nothing to sweep where nothing was stored', async () => {
    expect(await sweepAside(path.join(folder, 'absent'), new Date())).toBe(0)
  })
})
