/**
 * Patches for the local network: h × h cut out of the preprocessed 800 × 800 picture, with as much around them as the recipe asks
 * for, in the network's scale; for dense training a block of neighbouring patches with the label of each.
 */
import { AppError } from '@/lib/domain/errors'
import { patchCount, patchPositions } from '@/lib/domain/patch-grid'
import type { RandomSource } from '@/lib/domain/random'
import { type Blocks, contrastScale, type Examples, scaleInto, unlabelled } from '@/lib/network'
import type { ImageCache, Pixels } from './image-cache'
import { type PatchTable, photographOf } from './patch-table'

export type Grouped = Examples & {
  /** The patient group of an item: figures say how many patients they rest on. */
  groupOf(index: number): string
}

export function localExamples(table: PatchTable, images: ImageCache): Grouped {
  const { grid, surroundings, classCount, labels, indices, photographs } = table
  const side = grid.h + 2 * surroundings
  const positions = patchPositions(grid)
  const of = (item: number) => {
    const photograph = photographs[photographOf(table, item)]
    if (!photograph) throw new AppError('network.examples', `There is no patch number ${item}.`, 500)
    return photograph
  }
  return {
    size: labels.length,
    inputShape: [side, side, 3],
    classCount,
    labels,
    idOf: (i) => `patch ${indices[i]} of photograph ${of(i).id}`,
    groupOf: (i) => of(i).group,
    read: (i, into, offset) => {
      const { row, column } = placeOf(indices[i] ?? 0, positions.length)
      const corner = { x: positions[column] ?? 0, y: positions[row] ?? 0 }
      return whenThere(images.get(of(i).contrast800), (pixels) =>
        cut(pixels, around(corner, surroundings), side, into, offset),
      )
    },
    blocks: blocksOf(table, positions, (i) => images.get(of(i).contrast800)),
  }
}

function blocksOf(
  table: PatchTable,
  positions: readonly number[],
  pictureOf: (item: number) => Pixels | Promise<Pixels>,
): Blocks {
  const { surroundings } = table
  const { d, h, ov } = table.grid
  const stride = h - ov
  return {
    stride,
    max: Math.floor((d - h) / stride) + 1,
    read: (i, block, place, inputs, offset, labels, labelOffset) => {
      const side = h + (block - 1) * stride
      const { row, column } = placeOf(table.indices[i] ?? 0, positions.length)
      const y = cornerOf(positions[row] ?? 0, block, side, table.grid, place)
      const x = cornerOf(positions[column] ?? 0, block, side, table.grid, place)
      labels.set(labelsOfBlock(table, positions, i, block, { x, y }), labelOffset)
      return whenThere(pictureOf(i), (pixels) =>
        cut(pixels, around({ x, y }, surroundings), side + 2 * surroundings, inputs, offset),
      )
    },
  }
}

/**
 * Where a crop begins along one axis, so that a patch which begins at `position` is one of its own: any of the block's places,
 * as far as the crop stays in the picture.
 */
function cornerOf(
  position: number,
  block: number,
  side: number,
  grid: PatchTable['grid'],
  random: RandomSource,
): number {
  const stride = grid.h - grid.ov
  const first = Math.max(0, Math.ceil((position + side - grid.d) / stride))
  const last = Math.min(block - 1, Math.floor(position / stride))
  return position - stride * (first + Math.floor(random.next() * (last - first + 1)))
}

/** A crop around the grid's last, clamped row or column lies between the others: of those it shows no patch whole. */
function labelsOfBlock(
  table: PatchTable,
  positions: readonly number[],
  item: number,
  block: number,
  corner: { x: number; y: number },
): Uint8Array {
  const { grid, starts, indices, labels } = table
  const known = new Uint8Array(patchCount(grid)).fill(unlabelled)
  const photograph = photographOf(table, item)
  for (let i = starts[photograph] ?? 0; i < (starts[photograph + 1] ?? 0); i++) {
    known[indices[i] ?? 0] = labels[i] ?? unlabelled
  }
  const stride = grid.h - grid.ov
  const found = new Uint8Array(block * block).fill(unlabelled)
  for (let i = 0; i < found.length; i++) {
    const row = positions.indexOf(corner.y + Math.floor(i / block) * stride)
    const column = positions.indexOf(corner.x + (i % block) * stride)
    if (row >= 0 && column >= 0) found[i] = known[row * positions.length + column] ?? unlabelled
  }
  return found
}

const placeOf = (index: number, perAxis: number) => ({ row: Math.floor(index / perAxis), column: index % perAxis })

/** At once where the picture is in memory. */
function whenThere(pixels: Pixels | Promise<Pixels>, use: (pixels: Pixels) => void): void | Promise<void> {
  if (pixels instanceof Promise) return pixels.then(use)
  use(pixels)
}

type Corner = { x: number; y: number }

const around = ({ x, y }: Corner, surroundings: number): Corner => ({ x: x - surroundings, y: y - surroundings })

/** Beyond the picture is 0 in the network's scale: what Eq. 1 makes of everything outside the field of view. */
function cut({ data, side }: Pixels, { x, y }: Corner, size: number, into: Float32Array, offset: number) {
  const [left, right] = [Math.max(0, x), Math.min(side, x + size)]
  for (let row = 0; row < size; row++) {
    const to = offset + row * size * 3
    if (y + row < 0 || y + row >= side) {
      into.fill(0, to, to + size * 3)
      continue
    }
    into.fill(0, to, to + (left - x) * 3)
    into.fill(0, to + (right - x) * 3, to + size * 3)
    const from = (y + row) * side
    scaleInto(data.subarray((from + left) * 3, (from + right) * 3), contrastScale, into, to + (left - x) * 3)
  }
}
