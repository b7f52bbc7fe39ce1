/**
 * One child process that decodes, started when it is first needed and again after it died. Requests queue: a photograph
 * needs a core and up to a gigabyte, so two at a time would only be slower. A child that dies or takes too long costs
 * the one photograph that it was busy with.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { AppError } from '@/lib/domain/errors'
import { type Request, replySchema } from './messages'

export type DecodeProcessOptions = {
  /** A photograph that takes longer is given up. */
  timeLimitMs: number
  /** Limit of the child's JavaScript heap; its resident memory is watched by the child itself. */
  heapMegabytesMax: number
}

type Job = { request: Request; resolve: (result: unknown) => void; reject: (error: Error) => void }

/**
 * A photograph's pixels are blocks of 35 MB, asked for and given back again and again. glibc returns such blocks to the
 * kernel at once, which then clears every page anew: half the time of decoding. So they are kept, and in one heap for all
 * threads, for the heaps of glibc's other threads are too small for them.
 */
const keepMemory = {
  MALLOC_MMAP_THRESHOLD_: '536870912',
  MALLOC_TRIM_THRESHOLD_: '536870912',
  MALLOC_ARENA_MAX: '1',
}

/**
 * V8 counts those blocks, too, and would search its small heap for garbage after every photograph, at 20 to 30 ms each
 * time. Its young generation, which is searched all the same, is where they are.
 * @param heapMegabytesMax limit of the JavaScript heap
 */
export const decoderFlags = (heapMegabytesMax: number): string[] => [
  `--max-old-space-size=${heapMegabytesMax}`,
  `--initial-old-space-size=${heapMegabytesMax}`,
]

const here = path.dirname(fileURLToPath(import.meta.url))
const startLimitMs = 60_000

export class DecodeProcess {
  private child: ChildProcess | undefined
  private isReady = false
  private queue: Job[] = []
  private current: Job | undefined
  private timer: NodeJS.Timeout | undefined
  private isClosed = false
  private nextId = 1

  constructor(private readonly options: DecodeProcessOptions) {}

  /** The child's answer, unparsed. @throws AppError as the child does, or photograph.decoderDied when it died or took too long */
  run(request: Request): Promise<unknown> {
    if (this.isClosed) return Promise.reject(new AppError('photograph.closed', 'The decoder has been closed.', 500))
    return new Promise((resolve, reject) => {
      this.queue.push({ request: { ...request, id: this.nextId++ }, resolve, reject })
      this.next()
    })
  }

  /** Ends the child; what is still waiting is refused. Resolves once the process is gone. */
  async close(): Promise<void> {
    this.isClosed = true
    const closed = new AppError('photograph.closed', 'The decoder was closed before the photograph was read.', 500)
    for (const job of this.queue.splice(0)) job.reject(closed)
    this.finish()?.reject(closed)
    const child = this.child
    if (!child) return
    await new Promise<void>((resolve) => {
      child.ref()
      child.once('exit', () => resolve())
      child.kill('SIGKILL')
    })
  }

  private next() {
    if (this.current || this.isClosed) return
    const job = this.queue[0]
    if (!job) {
      this.letParentExit()
      return
    }
    const child = this.child ?? this.start()
    child.ref()
    child.channel?.ref()
    if (!this.isReady) return
    this.queue.shift()
    this.current = job
    this.timer = setTimeout(() => child.kill('SIGKILL'), this.options.timeLimitMs)
    child.send(job.request, (error) => {
      if (error) child.kill('SIGKILL')
    })
  }

  /** An idle child must not keep the process that uses it alive. */
  private letParentExit() {
    this.child?.unref()
    this.child?.channel?.unref()
  }

  private start(): ChildProcess {
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
    const child = fork(path.join(here, 'decode-child.ts'), {
      execArgv: ['--import', tsx, ...decoderFlags(this.options.heapMegabytesMax)],
      serialization: 'advanced',
      cwd: path.resolve(here, '../..'),
      // No secrets for a process that reads files from strangers.
      env: { NODE_ENV: 'production', ...keepMemory },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    this.child = child
    this.isReady = false
    const startTimer = setTimeout(() => child.kill('SIGKILL'), startLimitMs)
    child.on('message', (message) => {
      clearTimeout(startTimer)
      this.receive(message)
    })
    // `error` says that it could not be started or killed; `exit` or this settles what it was busy with.
    child.once('error', () => this.bury(child))
    child.once('exit', () => {
      clearTimeout(startTimer)
      this.bury(child)
    })
    return child
  }

  private receive(message: unknown) {
    const parsed = replySchema.parse(message)
    if (parsed.outcome === 'ready') {
      this.isReady = true
      this.next()
      return
    }
    if (parsed.id !== this.current?.request.id) return
    const job = this.finish()
    if (parsed.outcome === 'done') job?.resolve(parsed.result)
    else job?.reject(new AppError(parsed.code, parsed.sentence, parsed.status))
    this.next()
  }

  private finish(): Job | undefined {
    clearTimeout(this.timer)
    const job = this.current
    this.current = undefined
    return job
  }

  /** After a death the next photograph gets a new child; one that cannot even start fails the photograph, not for ever. */
  private bury(child: ChildProcess) {
    if (this.child !== child) return
    this.child = undefined
    const job = this.isReady ? this.finish() : this.queue.shift()
    job?.reject(
      this.isReady
        ? new AppError(
            'photograph.decoderDied',
            'Decoding the picture took too long or too much memory and was stopped; check the file, or save it anew.',
            422,
          )
        : new AppError(
            'photograph.decoderFailed',
            'The process that decodes photographs could not be started; check that the installation is complete.',
            500,
          ),
    )
    this.isReady = false
    this.next()
  }
}
