/** One JSON object a line: when, how bad, what, and what one needs to find out more. */
import type { JobLog } from '@/lib/jobs'

export type Level = 'info' | 'error'

export function logLine(level: Level, event: string, fields: Record<string, unknown> = {}): void {
  const line = JSON.stringify({ at: new Date().toISOString(), level, process: 'worker', event, ...fields })
  process[level === 'error' ? 'stderr' : 'stdout'].write(`${line}\n`)
}

export const logInfo: JobLog = (event, fields) => logLine('info', event, fields)

export function logError(event: string, error: unknown, fields: Record<string, unknown> = {}): void {
  const told = error instanceof Error ? { message: error.message, stack: error.stack } : { message: String(error) }
  logLine('error', event, { ...fields, ...told })
}
