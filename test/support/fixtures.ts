/**
 * Files for tests: synthetic photographs in the formats that cameras write, the same with things hidden in their metadata,
 * and files that are not what they say.
 */
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import type { IcdrGrade } from '@/lib/domain/lesion'
import { type CameraStyle, type Eye, generateFundus, type SyntheticFundus } from '@/lib/synthetic'
import { encodeJpeg, encodePng } from '@/lib/vision'

export type FundusFixture = { seed: number; grade?: IcdrGrade; eye?: Eye; width?: number; cameraStyle?: CameraStyle }

const made = new Map<string, SyntheticFundus>()

/** A synthetic eye with its truth; 640 pixels wide by default. Made once per test file. */
export function fundus({ seed, grade = 0, eye = 'right', width = 640, cameraStyle = 'whole' }: FundusFixture) {
  const key = JSON.stringify([seed, grade, eye, width, cameraStyle])
  const found = made.get(key) ?? generateFundus({ seed, grade, eye, width, cameraStyle })
  made.set(key, found)
  return found
}

export async function fundusJpeg(fixture: FundusFixture): Promise<Buffer> {
  const { rgb, width, height } = fundus(fixture)
  return encodeJpeg(rgb, width, height, 92)
}

export async function fundusPng(fixture: FundusFixture): Promise<Buffer> {
  const { rgb, width, height } = fundus(fixture)
  return encodePng(rgb, width, height)
}

/** Inserts a segment right after the start of a JPEG; `marker` 0xe1 is EXIF or XMP, 0xfe a comment. */
export function withJpegSegment(jpeg: Buffer, marker: number, content: Buffer): Buffer {
  const header = Buffer.from([0xff, marker, 0, 0])
  header.writeUInt16BE(content.length + 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), header, content, jpeg.subarray(2)])
}

/** A JPEG that carries `canary` in a comment, in XMP, in a thumbnail segment, and after its end. */
export function jpegWithHiddenText(jpeg: Buffer, canary: string): Buffer {
  const text = Buffer.from(canary)
  let file = withJpegSegment(jpeg, 0xfe, text)
  file = withJpegSegment(file, 0xe1, Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0'), text]))
  file = withJpegSegment(file, 0xe0, Buffer.concat([Buffer.from('JFXX\0'), text]))
  file = withJpegSegment(file, 0xed, Buffer.concat([Buffer.from('Photoshop 3.0\0'), text]))
  return Buffer.concat([file, text])
}

/** A JPEG as a camera writes it: EXIF with free text, and which way is up. */
export const jpegWithExif = (image: Buffer, canary: string, orientation = 1): Promise<Buffer> =>
  sharp(image)
    .withExif({ IFD0: { Artist: canary, ImageDescription: canary, Copyright: canary } })
    .withMetadata({ orientation })
    .jpeg({ quality: 92 })
    .toBuffer()

/** A PNG chunk with its length and checksum. */
export function pngChunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(content.length, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

/** A PNG that carries `canary` in a text chunk, in EXIF, and after its end. */
export function pngWithHiddenText(png: Buffer, canary: string): Buffer {
  const afterHeader = 8 + 25
  const exif = Buffer.concat([Buffer.from('MM\0*\0\0\0\x08\0\0\0\0\0\0', 'latin1'), Buffer.from(canary)])
  return Buffer.concat([
    png.subarray(0, afterHeader),
    pngChunk('tEXt', Buffer.from(`Comment\0${canary}`)),
    pngChunk('eXIf', exif),
    png.subarray(afterHeader),
    Buffer.from(canary),
  ])
}

/** An uncompressed TIFF with `canary` as its description and its author. Tags after TIFF 6.0, little endian. */
export function tiffWithHiddenText({ rgb, width, height }: SyntheticFundus, canary: string): Buffer {
  const text = Buffer.from(`${canary}\0`)
  const [textAt, bitsAt, pixelsAt] = [8, 8 + text.length, 8 + text.length + 6]
  const directoryAt = pixelsAt + rgb.length + ((pixelsAt + rgb.length) % 2)
  const [ascii, short, long] = [2, 3, 4]
  const tags = [
    [256, long, 1, width],
    [257, long, 1, height],
    [258, short, 3, bitsAt],
    [259, short, 1, 1],
    [262, short, 1, 2],
    [270, ascii, text.length, textAt],
    [273, long, 1, pixelsAt],
    [277, short, 1, 3],
    [278, long, 1, height],
    [279, long, 1, rgb.length],
    [315, ascii, text.length, textAt],
  ]
  const file = Buffer.alloc(directoryAt + 2 + tags.length * 12 + 4)
  file.write('II*\0', 'latin1')
  file.writeUInt32LE(directoryAt, 4)
  text.copy(file, textAt)
  for (let c = 0; c < 3; c++) file.writeUInt16LE(8, bitsAt + 2 * c)
  file.set(rgb, pixelsAt)
  file.writeUInt16LE(tags.length, directoryAt)
  tags.forEach(([tag = 0, type = 0, count = 0, value = 0], i) => {
    const at = directoryAt + 2 + i * 12
    file.writeUInt16LE(tag, at)
    file.writeUInt16LE(type, at + 2)
    file.writeUInt32LE(count, at + 4)
    file.writeUInt32LE(value, at + 8)
  })
  return file
}

/** A PNG whose header promises `side` × `side` pixels and whose data holds next to none. */
export function pngOfSize(side: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', Buffer.from('789c030000000001', 'hex')),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** The same JPEG with another size in its frame header. */
export function jpegOfSize(jpeg: Buffer, side: number): Buffer {
  const file = Buffer.from(jpeg)
  for (let at = 2; at < file.length && file[at] === 0xff; at += 2 + file.readUInt16BE(at + 2)) {
    if (file[at + 1] !== 0xc0 && file[at + 1] !== 0xc2) continue
    file.writeUInt16BE(side, at + 5)
    file.writeUInt16BE(side, at + 7)
    return file
  }
  throw new Error('The JPEG has no frame header.')
}

/** Files that are no photographs, by what they pretend; `code` is what the decoder must answer. */
export async function badFiles(): Promise<{ name: string; bytes: Buffer; code: string }[]> {
  const jpeg = await fundusJpeg({ seed: 1 })
  const png = await fundusPng({ seed: 1 })
  return [
    { name: 'empty.jpg', bytes: Buffer.alloc(0), code: 'photograph.unreadable' },
    { name: 'text.jpg', bytes: Buffer.from('This is a letter, not a photograph.'), code: 'photograph.unsupported' },
    { name: 'page.jpg', bytes: Buffer.from('<html><script>alert(1)</script></html>'), code: 'photograph.unsupported' },
    {
      name: 'drawing.jpg',
      bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>'),
      code: 'photograph.unsupported',
    },
    {
      name: 'animation.jpg',
      bytes: Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;'),
      code: 'photograph.unsupported',
    },
    { name: 'truncated.jpg', bytes: jpeg.subarray(0, jpeg.length >> 1), code: 'photograph.unreadable' },
    { name: 'header-only.jpg', bytes: jpeg.subarray(0, 20), code: 'photograph.unreadable' },
    { name: 'truncated.png', bytes: png.subarray(0, png.length >> 1), code: 'photograph.unreadable' },
    {
      name: 'random-after-magic.tif',
      bytes: Buffer.from('II*\0\x08\0\0\0\xff\xff', 'latin1'),
      code: 'photograph.unreadable',
    },
    { name: 'huge.jpg', bytes: jpegOfSize(jpeg, 65_500), code: 'photograph.tooLarge' },
    { name: 'huge.png', bytes: pngOfSize(50_000), code: 'photograph.tooLarge' },
    { name: 'tiny.png', bytes: await encodePng(new Uint8Array(30 * 30 * 3), 30, 30), code: 'photograph.tooSmall' },
    {
      name: 'black.png',
      bytes: await encodePng(new Uint8Array(400 * 300 * 3), 400, 300),
      code: 'photograph.noFieldOfView',
    },
  ]
}
