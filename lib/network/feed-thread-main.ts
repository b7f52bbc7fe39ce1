/**
 * The feed's thread: opens the examples of the module it was told, answers each request with a batch, one after the other.
 * Ends when it is asked to, once everything asked for before is answered.
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { AppError } from '@/lib/domain/errors'
import type { Examples } from './examples'
import { readBatch } from './feed'
import type { FeedModule, FeedReply, FeedRequest, ToldError } from './feed-thread'

async function main(port: MessagePort, { module, data }: FeedModule): Promise<void> {
  const tell = (reply: FeedReply, transfer: ArrayBuffer[] = []) => port.postMessage(reply, transfer)
  // Requests may come before the examples are open: they wait in line.
  let line: Promise<void>
  const answer = async (examples: Examples, { id, items, views }: Exclude<FeedRequest, 'close'>) => {
    try {
      const batch = await readBatch(examples, items, views)
      tell({ type: 'batch', id, batch }, [batch.inputs.buffer, batch.labels.buffer].filter(isOwn))
    } catch (error) {
      tell({ type: 'failed', id, error: told(error) })
    }
  }
  const opening = open(module, data)
  line = opening.then(
    ({ size, inputShape }) => tell({ type: 'ready', size, inputShape }),
    (error: unknown) => tell({ type: 'failed', id: null, error: told(error) }),
  )
  port.on('message', (request: FeedRequest) => {
    line = line.then(async () => (request === 'close' ? port.close() : answer(await opening, request)))
  })
}

async function open(module: string, data: unknown): Promise<Examples> {
  const { openExamples }: { openExamples(data: unknown): Promise<Examples> } = await import(module)
  return openExamples(data)
}

const isOwn = (buffer: ArrayBufferLike): buffer is ArrayBuffer => buffer instanceof ArrayBuffer

function told(error: unknown): ToldError {
  if (error instanceof AppError) {
    const { code, sentence, status, details } = error
    return { code, sentence, status, details }
  }
  return error instanceof Error ? { message: error.message, stack: error.stack } : { message: String(error) }
}

if (parentPort) await main(parentPort, workerData)
