/** What a file is by its first bytes; its name and what the sender says about it count for nothing. */

export type PhotographType = 'jpeg' | 'png' | 'tiff'

const startsWith = (bytes: Uint8Array, ...expected: number[]) => expected.every((value, i) => bytes[i] === value)

/** JPEG, PNG and TIFF are read, because cameras write them; undefined for everything else. */
export function sniffType(bytes: Uint8Array): PhotographType | undefined {
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return 'jpeg'
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png'
  if (startsWith(bytes, 0x49, 0x49, 0x2a, 0x00) || startsWith(bytes, 0x4d, 0x4d, 0x00, 0x2a)) return 'tiff'
  return undefined
}
