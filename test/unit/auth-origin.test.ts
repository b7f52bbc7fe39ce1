import { describe, expect, it } from 'vitest'
import { isOwnOrigin } from '@/lib/auth/origin'

const publicUrl = 'https://concord.example.org'
const host = '127.0.0.1:3000'

describe('the sender of a request', () => {
  it('is one of our pages: under the public address, or under the address that was asked', () => {
    const own = ['https://concord.example.org', 'http://127.0.0.1:3000', 'https://127.0.0.1:3000']
    expect(own.map((origin) => isOwnOrigin(origin, host, publicUrl))).toEqual([true, true, true])
  })

  it('is anybody else', () => {
    const foreign = [
      null,
      '',
      'null',
      'https://evil.example',
      'http://concord.example.org',
      'https://concord.example.org.evil.example',
      'https://evil.example/https://concord.example.org',
      'https://concord.example.org@evil.example',
      'http://127.0.0.1:3001',
      'http://127.0.0.1',
      'file://127.0.0.1:3000',
      'https://concord.example.org/',
    ]
    expect(foreign.filter((origin) => isOwnOrigin(origin, host, publicUrl))).toEqual([])
  })
})
