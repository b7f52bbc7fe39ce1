import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appendAudit, database, inTransaction, verifyAudit } from '@/lib/db'
import { type FreshDatabase, freshDatabase } from '../support/database'

const at = new Date('2026-11-23T20:00:00.123Z')
const append = (action: string, payload: Record<string, unknown> = {}) =>
  inTransaction((tx) => appendAudit(tx, { action, subject: `item:${action}`, actor: 'system', payload, at }))

/** What only somebody who may change the tables themselves can do. */
const tamper = async (sql: string) => {
  await database().$executeRawUnsafe('alter table "AuditEntry" disable trigger append_only')
  await database().$executeRawUnsafe(sql)
  await database().$executeRawUnsafe('alter table "AuditEntry" enable trigger append_only')
}

let own: FreshDatabase
beforeEach(async () => {
  own = await freshDatabase()
})
afterEach(() => own.drop())

describe('the audit chain', () => {
  it('is sound when empty and after any appended entries', async () => {
    expect(await verifyAudit()).toEqual({ sound: true, head: { seq: 0, hash: '0'.repeat(64) } })
    await append('first', { nested: { b: 1, a: [1.5, null, 'Ö', 1e-7, -0] }, left: undefined })
    await append('second')
    expect(await verifyAudit()).toEqual({
      sound: true,
      head: { seq: 2, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
  })

  it('has no gap and no fork when many append at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => append(`step ${i}`, { i })))
    expect(await verifyAudit()).toMatchObject({ sound: true, head: { seq: 20 } })
  })

  it('keeps nothing of a transaction that was rolled back', async () => {
    await append('kept')
    await expect(
      inTransaction(async (tx) => {
        await appendAudit(tx, { action: 'lost', subject: 'x', actor: 'system', payload: {}, at })
        throw new Error('rolled back')
      }),
    ).rejects.toThrow('rolled back')
    await append('next')
    expect((await database().auditEntry.findMany({ orderBy: { seq: 'asc' } })).map((entry) => entry.action)).toEqual([
      'kept',
      'next',
    ])
    expect(await verifyAudit()).toMatchObject({ sound: true })
  })

  it('refuses what JSON cannot hold instead of hashing something else', async () => {
    await expect(append('odd', { when: at })).rejects.toThrow('$.when')
  })

  const columns = {
    action: `'other'`,
    actor: `'user:${randomUUID()}'`,
    subject: `'item:other'`,
    payload: `'{"i": 4}'`,
    at: "at + interval '1 ms'",
    hash: `repeat('a', 64)`,
    prevHash: `repeat('b', 64)`,
  }
  it.each(Object.entries(columns))('tells which entry had its %s edited', async (column, value) => {
    for (let i = 1; i <= 5; i++) await append(`step ${i}`, { i })
    await tamper(`update "AuditEntry" set "${column}" = ${value} where seq = 3`)
    expect(await verifyAudit()).toMatchObject({ sound: false, seq: 3 })
  })

  it('tells where an entry was removed', async () => {
    for (let i = 1; i <= 5; i++) await append(`step ${i}`, { i })
    await tamper('delete from "AuditEntry" where seq = 3')
    expect(await verifyAudit()).toEqual({ sound: false, seq: 3, sentence: 'Entry 3 is missing: entry 4 follows 2.' })
  })

  it('tells when entries swapped places', async () => {
    for (let i = 1; i <= 5; i++) await append(`step ${i}`, { i })
    await tamper(`
      with pair as (select a.seq, b.action, b.subject, b.payload from "AuditEntry" a join "AuditEntry" b on a.seq + b.seq = 5 and a.seq in (2, 3))
      update "AuditEntry" e set action = pair.action, subject = pair.subject, payload = pair.payload from pair where e.seq = pair.seq`)
    expect(await verifyAudit()).toMatchObject({ sound: false, seq: 2 })
  })

  it('tells that the end was cut off, from a head noted before', async () => {
    for (let i = 1; i <= 5; i++) await append(`step ${i}`, { i })
    const verdict = await verifyAudit()
    if (!verdict.sound) throw new Error(verdict.sentence)
    await append('one more')
    expect(await verifyAudit(verdict.head)).toMatchObject({ sound: true, head: { seq: 6 } })
    await tamper('delete from "AuditEntry" where seq > 4')
    expect(await verifyAudit()).toMatchObject({ sound: true, head: { seq: 4 } })
    expect(await verifyAudit(verdict.head)).toEqual({
      sound: false,
      seq: 5,
      sentence: 'The chain ends at entry 4; it once reached 5.',
    })
  })

  it('tells that the end was written anew, from a head noted before', async () => {
    for (let i = 1; i <= 3; i++) await append(`step ${i}`, { i })
    const verdict = await verifyAudit()
    if (!verdict.sound) throw new Error(verdict.sentence)
    await tamper('delete from "AuditEntry" where seq = 3')
    await append('forged')
    expect(await verifyAudit(verdict.head)).toMatchObject({ sound: false, seq: 3 })
  })
})
