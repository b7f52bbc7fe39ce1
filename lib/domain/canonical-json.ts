/**
 * One text for one value: keys sorted by UTF-16 code unit, no white space, numbers as ECMAScript prints them (RFC 8785).
 * Hashes of recipes, snapshots, protocols and audit entries are taken over it, so the text of a value may never change.
 */
import { AppError } from './errors'

/**
 * Properties that are `undefined` are left out, as in JSON. Whatever JSON cannot hold (NaN, Date, Map, a function,
 * `undefined` in an array) is refused: it would be hashed as something else than it is.
 */
export function canonicalJson(value: unknown): string {
  return write(value, '$')
}

function write(value: unknown, path: string): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw refused(path, String(value))
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) {
    return `[${Array.from(value, (entry: unknown, i) => write(entry, `${path}[${i}]`)).join(',')}]`
  }
  if (typeof value === 'object' && isPlain(value)) {
    const parts = Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => `${JSON.stringify(key)}:${write(entry, `${path}.${key}`)}`)
    return `{${parts.join(',')}}`
  }
  throw refused(path, typeof value === 'object' ? (value.constructor?.name ?? 'object') : typeof value)
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const refused = (path: string, what: string) =>
  new AppError(
    'canonicalJson.notJson',
    `The value at ${path} is ${what}, which JSON cannot hold; convert it first.`,
    500,
  )
