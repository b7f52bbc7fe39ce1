/** What is sent from the page: taken once and whole, or refused in a sentence that names it. */
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { database } from '@/lib/db'
import { env } from '@/lib/env'
import { closeImport } from '@/lib/services/close-import'
import { receiveImportFile } from '@/lib/services/receive-import-file'
import { viewImport } from '@/lib/services/view-import'
import { begin, importWorker, photographs, send } from '../support/page-import'
import { plainFundus, plainFundusPng } from '../support/plain-fundus'
import { commandLine, person, testNow } from '../support/study'

const { work } = importWorker()

const jobsWaiting = () =>
  database().$queryRaw<
    { name: string }[]
  >`SELECT name FROM pgboss.job WHERE name = 'ingest-photograph' AND state = 'created'`

describe('an import from the page', () => {
  it('takes good photographs in and names each bad file, whatever it is', async () => {
    const { studyId, importId } = await begin()
    const good = await plainFundus(1)
    await send(importId, 'images/10_left.jpeg', good)
    await send(importId, 'images/truncated.jpg', good.subarray(0, good.length / 3))
    await send(importId, 'notes.jpg', 'This is no photograph.')
    await send(importId, 'page.png', '<svg onload="alert(1)"/>')
    await send(importId, 'masks/10_MA.png', await plainFundusPng(3))
    await send(importId, 'images/10_right.jpeg', await plainFundus(2))
    await work(importId)
    await closeImport(commandLine, importId)

    const report = await viewImport(commandLine, importId)
    expect(report).toEqual({
      id: importId,
      studyId,
      state: 'closed',
      createdAt: testNow.toISOString(),
      counts: { received: 0, ingested: 2, duplicate: 0, rejected: 4, sourceGrades: 0 },
      problems: [
        expect.objectContaining({
          file: 'images/truncated.jpg',
          line: null,
          sentence: expect.stringContaining('truncated'),
        }),
        expect.objectContaining({ file: 'masks/10_MA.png', sentence: expect.stringContaining('folder of masks') }),
        expect.objectContaining({ file: 'notes.jpg', sentence: expect.stringContaining('notes.jpg') }),
        expect.objectContaining({ file: 'page.png', sentence: expect.stringContaining('page.png') }),
      ],
      problemsTotal: 4,
    })
    const items = [{ task: 'marks' }, { task: 'patches' }, { task: 'grade' }]
    expect(await photographs(studyId)).toEqual([
      {
        fileName: 'images/10_left.jpeg',
        eye: 'left',
        patient: { code: '10' },
        sourceGrades: [],
        items,
      },
      {
        fileName: 'images/10_right.jpeg',
        eye: 'right',
        patient: { code: '10' },
        sourceGrades: [],
        items,
      },
    ])
  })

  it('answers the same name and bytes with the first id, and refuses other bytes under that name', async () => {
    const { importId } = await begin()
    const bytes = await plainFundus(1)
    const before = (await jobsWaiting()).length
    const answers = await Promise.all([1, 2, 3].map(() => send(importId, 'a.jpg', bytes)))
    expect(new Set(answers.map(({ fileId }) => fileId)).size).toBe(1)
    expect((await jobsWaiting()).length).toBe(before + 1)
    await expect(send(importId, 'a.jpg', await plainFundus(2))).rejects.toMatchObject({
      code: 'import.sameName',
      status: 409,
    })
    await closeImport(commandLine, importId)
    expect(await send(importId, 'a.jpg', bytes)).toEqual(answers[0])
    await expect(send(importId, 'b.jpg', bytes)).rejects.toMatchObject({ code: 'import.closed' })
  })

  it('keeps no bytes for an import that is closed and done', async () => {
    const { importId } = await begin()
    const bytes = await plainFundus(1)
    const first = await send(importId, 'a.jpg', bytes)
    await work(importId)
    await closeImport(commandLine, importId)
    expect(await send(importId, 'a.jpg', bytes)).toEqual(first)
    await expect(send(importId, 'b.jpg', bytes)).rejects.toMatchObject({ code: 'import.closed' })
    await expect(readdir(path.join(env().dataFolder, 'incoming', importId))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('throws the files as they came away when the import is settled, and not before', async () => {
    const { importId } = await begin()
    const folder = path.join(env().dataFolder, 'incoming', importId)
    await send(importId, 'a.jpg', await plainFundus(7))
    await closeImport(commandLine, importId)
    expect(await readdir(folder)).not.toEqual([])
    await work(importId)
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('refuses a photograph larger than allowed without keeping a byte of it', async () => {
    const { importId } = await begin()
    const chunk = Buffer.alloc(1024 * 1024)
    const endless = Readable.from(
      (function* () {
        for (let i = 0; i < 70; i++) yield chunk
      })(),
    )
    await expect(receiveImportFile(commandLine, { importId, name: 'huge.jpg', body: endless })).rejects.toMatchObject({
      code: 'import.tooLarge',
      status: 413,
      sentence: 'huge.jpg is larger than 64 MiB; send it smaller or split it.',
    })
    expect(await database().importFile.count({ where: { importId } })).toBe(0)
  })

  it('that is cut off in the middle of a file keeps nothing of it and takes it when it comes again', async () => {
    const { importId } = await begin()
    const bytes = await plainFundus(8)
    for (const name of ['a.jpg', 'a.zip', 'a.csv']) {
      const body = Readable.from(
        (async function* () {
          yield bytes.subarray(0, 1000)
          throw new Error('aborted')
        })(),
      )
      await expect(receiveImportFile(commandLine, { importId, name, body })).rejects.toMatchObject({
        code: 'import.cutOff',
        sentence: `The connection was lost before ${name} was here whole; send it again.`,
      })
    }
    expect(await database().importFile.count({ where: { importId } })).toBe(0)
    expect(await send(importId, 'a.jpg', bytes)).toEqual({ fileId: expect.any(String), files: 1 })
  })

  it('does not exist for somebody who is not in the study', async () => {
    const { importId } = await begin()
    const outsider = await person('researcher')
    for (const attempt of [
      () => viewImport(outsider, importId),
      () => closeImport(outsider, importId),
      () => receiveImportFile(outsider, { importId, name: 'a.jpg', body: Readable.from([]) }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'access.none', status: 404 })
    }
  })
})
