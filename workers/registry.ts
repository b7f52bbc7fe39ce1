/** Which handler does which kind of job. A kind without a handler, or with two, stops the worker before it takes anything. */
import { type JobContext, type JobHandler, type JobKind, jobKindNames, parseJob } from '@/lib/jobs'
import { ingestPhotographJob } from './handlers/ingest-photograph'
import { trainRunJob } from './handlers/train-run'

export type Registration = {
  kind: JobKind
  /** Parses the payload as its kind says, then does the work. */
  run: (payload: unknown, context: JobContext) => Promise<void>
}

const register = <K extends JobKind>(kind: K, handler: JobHandler<K>): Registration => ({
  kind,
  run: async (payload, context) => handler(parseJob(kind, payload), context),
})

export const registrations: Registration[] = [
  register('ingest-photograph', ingestPhotographJob),
  register('train-run', trainRunJob),
]

/** @throws Error naming the first kind that has no handler or more than one */
export function checkRegistrations(
  candidates: readonly { kind: string }[] = registrations,
  kinds: readonly string[] = jobKindNames,
): void {
  for (const kind of kinds) {
    const count = candidates.filter((candidate) => candidate.kind === kind).length
    if (count !== 1)
      throw new Error(`The job kind ${kind} has ${count} handlers; it must have one (workers/registry.ts).`)
  }
  const unknown = candidates.find(({ kind }) => !kinds.includes(kind))
  if (unknown)
    throw new Error(`workers/registry.ts has a handler for ${unknown.kind}, which is no job kind (lib/jobs/kinds.ts).`)
}
