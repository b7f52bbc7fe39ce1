/** SHA-256 that works in the browser, the web process and the worker alike. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { canonicalJson } from './canonical-json'

/** @returns 64 lower-case hex digits; text is hashed as UTF-8 */
export function sha256Hex(input: string | Uint8Array): string {
  return bytesToHex(sha256(typeof input === 'string' ? utf8ToBytes(input) : input))
}

/** The hash of a value by its canonical JSON: equal values, equal hash, whatever the order of their keys. */
export const hashOfValue = (value: unknown): string => sha256Hex(canonicalJson(value))
