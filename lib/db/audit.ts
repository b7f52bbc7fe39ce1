/**
 * The audit chain in Postgres: append inside the caller's transaction, verify page by page. The rule is lib/domain/audit-chain.ts.
 * An advisory lock makes appending one at a time until the caller commits: append as the last thing a transaction does.
 */
import { auditHash, breakAfter, genesisHash } from '@/lib/domain/audit-chain'
import { canonicalJson } from '@/lib/domain/canonical-json'
import { database } from './client'
import type { Tx } from './transaction'

/** Any number will do, as long as nothing else locks with it. */
const auditLock = 7_207_001
const pageSize = 1_000

export type AuditStep = {
  /** What happened: `reading.submitted`. */
  action: string
  /** To what: `item:<id>`. */
  subject: string
  /** By whom: `user:<id>`, `observer:<id>` or `system`. */
  actor: string
  /** JSON; keys that are undefined are left out. */
  payload: Record<string, unknown>
  at: Date
}

/** Adds one entry. The caller's transaction must be read committed: an older snapshot would not see the entry before. */
export async function appendAudit(tx: Tx, step: AuditStep): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(${auditLock})`
  const last = await tx.auditEntry.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true, hash: true } })
  const payload = JSON.parse(canonicalJson(step.payload))
  const seq = Number(last?.seq ?? 0) + 1
  const prevHash = last?.hash ?? genesisHash
  const hash = auditHash(prevHash, { ...step, seq, payload })
  const { at, actor, action, subject } = step
  await tx.auditEntry.create({ data: { seq, at, actor, action, subject, payload, prevHash, hash } })
}

export type ChainHead = { seq: number; hash: string }
export type AuditVerdict = { sound: true; head: ChainHead } | { sound: false; seq: number; sentence: string }

/**
 * Walks the whole chain. `expected` is a head noted earlier: the chain must still contain it, which is the only way to find out
 * that entries were cut off at the end.
 */
export async function verifyAudit(expected?: ChainHead): Promise<AuditVerdict> {
  let head: ChainHead = { seq: 0, hash: genesisHash }
  for (;;) {
    const page = await database().auditEntry.findMany({
      where: { seq: { gt: head.seq } },
      orderBy: { seq: 'asc' },
      take: pageSize,
    })
    for (const row of page) {
      const entry = { ...row, seq: Number(row.seq) }
      const sentence = breakAfter(head, entry) ?? contradiction(expected, entry)
      if (sentence) return { sound: false, seq: head.seq + 1, sentence }
      head = { seq: entry.seq, hash: entry.hash }
    }
    if (page.length < pageSize) break
  }
  if (expected && head.seq < expected.seq) {
    return {
      sound: false,
      seq: head.seq + 1,
      sentence: `The chain ends at entry ${head.seq}; it once reached ${expected.seq}.`,
    }
  }
  return { sound: true, head }
}

function contradiction(expected: ChainHead | undefined, entry: ChainHead): string | undefined {
  if (expected?.seq !== entry.seq || expected.hash === entry.hash) return undefined
  return `Entry ${entry.seq} has another hash than the one that was noted.`
}
