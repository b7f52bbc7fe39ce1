/**
 * Lines of a table, each read on its own: a broken line costs that line and nothing after it. That is why this is not a
 * general CSV reader: there a quote that is never closed swallows the rest of the file. Cells cannot hold line breaks.
 */

export type TableLine = { line: number; text: string }

/** A line of a table is short; longer ones are no table, and are handed out cut to this. */
const lineLengthMax = 64 * 1024

/** Lines by LF, CRLF or CR, numbered from 1, without the byte order mark. The text is walked, never copied as a whole. */
export function* tableLines(text: string): Generator<TableLine> {
  const ending = /\r\n|\n|\r/g
  let start = text.startsWith('\uFEFF') ? 1 : 0
  ending.lastIndex = start
  for (let line = 1; start < text.length; line++) {
    const found = ending.exec(text)
    const end = found?.index ?? text.length
    yield { line, text: text.slice(start, Math.min(end, start + lineLengthMax)) }
    start = found ? ending.lastIndex : text.length
  }
}

export const separators = [',', ';', '\t'] as const
export type Separator = (typeof separators)[number]

/** @returns trimmed cells; undefined where a quote is never closed or something follows a closing one */
export function splitCells(text: string, separator: Separator): string[] | undefined {
  if (!text.includes('"')) return text.split(separator).map((cell) => cell.trim())
  const cells: string[] = []
  const opening = / *"/y
  let at = 0
  while (at <= text.length) {
    opening.lastIndex = at
    const quoted = opening.exec(text)
    const end = quoted ? closingQuote(text, at + quoted[0].length) : nextSeparator(text, at, separator)
    if (end === undefined) return undefined
    const next = quoted ? nextSeparator(text, end + 1, separator) : end
    if (quoted && text.slice(end + 1, next).trim() !== '') return undefined
    const cell = quoted ? text.slice(at + quoted[0].length, end).replaceAll('""', '"') : text.slice(at, end)
    cells.push(cell.trim())
    at = next + 1
  }
  return cells
}

const nextSeparator = (text: string, from: number, separator: Separator): number => {
  const found = text.indexOf(separator, from)
  return found === -1 ? text.length : found
}

function closingQuote(text: string, from: number): number | undefined {
  for (let i = from; i < text.length; i++) {
    if (text[i] !== '"') continue
    if (text[i + 1] !== '"') return i
    i++
  }
  return undefined
}
