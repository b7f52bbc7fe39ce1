/** One-time links: the token goes out once, only its hash stays. 256 random bits need no slow hash. */
import { randomBytes } from 'node:crypto'
import { sha256Hex } from '@/lib/domain/hash'

export const hashToken = (token: string): string => sha256Hex(token)

/** @returns the token for the link (43 characters, safe in a URL), and what is stored of it */
export function createToken(): { token: string; tokenHash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, tokenHash: hashToken(token) }
}
