import { describe, expect, it } from 'vitest'
import { POST as close } from '@/app/api/imports/[id]/close/route'
import { PUT as files } from '@/app/api/imports/[id]/files/route'
import { GET as report } from '@/app/api/imports/[id]/route'
import { POST as open } from '@/app/api/imports/route'
import { GET as image } from '@/app/api/photographs/[id]/image/[variant]/route'
import { database } from '@/lib/db'
import { ingestPhotograph } from '@/lib/services/ingest-photograph'
import { answerOf, ask } from '../support/ask'
import { createPerson } from '../support/people'
import { plainFundus } from '../support/plain-fundus'
import { newStudy, testNow } from '../support/study'

describe('an import over the network', () => {
  it('is opened, fed with bytes, closed and asked for its report by a researcher of the study', async () => {
    const studyId = await newStudy()
    const as = await createPerson('researcher', { studyIds: [studyId] })
    const opened = await answerOf(await ask(open, { as, body: { studyId } }))
    expect(opened).toEqual({ status: 200, body: { id: expect.any(String) } })
    const { id } = opened.body as { id: string }
    const params = { id }
    const sent = await ask(files, {
      as,
      method: 'PUT',
      path: `/api/imports/${id}/files?name=${encodeURIComponent('images/10_left.jpeg')}`,
      params,
      body: await plainFundus(81),
      headers: { 'content-type': 'application/octet-stream' },
    })
    const arrived = await answerOf(sent)
    expect(arrived).toEqual({ status: 200, body: { fileId: expect.any(String), files: 1 } })
    await ingestPhotograph((arrived.body as { fileId: string }).fileId, { now: testNow })
    expect((await ask(close, { as, params, body: {} })).status).toBe(200)
    expect(await answerOf(await ask(report, { as, params }))).toMatchObject({
      status: 200,
      body: { id, state: 'closed', counts: { received: 0, ingested: 1 }, problems: [] },
    })
    const photograph = await database().photograph.findFirstOrThrow({ where: { studyId } })
    const picture = await ask(image, { as, params: { id: photograph.id, variant: 'thumbnail' } })
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/webp'])
    await picture.body?.cancel()
  })

  it('refuses a file that is sent as a form, and one without a name', async () => {
    const studyId = await newStudy()
    const as = await createPerson('researcher', { studyIds: [studyId] })
    const { id } = (await answerOf(await ask(open, { as, body: { studyId } }))).body as { id: string }
    const put = (path: string, contentType: string) =>
      ask(files, { as, method: 'PUT', path, params: { id }, body: 'x', headers: { 'content-type': contentType } })
    expect((await put(`/api/imports/${id}/files?name=a.jpg`, 'multipart/form-data')).status).toBe(415)
    expect((await put(`/api/imports/${id}/files`, 'application/octet-stream')).status).toBe(400)
    expect(await database().importFile.count({ where: { importId: id } })).toBe(0)
  })
})
