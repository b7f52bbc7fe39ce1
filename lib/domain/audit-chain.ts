/**
 * The rule of the audit chain: each entry's hash covers the entry and the hash of the one before, so that no entry can be edited,
 * removed or moved without every later hash being wrong. Storing and reading are lib/db/audit.ts.
 */
import { canonicalJson } from './canonical-json'
import { sha256Hex } from './hash'

/** What comes before the first entry. */
export const genesisHash = '0'.repeat(64)

export type AuditFields = {
  /** 1, 2, 3 … without a gap. */
  seq: number
  at: Date
  /** `user:<id>`, `observer:<id>` or `system`. */
  actor: string
  action: string
  subject: string
  payload: unknown
}

/** @param prevHash hash of entry `seq − 1`, or `genesisHash`  @returns 64 lower-case hex digits */
export function auditHash(prevHash: string, entry: AuditFields): string {
  const { seq, at, actor, action, subject, payload } = entry
  return sha256Hex(prevHash + canonicalJson({ seq, at: at.toISOString(), actor, action, subject, payload }))
}

export type ChainedEntry = AuditFields & { prevHash: string; hash: string }

/** Why `entry` cannot follow the entry with this number and hash, or undefined when it does. */
export function breakAfter(previous: { seq: number; hash: string }, entry: ChainedEntry): string | undefined {
  if (entry.seq !== previous.seq + 1)
    return `Entry ${previous.seq + 1} is missing: entry ${entry.seq} follows ${previous.seq}.`
  if (entry.prevHash !== previous.hash) return `Entry ${entry.seq} does not name the hash of the entry before it.`
  if (entry.hash !== auditHash(previous.hash, entry)) return `Entry ${entry.seq} was edited: its hash is another.`
  return undefined
}
