/**
 * A Gaussian by its formula: a separable, normalised kernel of 3 σ to each side, in double precision.
 * Kernel size and border (mirrored without repeating the edge pixel) are those of OpenCV for 8-bit images, which the
 * published preprocessing of fundus photographs uses. Source: science §1, Eq. 1.
 */

/** Half of the symmetric kernel, from its centre outward: `kernel[0]` is the middle, the whole sums to 1. */
export function gaussianHalfKernel(sigma: number): Float64Array {
  const reach = Math.round(6 * sigma + 1) >> 1
  const half = new Float64Array(reach + 1)
  let sum = 0
  for (let i = 0; i <= reach; i++) {
    const weight = Math.exp((-i * i) / (2 * sigma * sigma))
    half[i] = weight
    sum += i === 0 ? weight : 2 * weight
  }
  return half.map((weight) => weight / sum)
}

/** Position `i` mirrored into 0 … n − 1: −1 becomes 1, n becomes n − 2. */
function mirrored(i: number, n: number): number {
  if (n === 1) return 0
  const period = 2 * (n - 1)
  const m = ((i % period) + period) % period
  return m < n ? m : period - m
}

/**
 * Blurs one plane.
 * @param plane `[height, width]`, any range
 * @returns a new `[height, width]` plane
 */
export function blurPlane(plane: ArrayLike<number>, width: number, height: number, sigma: number): Float64Array {
  const half = gaussianHalfKernel(sigma)
  const across = new Float64Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = (half[0] ?? 0) * (plane[y * width + x] ?? 0)
      for (let j = 1; j < half.length; j++) {
        const left = plane[y * width + mirrored(x - j, width)] ?? 0
        const right = plane[y * width + mirrored(x + j, width)] ?? 0
        sum += (half[j] ?? 0) * (left + right)
      }
      across[y * width + x] = sum
    }
  }
  const blurred = new Float64Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = (half[0] ?? 0) * (across[y * width + x] ?? 0)
      for (let j = 1; j < half.length; j++) {
        const above = across[mirrored(y - j, height) * width + x] ?? 0
        const below = across[mirrored(y + j, height) * width + x] ?? 0
        sum += (half[j] ?? 0) * (above + below)
      }
      blurred[y * width + x] = sum
    }
  }
  return blurred
}

/**
 * Blurs interleaved planes `[height, width, channels]` in place; everything beyond the border counts as 0, which is
 * right for sums that are then divided by an equally blurred mask.
 */
export function blurInterleaved(planes: Float32Array, width: number, height: number, channels: number, sigma: number) {
  const half = gaussianHalfKernel(sigma)
  const stride = width * channels
  const sideways = Math.ceil((half.length - 1) / tapsAtOnce) * tapsAtOnce * channels
  const line = new Float32Array(stride + 2 * sideways)
  for (let y = 0; y < height; y++) {
    const row = planes.subarray(y * stride, (y + 1) * stride)
    line.set(row, sideways)
    addTaps(row, line, sideways, channels, half)
  }
  const upwards = Math.ceil((half.length - 1) / tapsAtOnce) * tapsAtOnce
  const padded = new Float32Array((height + 2 * upwards) * stride)
  padded.set(planes, upwards * stride)
  for (let y = 0; y < height; y++) {
    addTaps(planes.subarray(y * stride, (y + 1) * stride), padded, (y + upwards) * stride, stride, half)
  }
}

const tapsAtOnce = 4

/**
 * row[i] = Σ half[j] · (source[middle + i − j · step] + source[middle + i + j · step]), over a whole row at a time.
 * Four taps a pass: half the time of one tap a pass, because the row is loaded and stored less often.
 */
function addTaps(row: Float32Array, source: Float32Array, middle: number, step: number, half: Float64Array) {
  const n = row.length
  const centre = half[0] ?? 0
  for (let i = 0; i < n; i++) row[i] = centre * (source[middle + i] ?? 0)
  for (let j = 1; j < half.length; j += tapsAtOnce) {
    const [w1, w2, w3, w4] = [half[j] ?? 0, half[j + 1] ?? 0, half[j + 2] ?? 0, half[j + 3] ?? 0]
    const before = middle - j * step
    const after = middle + j * step
    for (let i = 0; i < n; i++) {
      const b = before + i
      const a = after + i
      row[i] =
        (row[i] ?? 0) +
        w1 * ((source[b] ?? 0) + (source[a] ?? 0)) +
        w2 * ((source[b - step] ?? 0) + (source[a + step] ?? 0)) +
        w3 * ((source[b - 2 * step] ?? 0) + (source[a + 2 * step] ?? 0)) +
        w4 * ((source[b - 3 * step] ?? 0) + (source[a + 3 * step] ?? 0))
    }
  }
}
