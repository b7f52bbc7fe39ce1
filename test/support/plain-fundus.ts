/**
 * The smallest picture that Concord takes for a fundus: a lit disc on black, with spots. For tests in which only its way
 * through the house matters; lib/synthetic makes those in which anything is to be seen or learned.
 */
import { seededRandom } from '@/lib/domain/random'
import { encodeJpeg, encodePng } from '@/lib/vision'

export type Spot = { x: number; y: number; radius: number; colour: [number, number, number] }

export const plainFundusSide = 240

/** RGB, side × side × 3. Another seed is another retina. */
export function plainFundusPixels(seed: number, spots: Spot[] = [], side = plainFundusSide): Uint8Array {
  const random = seededRandom(seed)
  const data = new Uint8Array(side * side * 3)
  const centre = side / 2
  const radius = side * 0.46
  const tint = 150 + random.next() * 60
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (Math.hypot(x + 0.5 - centre, y + 0.5 - centre) > radius) continue
      const spot = spots.find((s) => Math.hypot(x + 0.5 - s.x, y + 0.5 - s.y) <= s.radius)
      const colour = spot?.colour ?? [tint, tint * 0.5, tint * 0.25]
      const grain = random.next() * 12 - 6
      for (let c = 0; c < 3; c++) data[(y * side + x) * 3 + c] = Math.max(0, Math.min(255, (colour[c] ?? 0) + grain))
    }
  }
  return data
}

export const plainFundus = (seed: number, spots: Spot[] = []): Promise<Buffer> =>
  encodeJpeg(plainFundusPixels(seed, spots), plainFundusSide, plainFundusSide, 95)

/** The same pixels as a PNG holds them: to be stored twice under different bytes. */
export const plainFundusPng = (seed: number): Promise<Buffer> =>
  encodePng(plainFundusPixels(seed), plainFundusSide, plainFundusSide)
