import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { database } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import { env } from '@/lib/env'
import { closeImport } from '@/lib/services/close-import'
import { ingestPhotograph } from '@/lib/services/ingest-photograph'
import { openImport } from '@/lib/services/open-import'
import { receiveImportFile } from '@/lib/services/receive-import-file'
import { requeueReceivedFiles } from '@/lib/services/requeue-received-files'
import { viewImport } from '@/lib/services/view-import'
import { createPhotographDecoder, type PhotographDecoder } from '@/lib/vision'
import { plainFundus, plainFundusPng } from '../support/plain-fundus'
import { commandLine, newStudy, person, testNow } from '../support/study'
import { zipOf } from '../support/zip'

let decoder: PhotographDecoder
beforeAll(() => {
  decoder = createPhotographDecoder()
})
afterAll(() => decoder.close())

const send = (importId: string, name: string, bytes: Uint8Array | string) =>
  receiveImportFile(commandLine, { importId, name, body: Readable.from([Buffer.from(bytes)]) })

/** What a worker does with the jobs of an import. */
async function work(importId: string): Promise<void> {
  const waiting = await database().importFile.findMany({
    where: { importId, state: 'received' },
    orderBy: { name: 'asc' },
  })
  for (const { id } of waiting) await ingestPhotograph(id, { now: testNow, decoder })
}

const photographs = (studyId: string) =>
  database().photograph.findMany({
    where: { studyId },
    orderBy: { fileName: 'asc' },
    select: {
      fileName: true,
      eye: true,
      patient: { select: { code: true } },
      sourceGrades: { select: { grade: true, provenance: true } },
      items: { select: { task: true }, distinct: ['task'], orderBy: { task: 'asc' } },
    },
  })

const jobsWaiting = () =>
  database().$queryRaw<
    { name: string }[]
  >`SELECT name FROM pgboss.job WHERE name = 'ingest-photograph' AND state = 'created'`

async function begin() {
  const studyId = await newStudy()
  const { id: importId } = await openImport(commandLine, { studyId })
  return { studyId, importId }
}

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

  it('takes a photograph up again whose job was given up: when it is sent again, and when a worker starts', async () => {
    const { importId } = await begin()
    const bytes = await plainFundus(9)
    const { fileId } = await send(importId, 'a.jpg', bytes)
    await send(importId, 'grades.csv', 'image,level\na,1\n')
    const giveUp = () =>
      database()
        .$executeRaw`DELETE FROM pgboss.job WHERE name = 'ingest-photograph' AND data->>'importFileId' = ${fileId}`
    const ofFile = () =>
      database().$queryRaw<unknown[]>`
        SELECT 1 FROM pgboss.job WHERE name = 'ingest-photograph' AND data->>'importFileId' = ${fileId}`
    expect(await giveUp()).toBe(1)
    await send(importId, 'a.jpg', bytes)
    expect(await giveUp()).toBe(1)
    const waiting = await database().importFile.count({ where: { state: 'received', NOT: { name: 'grades.csv' } } })
    expect([await requeueReceivedFiles(), await requeueReceivedFiles()]).toEqual([waiting, waiting])
    expect(await ofFile()).toHaveLength(1)
    await work(importId)
    await giveUp()
    await send(importId, 'a.jpg', bytes)
    await requeueReceivedFiles()
    expect(await ofFile()).toEqual([])
  })

  it('leaves a photograph open while it is tried again, and rejects it with the reason at the last attempt', async () => {
    const { importId } = await begin()
    const { fileId } = await send(importId, 'a.jpg', await plainFundus(10))
    const full = { prepare: () => Promise.reject(new AppError('storage.full', 'There is no space left.', 503)) }
    const attempt = (isLast: boolean) =>
      ingestPhotograph(fileId ?? '', { now: testNow, decoder: full, isLast: () => isLast })
    await expect(attempt(false)).rejects.toMatchObject({ code: 'storage.full' })
    expect((await viewImport(commandLine, importId)).counts.received).toBe(1)
    expect(await attempt(true)).toEqual({
      state: 'rejected',
      photographId: null,
      sentence: 'a.jpg could not be taken in: There is no space left. Send it again in another import.',
    })
    expect((await viewImport(commandLine, importId)).counts).toMatchObject({ received: 0, rejected: 1 })
  })

  it('takes equal pixels once: the second file names the first, whatever its bytes', async () => {
    const { studyId, importId } = await begin()
    await send(importId, 'a.png', await plainFundusPng(5))
    const { data } = await import('@/lib/vision').then(async (vision) => vision.decodeRgb(await plainFundusPng(5)))
    const { default: sharp } = await import('sharp')
    const other = await sharp(data, { raw: { width: 240, height: 240, channels: 3 } })
      .png({ compressionLevel: 9 })
      .toBuffer()
    await send(importId, 'b.png', other)
    await work(importId)
    const [first] = await database().photograph.findMany({ where: { studyId } })
    const files = await database().importFile.findMany({ where: { importId }, orderBy: { name: 'asc' } })
    expect(files.map(({ state, photographId, sentence }) => ({ state, photographId, sentence }))).toEqual([
      { state: 'ingested', photographId: first?.id, sentence: '' },
      { state: 'duplicate', photographId: first?.id, sentence: 'The same photograph as a.png, which came first.' },
    ])
    expect(await database().photograph.count({ where: { studyId } })).toBe(1)
  })

  it('ingests a file once, however often its job is delivered', async () => {
    const { studyId, importId } = await begin()
    const { fileId } = await send(importId, 'a.jpg', await plainFundus(6))
    const outcomes = await Promise.all([1, 2, 3].map(() => ingestPhotograph(fileId ?? '', { now: testNow, decoder })))
    expect(outcomes.filter((outcome) => outcome?.state === 'ingested')).toHaveLength(1)
    expect(await database().photograph.count({ where: { studyId } })).toBe(1)
    expect(await database().importFile.count({ where: { importId, state: 'ingested' } })).toBe(1)
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

describe('a table of source grades', () => {
  const table = 'image,level\n10_left,2\n10_right,5\n,1\n99_left,1\n11_left.jpeg,0\n'

  it('meets its photographs whichever comes first; bad lines and rows without a photograph are named by line', async () => {
    const { studyId, importId } = await begin()
    await send(importId, '10_left.jpeg', await plainFundus(21))
    await work(importId)
    await send(importId, 'trainLabels.csv', table)
    await send(importId, '11_left.jpeg', await plainFundus(22))
    await closeImport(commandLine, importId)
    expect((await viewImport(commandLine, importId)).counts.received).toBe(1)
    await work(importId)
    const report = await viewImport(commandLine, importId)
    expect(report.problems).toEqual([
      { file: 'trainLabels.csv', line: 3, sentence: '10_right has the grade “5”; a grade is 0, 1, 2, 3 or 4.' },
      { file: 'trainLabels.csv', line: 4, sentence: 'This line names no photograph.' },
      {
        file: 'trainLabels.csv',
        line: 5,
        sentence: 'No photograph called 99_left is in this study; send it, and its grade will be found.',
      },
    ])
    const grades = (await photographs(studyId)).map(({ fileName, sourceGrades }) => ({ fileName, sourceGrades }))
    const provenance = (line: number) => expect.objectContaining({ file: 'trainLabels.csv', line })
    expect(grades).toEqual([
      { fileName: '10_left.jpeg', sourceGrades: [{ grade: 2, provenance: provenance(2) }] },
      { fileName: '11_left.jpeg', sourceGrades: [{ grade: 0, provenance: provenance(6) }] },
    ])
  })

  it('is remembered: a photograph of a later import finds its row', async () => {
    const { studyId, importId } = await begin()
    await send(importId, 'trainLabels.csv', table)
    await closeImport(commandLine, importId)
    const { id: later } = await openImport(commandLine, { studyId })
    await send(later, 'more/99_left.jpeg', await plainFundus(23))
    await work(later)
    expect((await photographs(studyId))[0]?.sourceGrades).toEqual([
      { grade: 1, provenance: expect.objectContaining({ line: 5 }) },
    ])
  })

  it('never changes a grade that is there: the line of another one is named', async () => {
    const { studyId, importId } = await begin()
    await send(importId, '10_left.jpeg', await plainFundus(24))
    await work(importId)
    await send(importId, 'first.csv', 'image,level\n10_left,2\n')
    await send(importId, 'second.csv', 'image,level\n10_left,3\n')
    expect((await photographs(studyId))[0]?.sourceGrades).toEqual([
      { grade: 2, provenance: expect.objectContaining({ file: 'first.csv' }) },
    ])
    expect((await viewImport(commandLine, importId)).problems).toEqual([
      {
        file: 'second.csv',
        line: 2,
        sentence: '10_left already has source grade 2; the grade 3 of this line was left out.',
      },
    ])
  })

  it('says whose photographs they are: the same visit is the same patient, before or after they arrive', async () => {
    const { studyId, importId } = await begin()
    const visits = 'image,level,visit,eye\nIDRiD_1,0,S1,OS\nIDRiD_2,1,S1,OD\nIDRiD_3,2,S2,\n'
    await send(importId, 'IDRiD_1.jpg', await plainFundus(25))
    await work(importId)
    await send(importId, 'grades.csv', visits)
    await send(importId, 'IDRiD_2.jpg', await plainFundus(26))
    await send(importId, 'IDRiD_3.jpg', await plainFundus(27))
    await work(importId)
    expect((await photographs(studyId)).map(({ fileName, eye, patient }) => [fileName, eye, patient.code])).toEqual([
      ['IDRiD_1.jpg', 'left', 'S1'],
      ['IDRiD_2.jpg', 'right', 'S1'],
      ['IDRiD_3.jpg', 'unknown', 'S2'],
    ])
    expect(await database().patient.count({ where: { studyId } })).toBe(2)
  })
})

describe('a photograph on which the decoder dies', () => {
  it('is set aside after two deaths, by name, and the others go on', async () => {
    const { importId } = await begin()
    await send(importId, 'a-poison.jpg', await plainFundus(31))
    await send(importId, 'b-good.jpg', await plainFundus(32))
    const poison = await plainFundus(31)
    let deaths = 0
    const dying: Pick<PhotographDecoder, 'prepare'> = {
      prepare: (bytes) => {
        if (!bytes.equals(poison)) return decoder.prepare(bytes)
        deaths++
        return Promise.reject(new AppError('photograph.decoderDied', 'It died.', 422))
      },
    }
    const files = await database().importFile.findMany({ where: { importId }, orderBy: { name: 'asc' } })
    for (const { id } of files) await ingestPhotograph(id, { now: testNow, decoder: dying })
    const after = await database().importFile.findMany({ where: { importId }, orderBy: { name: 'asc' } })
    expect(deaths).toBe(2)
    expect(after.map(({ name, state, deaths, sentence }) => ({ name, state, deaths, sentence }))).toEqual([
      {
        name: 'a-poison.jpg',
        state: 'rejected',
        deaths: 2,
        sentence: 'a-poison.jpg ended the decoder 2 times and was set aside.',
      },
      { name: 'b-good.jpg', state: 'ingested', deaths: 0, sentence: '' },
    ])
  })
})
