/**
 * The child process in which files from outside are decoded: one request at a time, one reply each. It holds no secrets
 * and no connections; a file that kills it kills nothing else. It leaves when its parent does.
 */
import { AppError } from '@/lib/domain/errors'
import { readMask } from './decode-mask'
import { type Reply, type Request, requestSchema } from './messages'
import { preparePhotograph } from './prepare-photograph'
import { viewPhotograph } from './view-photograph'

/** The largest photograph allowed needs about 1.1 GB; more than this is a file that tries to exhaust the machine. */
const residentBytesMax = 2 * 1024 ** 3
const memoryCheckMs = 100

const reply = (message: Reply) => {
  process.send?.(message)
}

process.on('disconnect', () => process.exit(0))
// Ctrl-C reaches the whole process group: the parent decides when work stops, or its photograph would look damaged.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
process.on('message', (message: unknown) => {
  const request = requestSchema.parse(message)
  void answer(request).then(reply)
})
setInterval(() => {
  if (process.memoryUsage.rss() > residentBytesMax) process.exit(2)
}, memoryCheckMs).unref()
reply({ outcome: 'ready' })

async function answer(request: Request): Promise<Reply> {
  try {
    return { outcome: 'done', id: request.id, result: await work(request) }
  } catch (error) {
    if (error instanceof AppError && isReplyStatus(error.status)) {
      return { outcome: 'refused', id: request.id, code: error.code, sentence: error.sentence, status: error.status }
    }
    return {
      outcome: 'refused',
      id: request.id,
      code: 'photograph.unreadable',
      sentence: 'The picture is damaged or incomplete and cannot be decoded; fetch the file from its source again.',
      status: 422,
    }
  }
}

function work(request: Request): Promise<unknown> {
  const bytes = Buffer.from(request.bytes.buffer, request.bytes.byteOffset, request.bytes.byteLength)
  switch (request.task) {
    case 'prepare':
      return preparePhotograph(bytes, request.type, request.settings)
    case 'view':
      return viewPhotograph(bytes, request.type, request.settings, request.decoding)
    case 'mask':
      return readMask(bytes, request.type)
  }
}

const isReplyStatus = (status: number): status is 413 | 415 | 422 | 500 => [413, 415, 422, 500].includes(status)
