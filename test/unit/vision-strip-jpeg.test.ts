import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { stripJpeg } from '@/lib/vision/strip-jpeg'
import { fundusJpeg, jpegWithExif, jpegWithHiddenText, withJpegSegment } from '../support/fixtures'

const canary = 'Canary-Somebody-1961-04-12'
const pixelsOf = (bytes: Buffer) => sharp(bytes, { ignoreIcc: true }).raw().toBuffer()

describe('a JPEG without its metadata', () => {
  let jpeg: Buffer
  beforeAll(async () => {
    jpeg = await fundusJpeg({ seed: 3, grade: 2 })
  })

  it('shows the very same pixels', async () => {
    const hidden = jpegWithHiddenText(jpeg, canary)
    const bare = stripJpeg(hidden)
    expect(bare && (await pixelsOf(bare)).equals(await pixelsOf(hidden))).toBe(true)
  })

  it('holds nothing that was in comments, EXIF, XMP, thumbnails or after the end', async () => {
    const hidden = jpegWithHiddenText(await jpegWithExif(jpeg, canary), canary)
    expect(hidden.toString('latin1').split(canary).length).toBeGreaterThan(6)
    expect(stripJpeg(hidden)?.includes(canary)).toBe(false)
  })

  it('holds no thumbnail inside its JFIF header', async () => {
    const thumbnail = Buffer.concat([Buffer.from([1, 1, 0, 0, 1, 0, 1, 1, 1]), Buffer.from(canary)])
    expect(jpeg[3]).not.toBe(0xe0)
    const hidden = withJpegSegment(jpeg, 0xe0, Buffer.concat([Buffer.from('JFIF\0'), thumbnail]))
    const bare = stripJpeg(hidden)
    expect(bare?.includes(canary)).toBe(false)
    expect(bare && (await pixelsOf(bare)).equals(await pixelsOf(hidden))).toBe(true)
  })

  it('is the file itself where there was nothing to take out', () => {
    const bare = stripJpeg(jpeg)
    expect(bare && stripJpeg(bare)?.equals(bare)).toBe(true)
  })

  it.each([
    ['progressive', { progressive: true }],
    ['with restart markers and subsampled colour', { chromaSubsampling: '4:2:0', trellisQuantisation: false }],
    ['optimised', { mozjpeg: true }],
  ])('keeps its pixels when it is %s', async (_, options) => {
    const coded = jpegWithHiddenText(await sharp(jpeg).jpeg(options).toBuffer(), canary)
    const bare = stripJpeg(coded)
    expect(bare?.includes(canary)).toBe(false)
    expect(bare && (await pixelsOf(bare)).equals(await pixelsOf(coded))).toBe(true)
  })

  it('keeps Adobe’s note on how colours are coded, and nothing else of it', async () => {
    const note = Buffer.concat([Buffer.from('Adobe'), Buffer.from([0, 100, 1, 2, 3, 4, 1]), Buffer.from(canary)])
    const bare = stripJpeg(withJpegSegment(jpeg, 0xee, note))
    expect(bare?.includes(Buffer.from([0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 1]))).toBe(
      true,
    )
    expect(bare?.includes(canary)).toBe(false)
  })

  it.each([
    ['nothing', () => Buffer.alloc(0)],
    ['something else', () => Buffer.from('not a photograph')],
    ['half a file', () => jpeg.subarray(0, jpeg.length >> 1)],
    ['a header alone', () => jpeg.subarray(0, 300)],
    ['a segment that is longer than the file', () => Buffer.from([0xff, 0xd8, 0xff, 0xdb, 0xff, 0xff, 0])],
    ['an end without a picture', () => Buffer.from([0xff, 0xd8, 0xff, 0xd9])],
    ['a marker of an unknown kind', () => withJpegSegment(jpeg, 0xf0, Buffer.from(canary))],
  ])('is not made from %s', (_, bytes) => {
    expect(stripJpeg(bytes())).toBeUndefined()
  })
})
