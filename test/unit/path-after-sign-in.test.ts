import { describe, expect, it } from 'vitest'
import { pathAfterSignIn } from '@/app/_server/home'

describe('after signing in', () => {
  it('one comes to where one wanted', () => {
    expect(['/people', '/studies/1?tab=2&_rsc=abc', '/'].map(pathAfterSignIn)).toEqual([
      '/people',
      '/studies/1?tab=2',
      '/',
    ])
  })

  it('one never comes to another site', () => {
    const foreign = [
      '//evil.example',
      'https://evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      '/\t/evil.example',
      undefined,
      ['/a', '/b'],
    ]
    expect(foreign.map(pathAfterSignIn)).toEqual(foreign.map(() => '/'))
  })
})
