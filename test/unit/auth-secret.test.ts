import { describe, expect, it } from 'vitest'
import { checkSecret } from '@/lib/auth/secret'

describe('the secret of the session cookies', () => {
  it('is refused when it is missing, short, well known or monotonous', () => {
    const weak = [
      '',
      'short',
      'changeme'.repeat(8),
      'secret'.repeat(10),
      'x'.repeat(64),
      'abababababababababababababababababababab',
    ]
    for (const secret of weak)
      expect(() => checkSecret(secret)).toThrow(/NEXTAUTH_SECRET is .*: give it at least 32 random characters/)
  })

  it('is taken when it is long and random', () => {
    const secret = '9f2c7d1be84a5063f1e2d7c8b9a0123456789a5b'
    expect(checkSecret(secret)).toBe(secret)
  })
})
