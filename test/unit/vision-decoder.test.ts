import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createPhotographDecoder,
  decodeMask,
  decodeRgb,
  encodePng,
  type PhotographDecoder,
  type PreparedPhotograph,
} from '@/lib/vision'
import {
  badFiles,
  fundus,
  fundusJpeg,
  fundusPng,
  jpegWithExif,
  jpegWithHiddenText,
  pngWithHiddenText,
  tiffWithHiddenText,
} from '../support/fixtures'

const canary = 'Canary-Somebody-1961-04-12'

/** Without it the test that kills the process would not know which one to kill. */
const canListProcesses = spawnSync('pgrep', ['-V']).status === 0

describe('preparing a photograph', () => {
  let decoder: PhotographDecoder
  beforeAll(() => {
    decoder = createPhotographDecoder()
  })
  afterAll(() => decoder.close())

  it('makes everything that people and networks need, in the right sizes', async () => {
    const eye = fundus({ seed: 5, grade: 3 })
    const made = await decoder.prepare(await fundusJpeg({ seed: 5, grade: 3 }))
    const sizes = await Promise.all(
      [made.thumbnail, made.display, made.plain800, made.contrast800, made.contrast256, made.original.bytes].map(
        async (bytes) => {
          const { format, width, height } = await sharp(bytes).metadata()
          return { format, width, height }
        },
      ),
    )
    expect({ width: made.width, height: made.height, type: made.original.type, sizes }).toEqual({
      width: 640,
      height: 480,
      type: 'image/jpeg',
      sizes: [
        { format: 'webp', width: 256, height: 256 },
        { format: 'jpeg', width: 640, height: 480 },
        { format: 'png', width: 800, height: 800 },
        { format: 'png', width: 800, height: 800 },
        { format: 'png', width: 256, height: 256 },
        { format: 'jpeg', width: 640, height: 480 },
      ],
    })
    expect(Math.abs(made.fieldOfView.radius - eye.fieldOfView.radius)).toBeLessThan(2)
  })

  it('shows lesions to the networks and nothing outside the field of view', async () => {
    const made = await decoder.prepare(await fundusJpeg({ seed: 5, grade: 3 }))
    const { data } = await decodeRgb(made.contrast800)
    expect([...data.subarray(0, 3)]).toEqual([128, 128, 128])
    // Haemorrhages are darker than what surrounds them: in green their mean lies well below the grey of an even retina.
    const eye = fundus({ seed: 5, grade: 3 })
    const mask = eye.masks.haemorrhage ?? new Uint8Array()
    const { crop } = made.fieldOfView
    const greens: number[] = []
    mask.forEach((isLesion, i) => {
      if (isLesion === 0) return
      const x = Math.floor((((i % eye.width) + 0.5 - crop.x) * 800) / crop.side)
      const y = Math.floor(((Math.floor(i / eye.width) + 0.5 - crop.y) * 800) / crop.side)
      greens.push(data[(y * 800 + x) * 3 + 1] ?? 0)
    })
    expect(greens.length).toBeGreaterThan(100)
    expect(greens.reduce((sum, value) => sum + value, 0) / greens.length).toBeLessThan(90)
  })

  it('gives the same bytes for the same bytes, in another process too', async () => {
    const bytes = await fundusJpeg({ seed: 6, grade: 2 })
    const other = createPhotographDecoder()
    const [first, second] = await Promise.all([decoder.prepare(bytes), other.prepare(bytes)])
    await other.close()
    expect(withHashes(second)).toEqual(withHashes(first))
  })

  it('knows the same pixels again in another file, and only those', async () => {
    const png = await fundusPng({ seed: 7 })
    const hashes = await Promise.all(
      [
        png,
        pngWithHiddenText(png, canary),
        await sharp(png).tiff({ compression: 'lzw' }).toBuffer(),
        await fundusPng({ seed: 8 }),
        await sharp(png).resize(641, 480, { fit: 'fill' }).png().toBuffer(),
      ].map(async (bytes) => (await decoder.prepare(bytes)).canonicalSha256),
    )
    expect([hashes[1] === hashes[0], hashes[2] === hashes[0], new Set(hashes.slice(2)).size]).toEqual([true, true, 3])
  })

  it('stores the pixels of a JPEG as they are, without coding them anew', async () => {
    const hidden = jpegWithHiddenText(await fundusJpeg({ seed: 9 }), canary)
    const made = await decoder.prepare(hidden)
    const before = await sharp(hidden).raw().toBuffer()
    const after = await sharp(made.original.bytes).raw().toBuffer()
    expect(after.equals(before)).toBe(true)
    expect((await decoder.prepare(made.original.bytes)).canonicalSha256).toBe(made.canonicalSha256)
  })

  it('turns a photograph upright', async () => {
    const png = await fundusPng({ seed: 10 })
    const lying = await sharp(png).rotate(270).png().toBuffer()
    const made = await decoder.prepare(await jpegWithExif(lying, canary, 6))
    const straight = await decoder.prepare(png)
    expect([made.width, made.height]).toEqual([640, 480])
    expect(Math.abs(made.fieldOfView.centreX - straight.fieldOfView.centreX)).toBeLessThan(1)
    expect((await sharp(made.original.bytes).metadata()).orientation).toBeUndefined()
  })

  it.each<[string, () => Promise<Buffer>]>([
    ['a JPEG with hidden text', async () => jpegWithHiddenText(await fundusJpeg({ seed: 12 }), canary)],
    ['a JPEG with EXIF', async () => jpegWithExif(await fundusPng({ seed: 12 }), canary)],
    ['a JPEG that lies on its side', async () => jpegWithExif(await fundusPng({ seed: 12 }), canary, 3)],
    ['a PNG', async () => pngWithHiddenText(await fundusPng({ seed: 12 }), canary)],
    ['a TIFF', async () => tiffWithHiddenText(fundus({ seed: 12 }), canary)],
  ])('lets no byte of the metadata of %s through', async (_, make) => {
    const bytes = await make()
    expect(bytes.includes(canary)).toBe(true)
    const made = await decoder.prepare(bytes)
    const outputs = { ...made, original: made.original.bytes }
    const leaks = Object.entries(outputs).filter(
      ([, value]) => Buffer.isBuffer(value) && (value.includes(canary) || value.includes('Exif')),
    )
    expect(leaks.map(([name]) => name)).toEqual([])
  })

  it.each<[string, (png: Buffer) => Promise<Buffer>]>([
    ['16 bits a channel', (png) => sharp(png).toColourspace('rgb16').png().toBuffer()],
    ['a TIFF of 16 bits', (png) => sharp(png).toColourspace('rgb16').tiff({ compression: 'deflate' }).toBuffer()],
    ['transparency', (png) => sharp(png).ensureAlpha(1).png().toBuffer()],
    ['a TIFF without compression', (png) => sharp(png).tiff({ compression: 'none' }).toBuffer()],
  ])('reads %s as the same eight-bit pixels', async (_, convert) => {
    const png = await fundusPng({ seed: 13 })
    const [plain, converted] = await Promise.all([decoder.prepare(png), decoder.prepare(await convert(png))])
    expect(converted.canonicalSha256).toBe(plain.canonicalSha256)
  })

  it.each<[string, (png: Buffer) => Promise<Buffer>]>([
    ['grey', (png) => sharp(png).greyscale().jpeg().toBuffer()],
    ['in 16-bit grey', (png) => sharp(png).toColourspace('grey16').png().toBuffer()],
    ['for print (CMYK)', (png) => sharp(png).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer()],
    ['with few colours', (png) => sharp(png).png({ palette: true, colours: 200 }).toBuffer()],
  ])('reads a photograph that is %s', async (_, convert) => {
    const png = await fundusPng({ seed: 14 })
    const [plain, converted] = await Promise.all([decoder.prepare(png), decoder.prepare(await convert(png))])
    const { channels, space } = await sharp(converted.plain800).metadata()
    expect({ channels, space, width: converted.width, height: converted.height }).toEqual({
      channels: 3,
      space: 'srgb',
      width: 640,
      height: 480,
    })
    expect(Math.abs(converted.fieldOfView.radius - plain.fieldOfView.radius)).toBeLessThan(2)
  })

  it('applies a colour profile that is not sRGB, and stores the result without it', async () => {
    const wide = await sharp(await fundusPng({ seed: 15 }))
      .withIccProfile('p3')
      .jpeg({ quality: 95 })
      .toBuffer()
    const made = await decoder.prepare(wide)
    const { icc } = await sharp(made.original.bytes).metadata()
    const difference = await meanDifference(await fundusPng({ seed: 15 }), made.original.bytes)
    expect(icc).toBeUndefined()
    expect(difference).toBeLessThan(3)
  })

  it('refuses what is no photograph with a sentence, and reads the next one', async () => {
    for (const { name, bytes, code } of await badFiles()) {
      const answer = await decoder.prepare(bytes).then(
        () => 'accepted',
        (error: { code?: string; sentence?: string }) => ({ code: error.code, sentence: error.sentence }),
      )
      expect({ name, answer }).toEqual({ name, answer: { code, sentence: expect.stringMatching(/^[A-Z].{15,}\.$/) } })
    }
    expect((await decoder.prepare(await fundusJpeg({ seed: 16 }))).width).toBe(640)
  })

  it('never crashes on bytes that were tampered with', async () => {
    const jpeg = await fundusJpeg({ seed: 17, width: 320 })
    const answers = await Promise.all(
      Array.from({ length: 25 }, async (_, i) => {
        const bytes = Buffer.from(jpeg)
        for (let k = 0; k < 6; k++) bytes[(i * 7919 + k * 104_729) % bytes.length] = (i * 31 + k * 17) % 256
        return decoder.prepare(bytes).then(
          () => 'read',
          (error: { code?: string }) => error.code,
        )
      }),
    )
    const allowed = [
      'read',
      'photograph.unreadable',
      'photograph.unsupported',
      'photograph.noFieldOfView',
      'photograph.tooLarge',
      'photograph.tooSmall',
    ]
    expect(answers.filter((answer) => !allowed.includes(answer ?? ''))).toEqual([])
  })
})

describe('the process that decodes', () => {
  it('is stopped when a photograph takes too long', async () => {
    const decoder = createPhotographDecoder({ timeLimitMs: 1 })
    const bytes = await fundusJpeg({ seed: 18, width: 320 })
    for (let time = 0; time < 2; time++) {
      await expect(decoder.prepare(bytes)).rejects.toMatchObject({
        code: 'photograph.decoderDied',
        sentence: expect.stringContaining('too long'),
      })
    }
    await decoder.close()
  })

  it.skipIf(!canListProcesses)(
    'costs one photograph when it dies, and the next one gets a fresh process (needs pgrep)',
    async () => {
      const decoder = createPhotographDecoder()
      const bytes = await fundusJpeg({ seed: 18, width: 320 })
      const before = childrenOf(process.pid)
      const expected = await decoder.prepare(bytes)
      const [child, ...others] = childrenOf(process.pid).filter((pid) => !before.includes(pid))
      expect(others).toEqual([])
      const hit = decoder.prepare(bytes)
      const waiting = decoder.prepare(bytes)
      process.kill(child ?? 0, 'SIGKILL')
      await expect(hit).rejects.toMatchObject({ code: 'photograph.decoderDied' })
      expect(withHashes(await waiting)).toEqual(withHashes(expected))
      await decoder.close()
      expect(childrenOf(process.pid).filter((pid) => !before.includes(pid))).toEqual([])
    },
  )

  it('answers everything that waits when it is closed', async () => {
    const decoder = createPhotographDecoder()
    const bytes = await fundusJpeg({ seed: 19, width: 320 })
    const answers = [decoder.prepare(bytes), decoder.prepare(bytes), decoder.prepare(bytes)].map((answer) =>
      answer.then(
        () => 'read',
        (error: { code?: string }) => error.code,
      ),
    )
    await decoder.close()
    expect(await Promise.all(answers)).toEqual(['photograph.closed', 'photograph.closed', 'photograph.closed'])
    await expect(decoder.prepare(bytes)).rejects.toMatchObject({ code: 'photograph.closed' })
  })
})

describe('lesion masks', () => {
  it.each<[string, (grey: Sharp) => Promise<Buffer>]>([
    ['1 bit', (grey) => grey.toColourspace('b-w').png({ palette: true, colours: 2 }).toBuffer()],
    ['8 bits', (grey) => grey.png().toBuffer()],
    [
      'red on black',
      (grey) =>
        grey
          .clone()
          .joinChannel([Buffer.alloc(640 * 480), Buffer.alloc(640 * 480)], {
            raw: { width: 640, height: 480, channels: 1 },
          })
          .toColourspace('srgb')
          .png()
          .toBuffer(),
    ],
    ['TIFF', (grey) => grey.tiff({ compression: 'lzw' }).toBuffer()],
  ])('are read exactly from %s', async (_, save) => {
    const mask = fundus({ seed: 20, grade: 3 }).masks.haemorrhage ?? new Uint8Array()
    const grey = sharp(
      mask.map((value) => value * 255),
      { raw: { width: 640, height: 480, channels: 1 } },
    )
    const { width, height, data } = await decodeMask(await save(grey))
    expect({ width, height, same: Buffer.from(data).equals(mask) }).toEqual({ width: 640, height: 480, same: true })
  })

  it('are refused as JPEG, which blurs them', async () => {
    await expect(decodeMask(await fundusJpeg({ seed: 1 }))).rejects.toMatchObject({ code: 'mask.unsupported' })
  })
})

describe('pictures of our own', () => {
  it('come back as they were stored', async () => {
    const { rgb, width, height } = fundus({ seed: 21, grade: 1 })
    const back = await decodeRgb(await encodePng(rgb, width, height))
    expect({ width: back.width, height: back.height, same: Buffer.from(back.data).equals(rgb) }).toEqual({
      width,
      height,
      same: true,
    })
  })
})

const childrenOf = (pid: number): number[] =>
  spawnSync('pgrep', ['-P', String(pid), 'node'], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line !== '')
    .map(Number)

/** Pictures as their hashes: comparing megabytes value by value takes seconds. */
const withHashes = (made: PreparedPhotograph) =>
  Object.entries({ ...made, original: made.original.bytes }).map(([name, value]) => [
    name,
    Buffer.isBuffer(value) ? createHash('sha256').update(value).digest('hex') : value,
  ])

async function meanDifference(a: Buffer, b: Buffer): Promise<number> {
  const [x, y] = await Promise.all([sharp(a).raw().toBuffer(), sharp(b).raw().toBuffer()])
  return x.reduce((sum, value, i) => sum + Math.abs(value - (y[i] ?? 0)), 0) / x.length
}
