/** The secret that protects session cookies. A short or well-known one stops the process before it serves anybody. */
import { AppError } from '@/lib/domain/errors'
import { env } from '@/lib/env'

const lengthMin = 32
const wellKnown = /secret|changeme|change-me|password|example|default|concord|^(.)\1*$|^(0123456789|abcdef)/i

/** @throws AppError `secret.weak` */
export function checkSecret(secret: string): string {
  if (secret.length >= lengthMin && !wellKnown.test(secret) && new Set(secret).size >= 8) return secret
  throw new AppError(
    'secret.weak',
    `NEXTAUTH_SECRET is ${secret === '' ? 'not set' : 'too short or well known'}: give it at least ${lengthMin} random characters, e.g. from "openssl rand -hex 32", or start with "npm start", which makes one.`,
    500,
  )
}

export const sessionSecret = (): string => checkSecret(env().secret)
