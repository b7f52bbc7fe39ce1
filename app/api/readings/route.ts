/** POST: a finished answer; the same id and answer again is answered as the first time. */
import { route } from '@/app/_server'
import { submitRequest } from '@/lib/contracts/reading'
import { submitReading } from '@/lib/services/submit-reading'

/** Enough for 20,000 marks, or outlines of thousands of corners. */
const bodyBytesMax = 8 * 1024 * 1024

export const POST = route({
  access: ['observer', 'adjudicator'],
  body: submitRequest,
  bodyBytesMax,
  run: ({ context, body }) => submitReading(context, body),
})
