/**
 * Takes everything out of a JPEG that is not picture, without touching a pixel: only the segments that a decoder needs
 * are copied. Dates, names, places, comments, colour profiles, thumbnails, and whatever follows the end are not.
 * Structure after ITU-T T.81, annex B.
 */

const tables = new Set([0xc4, 0xcc, 0xdb, 0xdc, 0xdd]) // DHT, DAC, DQT, DNL, DRI
const frames = new Set([0xc0, 0xc1, 0xc2, 0xc9, 0xca]) // the frame headers that decoders of today read
const [soi, eoi, sos, app0, app14] = [0xd8, 0xd9, 0xda, 0xe0, 0xee]

/** A bare JFIF header: version 1.1, square pixels, no thumbnail. */
const bareJfif = Buffer.from([0xff, app0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0])

/** The bare file, or undefined when its structure is not that of a JPEG (the caller then decodes and encodes anew). */
export function stripJpeg(bytes: Buffer): Buffer | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== soi) return undefined
  const parts: Buffer[] = [Buffer.from([0xff, soi])]
  let at = 2
  let hasScan = false
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1 // a fill byte
      continue
    }
    if (marker === eoi) {
      parts.push(Buffer.from([0xff, eoi]))
      return hasScan ? Buffer.concat(parts) : undefined
    }
    if (at + 4 > bytes.length) return undefined
    const length = bytes.readUInt16BE(at + 2)
    const end = at + 2 + length
    if (length < 2 || end > bytes.length) return undefined
    const segment = bytes.subarray(at, end)
    if (marker === sos) {
      hasScan = true
      const scanEnd = endOfScan(bytes, end)
      parts.push(segment, bytes.subarray(end, scanEnd))
      at = scanEnd
      continue
    }
    if (tables.has(marker) || frames.has(marker)) parts.push(segment)
    else if (marker === app0 && isNamed(segment, 'JFIF\0') && parts.length === 1) parts.push(bareJfif)
    else if (marker === app14 && isNamed(segment, 'Adobe') && length >= 14) parts.push(bareAdobe(segment))
    else if (!isDispensable(marker)) return undefined
    at = end
  }
  return undefined
}

const isNamed = (segment: Buffer, name: string) => segment.subarray(4, 4 + name.length).toString('latin1') === name

/** Application data and comments. Anything else that is unknown belongs to a kind of JPEG we do not read. */
const isDispensable = (marker: number) => (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe

/** Adobe's marker says how colours are coded, which a decoder must know: twelve bytes, flags cleared, and no more. */
function bareAdobe(segment: Buffer): Buffer {
  const bare = Buffer.from([0xff, app14, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0])
  bare[15] = segment[15] ?? 0
  return bare
}

/** Coded data runs until a marker that is neither a stuffed zero nor a restart. */
function endOfScan(bytes: Buffer, start: number): number {
  let at = bytes.indexOf(0xff, start)
  while (at >= 0 && at + 1 < bytes.length) {
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7) && next !== 0xff) return at
    at = bytes.indexOf(0xff, next === 0xff ? at + 1 : at + 2)
  }
  return bytes.length
}
