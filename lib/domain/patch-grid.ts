/**
 * The overlapped grid of h × h patches on the d × d square (science §2). A patch is named by its index = row · s + column.
 * Positions are multiples of the stride h − ov; where they leave a strip at the far edge, one more patch is clamped to
 * d − h, so that every pixel lies in a patch. (The paper's printed formula loses the last row and column: an erratum.)
 */
import { AppError } from './errors'
import { type FieldOfView, originalToSquare } from './field-of-view'
import { areaInsideRect, discPolygon, type Rect } from './geometry'
import type { GridSettings } from './protocol'

export type PatchRect = { row: number; column: number; x: number; y: number; side: number }

/** Left (or top) edges along one axis, ascending, pixels of the d × d square; the same for both axes. */
export function patchPositions({ d, h, ov }: GridSettings): number[] {
  const stride = h - ov
  const isSound = [d, h, ov].every(Number.isInteger) && h > 0 && h <= d && ov >= 0 && stride > 0
  if (!isSound) {
    throw new AppError(
      'grid.settings',
      `A grid of d ${d}, h ${h}, ov ${ov} has no patches; use whole numbers, 0 ≤ ov < h ≤ d.`,
      422,
    )
  }
  const positions = Array.from({ length: Math.floor((d - h) / stride) + 1 }, (_, i) => i * stride)
  if ((d - h) % stride !== 0) positions.push(d - h)
  return positions
}

/** s: patches along one axis. */
export const patchesPerAxis = (grid: GridSettings): number => patchPositions(grid).length

/** s². */
export const patchCount = (grid: GridSettings): number => patchesPerAxis(grid) ** 2

/** An answer names every patch that was read; a grid of more than these is refused (validate-protocol.ts). */
export const patchesMax = 4096

/** Where patch `index` lies, pixels of the d × d square. */
export function patchRect(index: number, grid: GridSettings): PatchRect {
  const positions = patchPositions(grid)
  const column = index % positions.length
  const row = Math.floor(index / positions.length)
  const x = positions[column]
  const y = positions[row]
  if (x === undefined || y === undefined || row < 0) {
    throw new AppError(
      'grid.index',
      `There is no patch ${index}; this grid has patches 0 to ${positions.length ** 2 - 1}.`,
      422,
    )
  }
  return { row, column, x, y, side: grid.h }
}

/** All patches in index order. */
export function patchRects(grid: GridSettings): PatchRect[] {
  const positions = patchPositions(grid)
  return positions.flatMap((y, row) => positions.map((x, column) => ({ row, column, x, y, side: grid.h })))
}

/** The patches that hold a point of the d × d square, ascending; their right and lower edges are not theirs. */
export function patchesAt(point: { x: number; y: number }, grid: GridSettings): number[] {
  return patchesOverlapping({ x0: point.x, y0: point.y, x1: point.x, y1: point.y }, grid)
}

/**
 * The patches that a box of the d × d square touches, ascending. Both ends of the box are part of it, a patch's right
 * and lower edges are not part of the patch.
 */
export function patchesOverlapping(
  box: { x0: number; y0: number; x1: number; y1: number },
  grid: GridSettings,
): number[] {
  const positions = patchPositions(grid)
  const touched = (from: number, to: number) =>
    positions.flatMap((position, i) => (position <= to && from < position + grid.h ? [i] : []))
  const columns = touched(box.x0, box.x1)
  return touched(box.y0, box.y1).flatMap((row) => columns.map((column) => row * positions.length + column))
}

/** The up to eight patches around one, ascending. */
export function patchNeighbours(index: number, grid: GridSettings): number[] {
  const s = patchesPerAxis(grid)
  const { row, column } = patchRect(index, grid)
  const around = (place: number) => [place - 1, place, place + 1].filter((i) => i >= 0 && i < s)
  return around(row)
    .flatMap((r) => around(column).map((c) => r * s + c))
    .filter((other) => other !== index)
}

/** A patch is read, trained on and scored if at least this share of its area is retina. */
export const insideShareMin = 0.5

/**
 * Which patches lie in the field of view, in index order: at least half of the patch's area is inside the disc and, where
 * the field of view says so, inside the lit part of it (many cameras cut the disc off at the top and bottom, and what the
 * crop pads there is not retina). Only patches on the rim are measured; the others are told by their corners.
 */
export function insideGrid(fov: FieldOfView, grid: GridSettings): boolean[] {
  const scale = grid.d / fov.crop.side
  const centre = originalToSquare(fov, grid.d, { x: fov.centreX, y: fov.centreY })
  const radius = fov.radius * scale
  const disc = discPolygon({ ...centre, radius })
  const lit = litPart(fov, grid.d)
  return patchRects(grid).map(({ x, y, side }) => {
    const reach = reachOf({ x0: x, y0: y, x1: x + side, y1: y + side }, centre)
    if (reach.nearest > radius * (1 + rim)) return false
    const isWhole = x >= lit.x0 && y >= lit.y0 && x + side <= lit.x1 && y + side <= lit.y1
    if (isWhole && reach.farthest < radius * (1 - rim)) return true
    const seen = {
      x0: Math.max(x, lit.x0),
      y0: Math.max(y, lit.y0),
      x1: Math.min(x + side, lit.x1),
      y1: Math.min(y + side, lit.y1),
    }
    return areaInsideRect(disc, seen) >= insideShareMin * side * side
  })
}

/** Share of the radius by which the polygon that stands for the disc may differ from it, and a little (see `discPolygon`). */
const rim = 1e-4

/** Distances from a point to the nearest place of a rectangle (0 inside) and to its farthest corner. */
function reachOf({ x0, y0, x1, y1 }: Rect, { x, y }: { x: number; y: number }) {
  return {
    nearest: Math.hypot(Math.max(x0 - x, 0, x - x1), Math.max(y0 - y, 0, y - y1)),
    farthest: Math.hypot(Math.max(x - x0, x1 - x), Math.max(y - y0, y1 - y)),
  }
}

/** In pixels of the d × d square; without limits where nothing is cut off. */
function litPart({ visible, ...fov }: FieldOfView, d: number): Rect {
  const limitless = Number.POSITIVE_INFINITY
  if (!visible) return { x0: -limitless, y0: -limitless, x1: limitless, y1: limitless }
  const from = originalToSquare(fov, d, visible)
  const to = originalToSquare(fov, d, { x: visible.x + visible.width, y: visible.y + visible.height })
  return { x0: from.x, y0: from.y, x1: to.x, y1: to.y }
}

/** The indices of the patches that `insideGrid` says are inside, ascending. */
export const insideIndices = (inside: readonly boolean[]): number[] =>
  inside.flatMap((is, index) => (is ? [index] : []))
