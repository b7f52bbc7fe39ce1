import { Readable } from 'node:stream'
import { beforeAll, describe, expect, it } from 'vitest'
import { database } from '@/lib/db'
import { imageVariants } from '@/lib/services/_shared/photograph-image'
import { ingestPhotograph } from '@/lib/services/ingest-photograph'
import { openImport } from '@/lib/services/open-import'
import { receiveImportFile } from '@/lib/services/receive-import-file'
import { photographImage } from '@/lib/services/view-photograph-image'
import { plainFundus } from '../support/plain-fundus'
import { commandLine, newStudy, person, testNow } from '../support/study'

let studyId: string
let photographId: string
beforeAll(async () => {
  studyId = await newStudy()
  const { id: importId } = await openImport(commandLine, { studyId })
  const body = Readable.from([withComment(await plainFundus(71), 'canary of a patient')])
  const { fileId } = await receiveImportFile(commandLine, { importId, name: 'secret-name_left.jpeg', body })
  await ingestPhotograph(fileId ?? '', { now: testNow })
  photographId = (await database().photograph.findFirstOrThrow({ where: { studyId } })).id
})

/** A JPEG with a comment segment, as cameras write them. */
function withComment(jpeg: Buffer, text: string): Buffer {
  const comment = Buffer.from(text)
  const head = Buffer.from([0xff, 0xfe, 0, 0])
  head.writeUInt16BE(comment.length + 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), head, comment, jpeg.subarray(2)])
}

describe('a picture of a photograph', () => {
  it('is sent with its type, never sniffed, never run, kept by nobody else, and without a name or metadata', async () => {
    const researcher = await person('researcher', [studyId])
    const types: Record<string, string | null> = {}
    for (const variant of imageVariants) {
      const response = await photographImage(researcher, { photographId, variant })
      types[variant] = response.headers.get('content-type')
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cache-control': 'private, no-cache',
        'content-disposition': 'inline',
      })
      const bytes = Buffer.from(await response.arrayBuffer())
      expect(bytes.length).toBe(Number(response.headers.get('content-length')))
      const everything = bytes.toString('latin1') + JSON.stringify([...response.headers])
      expect(everything).not.toMatch(/canary|secret-name/)
    }
    expect(types).toEqual({
      original: 'image/jpeg',
      display: 'image/jpeg',
      thumbnail: 'image/webp',
      plain800: 'image/png',
      contrast800: 'image/png',
    })
  })

  it('is not sent again to a browser that has it', async () => {
    const first = await photographImage(commandLine, { photographId, variant: 'display' })
    await first.body?.cancel()
    const request = new Request('http://localhost/', { headers: { 'if-none-match': first.headers.get('etag') ?? '' } })
    const second = await photographImage(commandLine, { photographId, variant: 'display', request })
    expect({ status: second.status, body: await second.text() }).toEqual({ status: 304, body: '' })
  })

  it('does not exist for others: outsiders, graders, adjudicators without a case about it', async () => {
    const contexts = [
      await person('researcher'),
      await person('observer', [studyId]),
      await person('adjudicator', [studyId]),
    ]
    for (const context of contexts) {
      await expect(photographImage(context, { photographId, variant: 'thumbnail' })).rejects.toMatchObject({
        code: 'access.none',
        status: 404,
      })
    }
  })
})
