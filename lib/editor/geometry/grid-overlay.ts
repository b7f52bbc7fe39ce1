/**
 * The patch grid as lines on the photograph. Patches overlap, so drawing their borders would be a thicket: the lines run
 * along the middle of each overlap, where the nearest patch changes, and only around patches of the field of view. A
 * patch's true, overlapping extent is `patchOnPhotograph`.
 */
import type { FieldOfView, Rectangle } from '@/lib/domain/field-of-view'
import type { Point } from '@/lib/domain/mark'
import { insideGrid, patchPositions, patchRect } from '@/lib/domain/patch-grid'
import type { GridSettings } from '@/lib/domain/protocol'

export type Segment = { from: Point; to: Point }
export type GridOverlay = { segments: Segment[]; inside: boolean[]; edges: number[] }

type Frame = { fov: FieldOfView; grid: GridSettings }

/** Pixels of the original. */
export function gridOverlay({ fov, grid }: Frame): GridOverlay {
  const inside = insideGrid(fov, grid)
  const edges = cellEdges(grid)
  const s = edges.length - 1
  const isInside = (row: number, column: number) =>
    row >= 0 && row < s && column >= 0 && column < s && inside[row * s + column] === true
  const segments: Segment[] = []
  for (let line = 0; line <= s; line++) {
    for (const [start, end] of runs(s, (i) => isInside(line - 1, i) || isInside(line, i))) {
      segments.push(segment(fov, grid, edges, { x: start, y: line }, { x: end, y: line }))
    }
    for (const [start, end] of runs(s, (i) => isInside(i, line - 1) || isInside(i, line))) {
      segments.push(segment(fov, grid, edges, { x: line, y: start }, { x: line, y: end }))
    }
  }
  return { segments, inside, edges }
}

/** The patch of the field of view whose centre is nearest in both directions, or `undefined` outside it. */
export function patchUnder(place: Point, { fov, grid }: Frame, overlay: GridOverlay): number | undefined {
  const scale = grid.d / fov.crop.side
  const column = cellOf((place.x - fov.crop.x) * scale, overlay.edges)
  const row = cellOf((place.y - fov.crop.y) * scale, overlay.edges)
  if (row === undefined || column === undefined) return undefined
  const index = row * (overlay.edges.length - 1) + column
  return overlay.inside[index] ? index : undefined
}

/** A patch's whole extent, pixels of the original. */
export function patchOnPhotograph(index: number, { fov, grid }: Frame): Rectangle {
  const rect = patchRect(index, grid)
  const scale = fov.crop.side / grid.d
  return {
    x: fov.crop.x + rect.x * scale,
    y: fov.crop.y + rect.y * scale,
    width: rect.side * scale,
    height: rect.side * scale,
  }
}

/** s + 1 borders of cells along one axis, pixels of the d × d square. */
export function cellEdges(grid: GridSettings): number[] {
  const positions = patchPositions(grid)
  return [
    0,
    ...positions.slice(1).map((position, i) => (position + (positions[i] ?? 0) + grid.h) / 2),
    (positions.at(-1) ?? 0) + grid.h,
  ]
}

function cellOf(value: number, edges: readonly number[]): number | undefined {
  if (value < (edges[0] ?? 0)) return undefined
  const next = edges.findIndex((edge) => value < edge)
  return next > 0 ? next - 1 : undefined
}

/** Unbroken stretches [from, to) of 0…count − 1 that satisfy the test. */
function runs(count: number, test: (i: number) => boolean): [number, number][] {
  const found: [number, number][] = []
  let from: number | undefined
  for (let i = 0; i <= count; i++) {
    const is = i < count && test(i)
    if (is && from === undefined) from = i
    if (!is && from !== undefined) {
      found.push([from, i])
      from = undefined
    }
  }
  return found
}

function segment(fov: FieldOfView, grid: GridSettings, edges: readonly number[], from: Point, to: Point): Segment {
  const scale = fov.crop.side / grid.d
  const at = (p: Point): Point => ({
    x: fov.crop.x + (edges[p.x] ?? 0) * scale,
    y: fov.crop.y + (edges[p.y] ?? 0) * scale,
  })
  return { from: at(from), to: at(to) }
}
