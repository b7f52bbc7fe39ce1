/**
 * Batches made in a thread of their own, so that the network does not wait for pictures to be decoded and turned. The thread is
 * told a module and plain data, opens its own copy of the examples, and answers with batches whose memory it hands over.
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { AppError } from '@/lib/domain/errors'
import type { Batch, Examples } from './examples'
import type { BatchSource, Views } from './feed'

export type FeedModule = {
  /** URL of a module that exports `openExamples(data): Promise<Examples>`. */
  module: string
  /** What it takes: anything that can be cloned into a thread. */
  data: unknown
}

export type FeedRequest = { id: number; items: Uint32Array; views: Views } | 'close'

/** An error on its way between threads. */
export type ToldError = Pick<AppError, 'code' | 'sentence' | 'status' | 'details'> | { message: string; stack?: string }

export type FeedReply =
  | { type: 'ready'; size: number; inputShape: number[] }
  | { type: 'batch'; id: number; batch: Batch }
  | { type: 'failed'; id: number | null; error: ToldError }

/** Plain JavaScript: the thread learns TypeScript only once it runs (tsx; the same on Node 20, 22 and 24). */
const entry = path.join(path.dirname(fileURLToPath(import.meta.url)), 'feed-entry.mjs')

/**
 * @param expected the examples as the trainer knows them
 * @throws AppError what `openExamples` throws, `network.feedDiffers`, `network.feedDied`
 */
export async function startFeedThread(feed: FeedModule, expected: Examples): Promise<BatchSource> {
  const thread = new Worker(entry, { workerData: feed, name: 'feed', execArgv: [] })
  const waiting = new Map<number, { resolve: (batch: Batch) => void; reject: (error: Error) => void }>()
  let asked = 0
  let death: Error | undefined

  const opened = new Promise<{ size: number; inputShape: number[] }>((resolve, reject) => {
    const die = (error: Error) => {
      death ??= error
      reject(death)
      for (const { reject: rejectOne } of waiting.values()) rejectOne(death)
      waiting.clear()
    }
    thread.on('message', (reply: FeedReply) => {
      if (reply.type === 'ready') return resolve(reply)
      if (reply.type === 'failed' && reply.id === null) return die(retold(reply.error))
      const one = reply.id === null ? undefined : waiting.get(reply.id)
      if (reply.id !== null) waiting.delete(reply.id)
      if (reply.type === 'batch') one?.resolve(reply.batch)
      else one?.reject(retold(reply.error))
    })
    thread.on('error', (error) => die(died(error.message)))
    thread.on('exit', () => die(died('it ended by itself')))
  })
  const gone = new Promise<void>((resolve) => thread.on('exit', () => resolve()))
  const close = () => {
    thread.postMessage('close' satisfies FeedRequest)
    return gone
  }

  try {
    refuseOthers(await opened, expected)
  } catch (error) {
    await close()
    throw error
  }
  return {
    read(items, views) {
      if (death) return Promise.reject(death)
      const id = asked++
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        // A copy: cloning a part of an array clones all the memory below it.
        thread.postMessage({ id, items: items.slice(), views } satisfies FeedRequest)
      })
    },
    close,
  }
}

function refuseOthers(found: { size: number; inputShape: number[] }, expected: Examples): void {
  if (found.size === expected.size && found.inputShape.join() === expected.inputShape.join()) return
  const words = (set: typeof found) => `${set.size} items of ${set.inputShape.join(' × ')}`
  throw new AppError(
    'network.feedDiffers',
    `The thread that reads the training items found ${words(found)} where ${words(expected)} belong; start the run again.`,
    500,
  )
}

/** What was thrown there is thrown here: the same code, sentence and status. */
function retold(error: ToldError): Error {
  if ('code' in error) return new AppError(error.code, error.sentence, error.status, error.details)
  const plain = new Error(error.message)
  if (error.stack) plain.stack = error.stack
  return plain
}

const died = (why: string) =>
  new AppError(
    'network.feedDied',
    `The thread that reads the training items is gone (${why}); resume the run to go on from its last checkpoint.`,
    500,
  )
