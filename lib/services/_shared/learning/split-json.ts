/**
 * JSON too large to hold at once: an object one of whose members is a long array of objects. Those objects are handed out one
 * at a time as the text comes in; what is left is the same text with the array empty.
 */

const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d
const quote = 0x22
const backslash = 0x5c
const comma = 0x2c

export type JsonPart = { type: 'element' | 'rest'; text: string }

/**
 * @param chunks JSON without white space between its tokens, as `canonicalJson` writes it
 * @returns every object that lies in an array of the root object, in order; then the rest
 */
export async function* splitJson(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<JsonPart> {
  const rest: Buffer[] = []
  let element: Buffer[] = []
  /** What is open, outermost first. */
  const open: number[] = []
  let isInString = false
  let isEscaped = false
  let isAfterElement = false
  const isElement = () => open.length === 3 && open[1] === openBracket && open[2] === openBrace

  for await (const chunk of chunks) {
    let from = 0
    /** A copy: parts of chunks that were kept would keep the chunks. */
    const cut = (to: number) => {
      const part = Buffer.from(chunk.subarray(from, to))
      from = to
      return part
    }
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0
      if (isInString) {
        if (isEscaped) isEscaped = false
        else if (byte === backslash) isEscaped = true
        else if (byte === quote) isInString = false
        continue
      }
      // The comma between two elements belongs to neither, and not to the rest.
      if (isAfterElement && byte === comma) from = i + 1
      isAfterElement = false
      if (byte === quote) isInString = true
      else if (byte === openBrace || byte === openBracket) {
        open.push(byte)
        if (isElement() && i > from) rest.push(cut(i))
      } else if (byte === closeBrace || byte === closeBracket) {
        if (isElement()) {
          yield { type: 'element', text: Buffer.concat([...element, cut(i + 1)]).toString('utf8') }
          element = []
          isAfterElement = true
        }
        open.pop()
      }
    }
    const isWithin = open.length >= 3 && open[1] === openBracket && open[2] === openBrace
    ;(isWithin ? element : rest).push(cut(chunk.length))
  }
  yield { type: 'rest', text: Buffer.concat(rest).toString('utf8') }
}
