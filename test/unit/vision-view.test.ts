import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPhotographDecoder, decodeRgb, encodePng, type PhotographDecoder, paperPreprocessing } from '@/lib/vision'
import { preprocessSettingsSchema } from '@/lib/vision/settings'
import { badFiles, fundusJpeg, fundusPng, jpegWithExif } from '../support/fixtures'

/** Its short side is over three times d: seen through a reduced copy, and decoded at half its size on request. */
const large = async () => sharp(await fundusPng({ seed: 31, grade: 3 })).resize(3600, 2700, { fit: 'fill' })
const largeJpeg = async () => (await large()).jpeg({ quality: 92 }).toBuffer()
const largePng = async () => (await large()).png({ compressionLevel: 1 }).toBuffer()

let decoder: PhotographDecoder
beforeAll(() => {
  decoder = createPhotographDecoder()
})
afterAll(() => decoder.close())

describe('what the networks see of a photograph', () => {
  it.each<[string, () => Promise<Buffer>]>([
    ['a small JPEG', () => fundusJpeg({ seed: 30, grade: 2 })],
    ['a large JPEG', largeJpeg],
    ['a large PNG', largePng],
    ['a large JPEG that lies on its side', async () => jpegWithExif(await largePng(), 'text', 6)],
    [
      'a large TIFF of 16 bits',
      async () => (await large()).toColourspace('rgb16').tiff({ compression: 'none' }).toBuffer(),
    ],
  ])('is what an import stores, pixel for pixel: %s', async (_, make) => {
    const bytes = await make()
    const [seen, stored] = [await decoder.view(bytes), await decoder.prepare(bytes)]
    const pictures = [seen.lesion.plain, seen.lesion.contrast, seen.grading.contrast]
    const pngs = await Promise.all([stored.plain800, stored.contrast800, stored.contrast256].map(decodeRgb))
    expect({
      size: [seen.width, seen.height],
      fieldOfView: seen.fieldOfView,
      isSame: pictures.map(({ data }, i) => Buffer.from(data).equals(pngs[i]?.data ?? Buffer.alloc(0))),
    }).toEqual({
      size: [stored.width, stored.height],
      fieldOfView: stored.fieldOfView,
      isSame: [true, true, true],
    })
  })

  it('differs by less than half a grey level on average where a large JPEG is decoded at half its size', async () => {
    const bytes = await largeJpeg()
    const [whole, half] = [await decoder.view(bytes), await decoder.view(bytes, {}, 'half')]
    expect(half.fieldOfView.crop).toEqual(whole.fieldOfView.crop)
    const difference = whole.lesion.plain.data.reduce(
      (sum, value, i) => sum + Math.abs(value - (half.lesion.plain.data[i] ?? 0)),
      0,
    )
    expect(difference / whole.lesion.plain.data.length).toBeLessThan(0.5)
    expect(difference).toBeGreaterThan(0)
  })

  it('is refused as an import refuses it', async () => {
    for (const { name, bytes, code } of await badFiles()) {
      const answer = await decoder.view(bytes, {}, 'half').then(
        () => 'seen',
        (error: { code?: string }) => error.code,
      )
      expect({ name, answer }).toEqual({ name, answer: code })
    }
  })

  it.each(['whole', 'half'] as const)(
    'is not half a photograph: a large JPEG that breaks off, %s',
    async (decoding) => {
      const bytes = await largeJpeg()
      const cut = bytes.subarray(0, Math.floor(bytes.length / 2))
      await expect(decoder.view(cut, {}, decoding)).rejects.toMatchObject({ code: 'photograph.unreadable' })
    },
  )
})

describe('an even retina', () => {
  /** One colour on black, cut off above and below as many cameras do. */
  function evenRetina(width: number, height: number): Promise<Buffer> {
    const rgb = new Uint8Array(width * height * 3)
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const isLit = Math.hypot(x + 0.5 - width / 2, y + 0.5 - height / 2) <= width * 0.45
        if (isLit) rgb.set([170, 90, 40], (y * width + x) * 3)
      }
    }
    return encodePng(rgb, width, height)
  }

  it.each([
    ['larger than the square', 2640, 2000],
    ['smaller than it', 720, 560],
  ])('is γ everywhere, up to its rim and its cuts, in a photograph %s', async (_, width, height) => {
    const { lesion, grading } = await decoder.view(await evenRetina(width, height), { gamma: 120 })
    expect({ lesion: new Set(lesion.contrast.data), grading: new Set(grading.contrast.data) }).toEqual({
      lesion: new Set([120]),
      grading: new Set([120]),
    })
  })

  it.each([
    [2640, 2000],
    [2611, 1987],
    [2144, 1424],
    [1600, 1067],
    [713, 557],
  ])('is found to one pixel in two thousand, whatever the size of the photograph: %i × %i', async (width, height) => {
    const { fieldOfView } = await decoder.view(await evenRetina(width, height))
    const { centreX, centreY, radius } = fieldOfView
    const errors = [centreX - width / 2, centreY - height / 2, radius - width * 0.45].map((e) => Math.abs(e) / radius)
    expect(Math.max(...errors)).toBeLessThan(1 / 2000)
  })
})

describe('the settings', () => {
  it('decide the sides of the squares', async () => {
    const bytes = await fundusPng({ seed: 32, grade: 2 })
    const sides = { lesionSidePx: 400, gradingSidePx: 100 }
    const [seen, stored] = [await decoder.view(bytes, sides), await decoder.prepare(bytes, sides)]
    const { data } = await decodeRgb(stored.contrast800)
    expect({
      lesion: [seen.lesion.plain.width, seen.lesion.contrast.data.length],
      grading: [seen.grading.contrast.height, seen.grading.contrast.data.length],
      isStored: Buffer.from(seen.lesion.contrast.data).equals(data),
    }).toEqual({ lesion: [400, 480_000], grading: [100, 30_000], isStored: true })
  })

  it('are those of Eq. 1: α, β, γ, σ and the rim each change what the networks see', async () => {
    const bytes = await fundusPng({ seed: 33, grade: 2 })
    const changed = [{}, { alpha: 5 }, { beta: -5 }, { gamma: 100 }, { sigmaPx: 14 }, { rimPx: 12 }]
    const views: string[] = []
    for (const settings of changed) {
      const { lesion } = await decoder.view(bytes, settings)
      views.push(Buffer.from(lesion.contrast.data).toString('latin1'))
    }
    expect(new Set(views).size).toBe(changed.length)
  })

  it('are the paper’s where nothing is said', () => {
    expect(preprocessSettingsSchema.parse({})).toEqual(paperPreprocessing)
  })

  it.each([
    { sigmaPx: 0 },
    { sigmaPx: Number.NaN },
    { gamma: 256 },
    { alpha: Number.POSITIVE_INFINITY },
    { rimPx: -1 },
    { lesionSidePx: 0 },
    { lesionSidePx: 800.5 },
    { gradingSidePx: 100_000 },
  ])('are refused out of their range: %j', async (settings) => {
    await expect(decoder.view(await fundusPng({ seed: 33 }), settings)).rejects.toThrow()
  })
})
