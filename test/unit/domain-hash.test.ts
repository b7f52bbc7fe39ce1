import { describe, expect, test } from 'vitest'
import { canonicalJson } from '@/lib/domain/canonical-json'
import { AppError } from '@/lib/domain/errors'
import { hashOfValue, sha256Hex } from '@/lib/domain/hash'
import { splitOfPatient } from '@/lib/domain/patient-split'

describe('canonical JSON', () => {
  test('is one text for one value, whatever the order of the keys', () => {
    const text = '{"a":[1,2.5,1e+21,0],"b":{"é":"\\"\\n","€":null},"c":true}'
    expect(canonicalJson({ c: true, b: { '€': null, é: '"\n' }, a: [1, 2.5, 1e21, -0] })).toBe(text)
    expect(canonicalJson(JSON.parse(text))).toBe(text)
  })

  test('sorts keys by UTF-16 code unit and leaves out what is undefined', () => {
    expect(canonicalJson({ b: 1, B: 2, 10: 3, 9: 4, gone: undefined })).toBe('{"10":3,"9":4,"B":2,"b":1}')
  })

  test.each([
    ['NaN', { a: { b: [Number.NaN] } }],
    ['a date', { a: new Date(0) }],
    ['a map', new Map()],
    ['undefined in an array', [undefined]],
    ['a hole in an array', new Array(1)],
    ['a function', { a: () => 1 }],
    ['a big integer', 1n],
  ])('refuses %s instead of hashing something else', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(AppError)
  })

  test('names the place of what it refuses', () => {
    expect(() => canonicalJson({ a: { b: [0, Number.NaN] } })).toThrow('The value at $.a.b[1] is NaN')
  })
})

describe('SHA-256', () => {
  test('equals the published digests for text and bytes', () => {
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    expect([sha256Hex(''), sha256Hex(new Uint8Array()), sha256Hex('abc')]).toEqual([empty, empty, abc])
    expect(hashOfValue({ b: 1, a: 2 })).toBe(sha256Hex('{"a":2,"b":1}'))
  })
})

describe('patient split', () => {
  test('follows the shares it is given', () => {
    const codes = Array.from({ length: 4000 }, (_, i) => `p${i}`)
    const shareOf = (split: string) =>
      codes.filter((code) => splitOfPatient(code, { salt: 'other', train: 0.5, validation: 0.3 }) === split).length /
      4000
    expect(shareOf('train')).toBeCloseTo(0.5, 1)
    expect(shareOf('validation')).toBeCloseTo(0.3, 1)
    expect(shareOf('test')).toBeCloseTo(0.2, 1)
    expect(splitOfPatient('anyone', { salt: 's', train: 1, validation: 0 })).toBe('train')
    expect(splitOfPatient('anyone', { salt: 's', train: 0, validation: 0 })).toBe('test')
  })
})
