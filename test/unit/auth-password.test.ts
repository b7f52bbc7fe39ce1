import { describe, expect, it } from 'vitest'
import { hashPassword, isOutdatedHash, verifyPassword } from '@/lib/auth/password'

/** A cost for tests; the product's own is checked once, below. */
const cheap = { N: 2 ** 10, r: 8, p: 1 }

describe('passwords', () => {
  it('are recognised by their hash, and nothing else is', async () => {
    const hash = await hashPassword('correct horse battery', cheap)
    const answers = await Promise.all(
      ['correct horse battery', 'correct horse batterz', '', 'Correct horse battery'].map((p) =>
        verifyPassword(p, hash),
      ),
    )
    expect(answers).toEqual([true, false, false, false])
  })

  it('are stored with the cost that they were hashed at, and a salt of their own', async () => {
    const [one, two] = await Promise.all([hashPassword('the same one', cheap), hashPassword('the same one', cheap)])
    expect(one).toMatch(/^scrypt\$1024\$8\$1\$[\w-]{22}\$[\w-]{43}$/)
    expect(one).not.toBe(two)
  })

  it('are the same however the keyboard composes their letters', async () => {
    expect(await verifyPassword('Zu\u0308rich am See', await hashPassword('Z\u00fcrich am See', cheap))).toBe(true)
  })

  it('never fit an account that is not there, or a text that is no hash of ours', async () => {
    const stored = [null, 'plain', 'scrypt$9999999999$8$1$c2FsdA$aGFzaA']
    for (const text of stored) expect(await verifyPassword('anything', text)).toBe(false)
  })

  it('cost at least what OWASP asks of scrypt, and an older, cheaper hash is recognised as such', async () => {
    const hash = await hashPassword('a new password')
    const [, N, r, p] = hash.split('$').map(Number)
    expect({ N, r, p }).toEqual({ N: 65536, r: 8, p: 2 })
    expect(isOutdatedHash(hash)).toBe(false)
    expect(isOutdatedHash(await hashPassword('an old password', cheap))).toBe(true)
  })
})
