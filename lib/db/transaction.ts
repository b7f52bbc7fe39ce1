/**
 * Transactions: all or nothing, tried again when Postgres asks for it. Two transactions that get in each other's way (serialisation
 * failure 40001, deadlock 40P01) are no error of anybody's: one of them is run again, from the start.
 */
import { database } from './client'
import { Prisma } from './generated/client'

/** What a transaction's body works with: the client without the means to open another connection. */
export type Tx = Prisma.TransactionClient

export type TransactionOptions = {
  /** How often it is tried again after a conflict (not counting the first time). */
  retries?: number
  isolation?: Prisma.TransactionIsolationLevel
}

/**
 * Runs `fn` in one transaction (read committed unless said otherwise). `fn` may run several times: it must have no effect but on `tx`.
 * Whatever `fn` throws rolls everything back and is thrown on.
 */
export async function inTransaction<T>(fn: (tx: Tx) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
  const { retries = 5, isolation = 'ReadCommitted' } = options
  for (let attempt = 0; ; attempt++) {
    try {
      return await database().$transaction(fn, { isolationLevel: isolation })
    } catch (error) {
      if (attempt >= retries || !isConflict(error)) throw error
    }
  }
}

/** P2034: Prisma's word for both; raw SQL tells Postgres' own code instead. */
function isConflict(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
  return error.code === 'P2034' || /\b(40001|40P01|TransactionWriteConflict)\b/.test(JSON.stringify(error.meta ?? {}))
}
