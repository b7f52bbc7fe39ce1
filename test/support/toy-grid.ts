/**
 * Photographs that are noise with coloured spots, on a grid of overlapping patches whose labels follow from their pixels: the
 * colour of which a patch holds most. So a batch can be checked against itself, however it was cut out and turned.
 */
import { type RandomSource, seededRandom } from '@/lib/domain/random'
import { type Examples, unlabelled } from '@/lib/network'

export type ToyGrid = { photographs: number; side: number; h: number; stride: number; seed: number }

const grid: ToyGrid = { photographs: 3, side: 96, h: 32, stride: 16, seed: 1 }

export function toyGrid(changes: Partial<ToyGrid> = {}): Examples {
  const { photographs, side, h, stride, seed } = { ...grid, ...changes }
  const random = seededRandom(seed)
  const pictures = Array.from({ length: photographs }, () => picture(side, random))
  const perAxis = (side - h) / stride + 1
  const items = pictures.flatMap((values, p) =>
    Array.from({ length: perAxis ** 2 }, (_, i) => {
      const place = { p, row: Math.floor(i / perAxis), column: i % perAxis }
      return { ...place, label: labelOf(cut(values, side, place.column * stride, place.row * stride, h)) }
    }),
  )
  const labelAt = (p: number, row: number, column: number) => items[(p * perAxis + row) * perAxis + column]?.label
  // Every seventh patch is one that nothing is agreed about.
  const labelled = items.filter((_, i) => i % 7 !== 3)
  return {
    size: labelled.length,
    inputShape: [h, h, 3],
    classCount: 4,
    labels: Uint8Array.from(labelled, ({ label }) => label),
    idOf: (index) => `patch ${index}`,
    read(index, into, offset) {
      const { p = 0, row = 0, column = 0 } = labelled[index] ?? {}
      into.set(cut(pictures[p] ?? new Float32Array(), side, column * stride, row * stride, h), offset)
    },
    blocks: {
      stride,
      max: perAxis,
      read(index, block, place, inputs, offset, labels, labelOffset) {
        const { p = 0, row = 0, column = 0 } = labelled[index] ?? {}
        const top = startOf(row, block, perAxis, place)
        const left = startOf(column, block, perAxis, place)
        const cropSide = h + (block - 1) * stride
        inputs.set(cut(pictures[p] ?? new Float32Array(), side, left * stride, top * stride, cropSide), offset)
        for (let i = 0; i < block ** 2; i++) {
          const [r, c] = [top + Math.floor(i / block), left + (i % block)]
          const isLeftOut = ((p * perAxis + r) * perAxis + c) % 7 === 3
          labels[labelOffset + i] = isLeftOut ? unlabelled : (labelAt(p, r, c) ?? unlabelled)
        }
      },
    },
  }
}

function startOf(place: number, block: number, perAxis: number, random: RandomSource): number {
  const from = Math.max(0, place - block + 1)
  const to = Math.min(place, perAxis - block)
  return from + Math.floor(random.next() * (to - from + 1))
}

function picture(side: number, random: RandomSource): Float32Array {
  const values = Float32Array.from({ length: side * side * 3 }, () => (random.next() - 0.5) * 0.2)
  for (let spot = 0; spot < 6; spot++) {
    const [x, y] = [random.next(), random.next()].map((share) => Math.floor(share * (side - 8)))
    const channel = Math.floor(random.next() * 3)
    for (let i = 0; i < 64; i++) values[(((y ?? 0) + (i >> 3)) * side + (x ?? 0) + (i & 7)) * 3 + channel] = 1
  }
  return values
}

function cut(values: Float32Array, side: number, x: number, y: number, size: number): Float32Array {
  const part = new Float32Array(size * size * 3)
  for (let row = 0; row < size; row++) {
    const start = ((y + row) * side + x) * 3
    part.set(values.subarray(start, start + size * 3), row * size * 3)
  }
  return part
}

/** 0: no spot; otherwise 1 + the channel that shines most. @param patch h · h · 3 values */
export function labelOf(patch: Float32Array): number {
  const shining = [0, 1, 2].map((channel) => patch.filter((value, i) => i % 3 === channel && value === 1).length)
  const most = Math.max(...shining)
  return most < 8 ? 0 : 1 + shining.indexOf(most)
}

/** The patches of a crop that is `block` patches wide, row by row. */
export function patchesOf(crop: Float32Array, cropSide: number, block: number, h: number): Float32Array[] {
  const stride = block === 1 ? 0 : (cropSide - h) / (block - 1)
  return Array.from({ length: block ** 2 }, (_, i) =>
    cut(crop, cropSide, (i % block) * stride, Math.floor(i / block) * stride, h),
  )
}
