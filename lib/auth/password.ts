/**
 * Passwords as scrypt hashes: `scrypt$N$r$p$salt$hash` (base64url), so that the cost can rise without locking anybody out.
 * Checking takes as long for an account that is not there, and compares in constant time.
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

export type PasswordCost = { N: number; r: number; p: number }

/** 64 MiB and about 0.3 s on a current core: OWASP's second row for scrypt, as strong as its first with half the memory. */
const cost: PasswordCost = { N: 2 ** 16, r: 8, p: 2 }
const costMax = 2 ** 20
const keyBytes = 32
const saltBytes = 16

const derive = (password: string, salt: Buffer, { N, r, p }: PasswordCost): Promise<Buffer> => {
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r }
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

const write = ({ N, r, p }: PasswordCost, salt: Buffer, key: Buffer) =>
  ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$')

/** @param at for tests: a lower cost */
export async function hashPassword(password: string, at: PasswordCost = cost): Promise<string> {
  const salt = randomBytes(saltBytes)
  return write(at, salt, await derive(password, salt, at))
}

/**
 * @param stored null where there is no such account: the same work is done, the answer is false
 * @returns false too for a stored text that is no hash of ours
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parsed = stored === null ? null : parse(stored)
  const { at, salt, key } = parsed ?? { at: cost, salt: randomBytes(saltBytes), key: randomBytes(keyBytes) }
  const derived = await derive(password, salt, at)
  return timingSafeEqual(derived, key) && parsed !== null
}

/** True where the hash was made at a lower cost than today's: hash again while the password is at hand. */
export function isOutdatedHash(stored: string): boolean {
  const parsed = parse(stored)
  return parsed === null || parsed.at.N * parsed.at.r * parsed.at.p < cost.N * cost.r * cost.p
}

function parse(stored: string): { at: PasswordCost; salt: Buffer; key: Buffer } | null {
  const [name, n, r, p, salt, key] = stored.split('$')
  const at = { N: Number(n), r: Number(r), p: Number(p) }
  const sane =
    Object.values(at).every((value) => Number.isInteger(value) && value >= 1) && at.N * at.r * at.p <= costMax
  if (name !== 'scrypt' || !sane || !salt || !key) return null
  const bytes = Buffer.from(key, 'base64url')
  return bytes.length === keyBytes ? { at, salt: Buffer.from(salt, 'base64url'), key: bytes } : null
}
