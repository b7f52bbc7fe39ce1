/** Acceptance row 17, the decoder's part: whatever a file holds, it costs itself and nothing else. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { AppError } from '@/lib/domain/errors'
import { createPhotographDecoder, type PhotographDecoder } from '@/lib/vision'
import { malformedPhotographs } from '../support/malformed-photographs'
import { plainFundus } from '../support/plain-fundus'

const count = 300
const everyNth = 25

let decoder: PhotographDecoder
beforeAll(() => {
  decoder = createPhotographDecoder()
})
afterAll(() => decoder.close())

it(`${count} malformed files each get a sentence or are read, the decoder survives them, good ones among them arrive`, async () => {
  const good = await plainFundus(2)
  const expected = (await decoder.prepare(good)).canonicalSha256
  const wrong: unknown[] = []
  for (const [i, { name, bytes, mayBeRead }] of (await malformedPhotographs(count)).entries()) {
    const answer = await decoder.prepare(bytes).then(
      () => (mayBeRead ? 'fine' : 'read'),
      (error: unknown) => whatIsWrongWith(error),
    )
    if (answer !== 'fine') wrong.push({ name, answer })
    if (i % everyNth === 0 && (await decoder.prepare(good)).canonicalSha256 !== expected)
      wrong.push({ name, after: 'good' })
  }
  expect(wrong).toEqual([])
}, 120_000)

/** A refusal says in a sentence what the file is, as an outcome and not as a failure of ours. */
function whatIsWrongWith(error: unknown): unknown {
  if (!(error instanceof AppError)) return error
  const isSentence = /^[A-Z].{15,}\.$/.test(error.sentence)
  const isRefusal = [413, 415, 422].includes(error.status) && error.code !== 'photograph.decoderDied'
  return isSentence && isRefusal ? 'fine' : error
}
