/** A key as an action names it, and whether a key press is that key. Letters follow the layout, digits the physical key. */

export type Key = {
  /** A letter or sign as typed (`g`, `?`), a named key (`Enter`, `ArrowLeft`), or a digit 0…9, on either block. */
  key: string
  ctrl?: boolean
  shift?: boolean
  alt?: boolean
}

export type KeyPress = {
  key: string
  code: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}

const isDigit = (key: string) => /^[0-9]$/.test(key)
/** Signs that need Shift on one layout and not on another: whether it was held says nothing. */
const isSign = (key: string) => key.length === 1 && !/^[a-z0-9 ]$/i.test(key)

export function isKey(key: Key, press: KeyPress): boolean {
  if ((key.ctrl ?? false) !== (press.ctrlKey || press.metaKey)) return false
  if ((key.alt ?? false) !== press.altKey) return false
  if (isSign(key.key)) return press.key === key.key
  if ((key.shift ?? false) !== press.shiftKey) return false
  if (isDigit(key.key)) return press.code === `Digit${key.key}` || press.code === `Numpad${key.key}`
  return press.key.toLowerCase() === key.key.toLowerCase()
}

const spelled: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Delete: 'Del',
  Backspace: '⌫',
  Escape: 'Esc',
  ' ': 'Space',
  '-': '−',
}

/** The caps to draw: `['Ctrl', 'Z']`. */
export function keyCaps(key: Key): string[] {
  const cap = spelled[key.key] ?? (key.key.length === 1 ? key.key.toUpperCase() : key.key)
  return [...(key.ctrl ? ['Ctrl'] : []), ...(key.alt ? ['Alt'] : []), ...(key.shift ? ['Shift'] : []), cap]
}
