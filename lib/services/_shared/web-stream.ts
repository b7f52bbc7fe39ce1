/**
 * A file's stream as the body of an answer. Node's own Readable.toWeb throws past everybody ("Controller is already closed") when a
 * browser turns away in the middle of a picture; here a cancelled answer only closes the file.
 */
import type { Readable } from 'node:stream'

export function webStreamOf(stream: Readable): ReadableStream<Uint8Array> {
  const chunks = stream[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(new Uint8Array(Buffer.from(value)))
    },
    cancel() {
      stream.destroy()
    },
  })
}
