/**
 * Random views of a training item: rotation about the centre, flips, magnification; bilinear, channels untouched.
 * What the view shows beyond the item's edge is the item mirrored there: any constant would be a mark that only training
 * items carry, and on weighted images no constant is right everywhere. Validation and test items never come here.
 */
import type { Augmentation } from '@/lib/contracts/recipe'
import type { RandomSource } from '@/lib/domain/random'

export type View = {
  angleDegrees: number
  flipX: boolean
  flipY: boolean
  /** 1.1 = a tenth larger. */
  scale: number
}

/** Always takes four numbers, so that a changed range does not shift what comes after. */
export function drawView(augmentation: Augmentation, random: RandomSource): View {
  const { rotationDegrees, rotationStepDegrees: step, flips, scaleMin, scaleMax } = augmentation
  const turn = random.next()
  const angleDegrees =
    step > 0 ? Math.floor(turn * (Math.floor(rotationDegrees / step) + 1)) * step : turn * rotationDegrees
  return {
    angleDegrees,
    flipX: random.next() < 0.5 && flips,
    flipY: random.next() < 0.5 && flips,
    scale: scaleMin + random.next() * (scaleMax - scaleMin),
  }
}

/**
 * @param source side · side · channels values
 * @param into receives as many from `offset` on; not the source itself
 */
export function renderView(
  view: View,
  [height, width, channels]: [number, number, number],
  source: Float32Array,
  into: Float32Array,
  offset: number,
): void {
  const [cos, sin] = cosineAndSine(view.angleDegrees)
  const signX = view.flipX ? -1 : 1
  const signY = view.flipY ? -1 : 1
  const centreX = (width - 1) / 2
  const centreY = (height - 1) / 2
  let target = offset
  for (let y = 0; y < height; y++) {
    const v = ((y - centreY) * signY) / view.scale
    for (let x = 0; x < width; x++) {
      const u = ((x - centreX) * signX) / view.scale
      const sourceX = u * cos - v * sin + centreX
      const sourceY = u * sin + v * cos + centreY
      const left = Math.floor(sourceX)
      const top = Math.floor(sourceY)
      const right = sourceX - left
      const below = sourceY - top
      const x0 = mirror(left, width) * channels
      const x1 = mirror(left + 1, width) * channels
      const y0 = mirror(top, height) * width * channels
      const y1 = mirror(top + 1, height) * width * channels
      for (let c = 0; c < channels; c++) {
        const upper = at(source, y0 + x0 + c) * (1 - right) + at(source, y0 + x1 + c) * right
        const lower = at(source, y1 + x0 + c) * (1 - right) + at(source, y1 + x1 + c) * right
        into[target++] = upper * (1 - below) + lower * below
      }
    }
  }
}

const at = (values: Float32Array, index: number) => values[index] ?? 0

/** Exact at quarter turns, so that those move pixels without mixing them. */
function cosineAndSine(degrees: number): [number, number] {
  const radians = (degrees * Math.PI) / 180
  const clean = (value: number) => (Math.abs(value) < 1e-12 ? 0 : value)
  return [clean(Math.cos(radians)), clean(Math.sin(radians))]
}

/** −1 → 0, −2 → 1, side → side − 1 … however far outside. */
function mirror(index: number, side: number): number {
  if (index >= 0 && index < side) return index
  const period = 2 * side
  const wrapped = ((index % period) + period) % period
  return wrapped < side ? wrapped : period - 1 - wrapped
}
