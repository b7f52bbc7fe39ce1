/** The memory behind the delays: one row an attempt and key, written before the password is looked at. */
import type { Tx } from '@/lib/db'
import { sha256Hex } from '@/lib/domain/hash'
import { accountDelayMs, addressDelayMs, guessWindowMs } from './guess-delay'

/** Keys are hashed: the table is no list of who has an account or from where they came. */
const keyOf = (kind: 'account' | 'address', value: string) => `${kind}:${sha256Hex(value).slice(0, 32)}`

export type Attempt = { accountKey: string; delayMs: number }

/**
 * Notes an attempt as failed and tells how long it has to wait. Noted first and counted then, so that many guesses sent at
 * once delay each other.
 */
export async function noteAttempt(db: Tx, email: string, address: string, now: Date): Promise<Attempt> {
  const accountKey = keyOf('account', email)
  const addressKey = keyOf('address', address)
  const keys = [accountKey, addressKey]
  await db.signInAttempt.createMany({ data: keys.map((key) => ({ key, at: now, succeeded: false })) })
  const since = new Date(now.getTime() - guessWindowMs)
  const [byAccount, byAddress] = await Promise.all(
    keys.map((key) => db.signInAttempt.count({ where: { key, succeeded: false, at: { gt: since } } })),
  )
  return { accountKey, delayMs: Math.max(accountDelayMs((byAccount ?? 1) - 1), addressDelayMs((byAddress ?? 1) - 1)) }
}

/** The right password was given: the account's failures are forgotten, the address' are not. */
export async function noteSuccess(db: Tx, attempt: Attempt, now: Date): Promise<void> {
  await db.signInAttempt.deleteMany({ where: { key: attempt.accountKey } })
  await db.signInAttempt.create({ data: { key: attempt.accountKey, at: now, succeeded: true } })
  await db.signInAttempt.deleteMany({ where: { at: { lt: new Date(now.getTime() - 24 * 60 * 60 * 1000) } } })
}
