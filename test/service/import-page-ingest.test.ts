/** The job of one photograph: done once, tried again when it may help, and given up by name when it does not. */
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { database } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import { ingestPhotograph } from '@/lib/services/ingest-photograph'
import { requeueReceivedFiles } from '@/lib/services/requeue-received-files'
import { viewImport } from '@/lib/services/view-import'
import { decodeRgb, type PhotographDecoder } from '@/lib/vision'
import { begin, importWorker, send } from '../support/page-import'
import { plainFundus, plainFundusPng } from '../support/plain-fundus'
import { commandLine, testNow } from '../support/study'

const { decoder, work } = importWorker()

describe('a photograph of an import', () => {
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
    const { data } = await decodeRgb(await plainFundusPng(5))
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
