/** What the figures were measured on: they mean nothing without it. */
import os from 'node:os'

export type Machine = {
  processor: string
  cores: number
  memoryGibibytes: number
  node: string
  /** Processes that ran or waited, averaged over the last minute: beyond one a core somebody else was working, too. */
  load: number
  at: string
}

export function describeMachine(): Machine {
  return {
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGibibytes: Math.round(os.totalmem() / 2 ** 30),
    node: process.version,
    load: Number(os.loadavg()[0]?.toFixed(2)),
    at: new Date().toISOString(),
  }
}
