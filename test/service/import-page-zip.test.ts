/** A zip from the page: its entries are files like any other, and what is wrong with one is told by name. */
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { env } from '@/lib/env'
import { closeImport } from '@/lib/services/close-import'
import { viewImport } from '@/lib/services/view-import'
import { begin, importWorker, photographs, send } from '../support/page-import'
import { plainFundus } from '../support/plain-fundus'
import { commandLine } from '../support/study'
import { zipOf } from '../support/zip'

const { work } = importWorker()

describe('a zip', () => {
  it('is unpacked like files that came alone; every entry that cannot be used is named', async () => {
    const { studyId, importId } = await begin()
    const zip = zipOf([
      { name: 'set/10_left.jpeg', bytes: await plainFundus(11) },
      { name: 'set/trainLabels.csv', bytes: Buffer.from('image,level\n10_left,2\n') },
      { name: '../../etc/passwd.jpg', bytes: await plainFundus(12) },
      { name: '/absolute.jpg', bytes: await plainFundus(12) },
      { name: `${'x'.repeat(301)}.jpg`, bytes: await plainFundus(12) },
      { name: '\u200b', bytes: await plainFundus(12) },
      { name: 'set/inner.zip', bytes: zipOf([]) },
      { name: 'set/secret.jpg', bytes: await plainFundus(13), isEncrypted: true },
      { name: '__MACOSX/._10_left.jpeg', bytes: Buffer.from('x') },
      { name: 'set/readme.txt', bytes: Buffer.from('x') },
      { name: 'set/bomb.jpg', bytes: Buffer.alloc(2_000_000), announcedBytes: 10 },
      { name: 'set/huge.jpg', bytes: Buffer.alloc(10), announcedBytes: 100 * 1024 * 1024 },
      { name: 'set/10_right.jpeg', bytes: await plainFundus(14) },
    ])
    expect(await send(importId, 'photographs.zip', zip)).toEqual({ fileId: null, files: 3 })
    await send(importId, 'photographs.zip', zip)
    await work(importId)
    await closeImport(commandLine, importId)
    const report = await viewImport(commandLine, importId)
    expect(report.counts).toEqual({ received: 0, ingested: 2, duplicate: 0, rejected: 0, sourceGrades: 1 })
    expect(report.problems.map(({ file, sentence }) => `${file}: ${sentence}`).sort()).toEqual([
      'photographs.zip: The entry "" was left out: its name is empty or too long; rename it and pack it again.',
      expect.stringMatching(/^photographs.zip: The entry "\.\.\/\.\.\/etc\/passwd\.jpg" points outside/),
      expect.stringMatching(/^photographs.zip: The entry "\/absolute\.jpg" points outside/),
      expect.stringMatching(/^photographs.zip: The entry "x{120}" was left out/),
      expect.stringMatching(/^set\/bomb.jpg: .*damaged/),
      expect.stringMatching(/^set\/huge.jpg: .*larger than 64 MiB/),
      expect.stringMatching(/^set\/inner.zip: .*archive inside an archive/),
      expect.stringMatching(/^set\/readme.txt: .*neither/),
      expect.stringMatching(/^set\/secret.jpg: .*encrypted/),
    ])
    expect((await photographs(studyId)).map(({ fileName }) => fileName)).toEqual([
      'set/10_left.jpeg',
      'set/10_right.jpeg',
    ])
  })

  it('that is none, or is cut off, is refused in a sentence and leaves nothing behind', async () => {
    const { importId } = await begin()
    const zip = zipOf([{ name: 'a.jpg', bytes: await plainFundus(15) }])
    for (const bytes of [Buffer.from('no zip'), zip.subarray(0, zip.length - 30)]) {
      await expect(send(importId, 'broken.zip', bytes)).rejects.toMatchObject({
        code: 'import.zip',
        sentence: expect.stringContaining('broken.zip cannot be read as a zip'),
      })
    }
    expect(await readdir(path.join(env().dataFolder, 'temporary'))).toEqual([])
  })
})
