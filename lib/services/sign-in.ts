/**
 * From an address and a password to a session. Unknown, disabled and wrong look the same and take the same time; guessing is
 * slowed down, by account and by address, and nobody is locked out.
 */
import {
  hashPassword,
  isOutdatedHash,
  noteAttempt,
  noteSuccess,
  startSession,
  verifyPassword,
  waitingMax,
} from '@/lib/auth'
import { email as emailSchema } from '@/lib/contracts/people'
import { database, inTransaction } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'

export type Credentials = {
  email: string
  password: string
  /** Where the request comes from, as far as is known. */
  address: string
}
type Clock = { now: Date; wait: (milliseconds: number) => Promise<void> }

const waiting = new Map<string, number>()

/** @returns null where it is not right  @throws AppError `signIn.slowly` (429): too many at once from one address */
export async function signIn(
  { email, password, address }: Credentials,
  { now, wait }: Clock,
): Promise<{ userId: string; sessionId: string } | null> {
  const before = waiting.get(address) ?? 0
  if (before >= waitingMax) {
    throw new AppError(
      'signIn.slowly',
      'Too many attempts to sign in at the same time. Wait a few seconds and try again.',
      429,
    )
  }
  waiting.set(address, before + 1)
  try {
    return await attempt(email, password, address, { now, wait })
  } finally {
    const left = (waiting.get(address) ?? 1) - 1
    if (left > 0) waiting.set(address, left)
    else waiting.delete(address)
  }
}

async function attempt(email: string, password: string, address: string, { now, wait }: Clock) {
  const known = emailSchema.safeParse(email.trim())
  const account = known.success ? known.data : email.slice(0, 200)
  const noted = await noteAttempt(database(), account, address, now)
  if (noted.delayMs > 0) await wait(noted.delayMs)

  const user = await database().user.findUnique({
    where: { email: account },
    select: { id: true, passwordHash: true, disabledAt: true },
  })
  const right = await verifyPassword(password.slice(0, 200), user?.passwordHash ?? null)
  if (!user || !right || user.disabledAt) return null

  const better = isOutdatedHash(user.passwordHash) ? await hashPassword(password) : null
  return inTransaction(async (tx) => {
    await noteSuccess(tx, noted, now)
    if (better) await tx.user.update({ where: { id: user.id }, data: { passwordHash: better } })
    return { userId: user.id, sessionId: await startSession(tx, user.id, now) }
  })
}
