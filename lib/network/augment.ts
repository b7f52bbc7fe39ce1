/**
 * Random views of a training item: rotation about the centre, flips, magnification, a shift, brightness and contrast.
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
  /** Shares of the side by which what is shown is moved; 0.1 = what lay a tenth of the side to the right (or below). */
  shiftX: number
  shiftY: number
  /** Added to every value, after it was multiplied by `contrast`. */
  brightness: number
  contrast: number
}

/** Always takes eight numbers, so that a changed range does not shift what comes after. */
export function drawView(augmentation: Augmentation, random: RandomSource): View {
  const { rotationDegrees, rotationStepDegrees: step, flips, scaleMin, scaleMax } = augmentation
  const turn = random.next()
  const angleDegrees =
    step > 0 ? Math.floor(turn * (Math.floor(rotationDegrees / step) + 1)) * step : turn * rotationDegrees
  const upTo = (most: number) => random.next() * 2 * most - most
  return {
    angleDegrees,
    flipX: random.next() < 0.5 && flips,
    flipY: random.next() < 0.5 && flips,
    scale: scaleMin + random.next() * (scaleMax - scaleMin),
    shiftX: upTo(augmentation.shift),
    shiftY: upTo(augmentation.shift),
    brightness: upTo(augmentation.brightness),
    contrast: 1 + upTo(augmentation.contrast),
  }
}

type Values = Float32Array | Uint8Array

/**
 * @param shape of the item, `[side, side, channels]`
 * @param source side · side · channels values
 * @param into receives as many from `offset` on; not the source itself
 */
export function renderView(
  view: View,
  shape: [number, number, number],
  source: Float32Array,
  into: Float32Array,
  offset: number,
): void {
  if (isTurn(view)) turnSquare(view, shape, source, into, offset)
  else resample(view, shape, source, into, offset)
  const { brightness, contrast } = view
  if (brightness === 0 && contrast === 1) return
  const end = offset + source.length
  for (let i = offset; i < end; i++) into[i] = at(into, i) * contrast + brightness
}

/** Quarter turns and flips move values without mixing them. */
const isTurn = ({ angleDegrees, scale, shiftX, shiftY }: View) =>
  angleDegrees % 90 === 0 && scale === 1 && shiftX === 0 && shiftY === 0

/**
 * Turns and flips a square whole; of the view only its quarter turns and flips count. A block's labels are turned by this
 * very function too, as an image of one channel: that keeps them on their patches.
 */
export function turnSquare<V extends Values>(
  view: Pick<View, 'angleDegrees' | 'flipX' | 'flipY'>,
  [, side, channels]: [number, number, number],
  source: V,
  into: V,
  offset: number,
): void {
  const [cos, sin] = cosineAndSine(view.angleDegrees)
  const signX = view.flipX ? -1 : 1
  const signY = view.flipY ? -1 : 1
  // From one target column (row) to the next, the source moves by so many places along x and along y.
  const alongColumn = (cos + sin * side) * signX * channels
  const alongRow = (-sin + cos * side) * signY * channels
  const last = side - 1
  const startX = alongColumn < 0 ? -alongColumn * last : 0
  const startY = alongRow < 0 ? -alongRow * last : 0
  let target = offset
  for (let y = 0; y < side; y++) {
    let from = startX + startY + y * alongRow
    for (let x = 0; x < side; x++) {
      for (let c = 0; c < channels; c++) into[target++] = at(source, from + c)
      from += alongColumn
    }
  }
}

/** Bilinear; channels untouched. */
function resample(
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
  // Whole pixels: a shift alone must not blur.
  const shiftX = Math.round(view.shiftX * width)
  const shiftY = Math.round(view.shiftY * height)
  let target = offset
  for (let y = 0; y < height; y++) {
    const v = ((y - centreY) * signY) / view.scale
    for (let x = 0; x < width; x++) {
      const u = ((x - centreX) * signX) / view.scale
      const sourceX = u * cos - v * sin + centreX + shiftX
      const sourceY = u * sin + v * cos + centreY + shiftY
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

const at = (values: Values, index: number) => values[index] ?? 0

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
