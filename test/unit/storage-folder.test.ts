import { mkdir, mkdtemp, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { manifestSha256Of, openFolder, publishAgain, publishFolder } from '@/lib/storage'

describe('published folders', () => {
  let parent: string
  let target: string
  beforeEach(async () => {
    parent = await mkdtemp(path.join(os.tmpdir(), 'concord-folders-'))
    target = path.join(parent, 'model-1')
  })
  afterEach(() => rm(parent, { recursive: true, force: true }))

  const files = { 'weights.bin': Buffer.from([1, 2, 3]), 'model.json': Buffer.from('{}') }

  it('give back what was published', async () => {
    await publishFolder(target, files)
    expect(await openFolder(target)).toEqual(files)
    expect(await readdir(path.join(parent, 'aside'))).toEqual([])
  })

  it('are published again at another place, and each outlives the other', async () => {
    const again = path.join(parent, 'runs', 'beginning')
    const nested = { ...files, 'lesions/model.json': Buffer.from('{}') }
    await publishFolder(target, nested)
    expect(await publishAgain(target, again)).toEqual({ manifestSha256: manifestSha256Of(nested) })
    expect(await publishAgain(target, again)).toEqual({ manifestSha256: manifestSha256Of(nested) })
    await rm(target, { recursive: true })
    expect(await openFolder(again)).toEqual(nested)
    expect(await readdir(path.join(parent, 'runs', 'aside'))).toEqual([])
    await expect(publishAgain(target, path.join(parent, 'third'))).rejects.toMatchObject({ code: 'storage.missing' })
    await publishFolder(target, files)
    await expect(publishAgain(target, again)).rejects.toMatchObject({ code: 'storage.taken' })
  })

  it('are closed to every other user of the machine', async () => {
    await publishFolder(target, files)
    const modeOf = async (file: string) => (await stat(file)).mode & 0o777
    expect([await modeOf(target), await modeOf(path.join(target, 'weights.bin'))]).toEqual([0o700, 0o600])
  })

  it('may hold a folder, whose files are checked like the others', async () => {
    const nested = { ...files, 'lesions/model.json': Buffer.from('{}'), 'lesions/manifest.json': Buffer.from('{}') }
    await publishFolder(target, nested)
    expect(await openFolder(target)).toEqual(nested)
    await writeFile(path.join(target, 'lesions', 'model.json'), '{ }')
    await expect(openFolder(target)).rejects.toMatchObject({
      code: 'storage.damaged',
      sentence: expect.stringContaining(path.join('lesions', 'model.json')),
    })
  })

  it('grow where they are told to, and leave nothing beside their place', async () => {
    const beside = path.join(parent, 'training')
    await publishFolder(target, files, beside)
    expect([await openFolder(target), (await readdir(parent)).sort()]).toEqual([files, ['model-1', 'training']])
  })

  it('do not read what a manifest names elsewhere', async () => {
    await publishFolder(target, files)
    await writeFile(path.join(parent, 'secret'), '{}')
    const entry = JSON.parse(await readFile(path.join(target, 'manifest.json'), 'utf8')).files['model.json']
    await writeFile(path.join(target, 'manifest.json'), JSON.stringify({ version: 1, files: { '../secret': entry } }))
    await expect(openFolder(target)).rejects.toMatchObject({ code: 'storage.damaged' })
  })

  it('have a manifest that depends on names and bytes alone', async () => {
    const first = await publishFolder(target, files)
    const reversed = Object.fromEntries(Object.entries(files).reverse())
    const second = await publishFolder(path.join(parent, 'model-2'), reversed)
    expect(second).toEqual(first)
  })

  it('can be published twice with the same files, and never with others', async () => {
    const first = await publishFolder(target, files)
    expect(await publishFolder(target, files)).toEqual(first)
    await expect(publishFolder(target, { 'model.json': Buffer.from('other') })).rejects.toMatchObject({
      code: 'storage.taken',
      status: 409,
    })
    expect(await openFolder(target)).toEqual(files)
    expect(await readdir(path.join(parent, 'aside'))).toEqual([])
  })

  it('appear whole when several publish the same at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => publishFolder(target, files)))
    expect(new Set(answers.map((a) => a.manifestSha256)).size).toBe(1)
    expect(await openFolder(target)).toEqual(files)
  })

  it.each<[string, (target: string) => Promise<void>, string]>([
    ['a changed byte', (t) => writeFile(path.join(t, 'weights.bin'), Buffer.from([1, 2, 4])), 'weights.bin'],
    ['a longer file', (t) => writeFile(path.join(t, 'weights.bin'), Buffer.from([1, 2, 3, 0])), 'weights.bin'],
    ['a lost file', (t) => unlink(path.join(t, 'model.json')), 'model.json'],
    [
      'a file too many in a folder',
      (t) => mkdir(path.join(t, 'a')).then(() => writeFile(path.join(t, 'a', 'extra'), '')),
      'extra',
    ],
    ['a file too many', (t) => writeFile(path.join(t, 'extra.bin'), 'x'), 'extra.bin'],
    ['a torn manifest', (t) => writeFile(path.join(t, 'manifest.json'), '{"version":1'), 'manifest.json'],
  ])('refuse to open after %s, naming the file', async (_, damage, name) => {
    await publishFolder(target, files)
    await damage(target)
    await expect(openFolder(target)).rejects.toMatchObject({
      code: 'storage.damaged',
      sentence: expect.stringContaining(name),
    })
  })

  it('are missing, not damaged, where nothing was published', async () => {
    await expect(openFolder(target)).rejects.toMatchObject({ code: 'storage.missing' })
  })

  it.each(['', '../escape', 'a/b/c', '/a', 'a/', 'a/..', '.hidden', 'a/.hidden', 'manifest.json'])(
    'refuse a file named “%s” and leave nothing',
    async (name) => {
      await expect(publishFolder(target, { [name]: Buffer.from('x') })).rejects.toMatchObject({
        code: 'storage.fileName',
      })
      expect(await readdir(parent)).toEqual(['aside'])
      expect(await readdir(path.join(parent, 'aside'))).toEqual([])
    },
  )

  it('carry their manifest, readable by anyone', async () => {
    await publishFolder(target, files)
    expect(JSON.parse(await readFile(path.join(target, 'manifest.json'), 'utf8'))).toEqual({
      version: 1,
      files: {
        'model.json': { sha256: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', bytes: 2 },
        'weights.bin': { sha256: '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81', bytes: 3 },
      },
    })
  })
})
