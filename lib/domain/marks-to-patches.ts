/**
 * From marks on the original photograph to what each patch holds (science §2): a mark belongs to a patch if the mark's
 * centre lies inside the patch, or at least `areaShareMin` of the mark's area does (or, where `patchShareMin` is set, if it
 * covers that share of the patch). A patch keeps every kind it holds, with the area inside, in pixels² of the d × d square.
 */
import { type FieldOfView, originalToSquare } from './field-of-view'
import { areaInsideRect, boundingRect, ellipsePolygon, polygonArea, polygonCentroid, type Rect } from './geometry'
import type { LesionKind } from './lesion'
import type { Mark, MarkShape, Point } from './mark'
import { patchesOverlapping, patchRects } from './patch-grid'
import type { GridSettings, MarkToPatchSettings } from './protocol'

/** Kind → area inside the patch; a point counts as 0 pixels². */
export type KindAreas = Map<LesionKind, number>
export type PatchMarks = Map<number, { kinds: KindAreas }>

/** @returns only patches that hold something, by ascending index; all others are this observer's *normal* */
export function marksToPatches(
  marks: readonly Mark[],
  fov: FieldOfView,
  grid: GridSettings,
  settings: MarkToPatchSettings,
): PatchMarks {
  const rects = patchRects(grid)
  const found: PatchMarks = new Map()
  for (const mark of marks) {
    const { outline, centre } = shapeInSquare(mark.shape, fov, grid.d)
    const whole = polygonArea(outline)
    for (const index of patchesOverlapping(boundingRect([...outline, centre]), grid)) {
      const patch = rects[index]
      if (!patch) continue
      const rect = { x0: patch.x, y0: patch.y, x1: patch.x + patch.side, y1: patch.y + patch.side }
      const area = areaInsideRect(outline, rect)
      const isEnough = whole > 0 && area >= settings.areaShareMin * whole
      const isCovered = settings.patchShareMin !== undefined && area >= settings.patchShareMin * patch.side ** 2
      if (!isEnough && !isCovered && !holds(rect, centre)) continue
      const kinds = found.get(index)?.kinds ?? new Map<LesionKind, number>()
      kinds.set(mark.kind, (kinds.get(mark.kind) ?? 0) + area)
      found.set(index, { kinds })
    }
  }
  return new Map([...found].sort(([a], [b]) => a - b))
}

/** Left and upper edges belong to the patch, right and lower ones to the next. */
const holds = (rect: Rect, { x, y }: Point) => x >= rect.x0 && x < rect.x1 && y >= rect.y0 && y < rect.y1

/** Outline (no corners for a point) and centre of a mark, in pixels of the d × d square. */
export function shapeInSquare(shape: MarkShape, fov: FieldOfView, d: number): { outline: Point[]; centre: Point } {
  const map = (point: Point) => originalToSquare(fov, d, point)
  switch (shape.type) {
    case 'point':
      return { outline: [], centre: map(shape) }
    case 'ellipse': {
      const centre = map(shape)
      const scale = d / fov.crop.side
      return { outline: ellipsePolygon(centre.x, centre.y, shape.rx * scale, shape.ry * scale, shape.angle), centre }
    }
    case 'box': {
      const from = map(shape)
      const to = map({ x: shape.x + shape.width, y: shape.y + shape.height })
      const outline = [from, { x: to.x, y: from.y }, to, { x: from.x, y: to.y }]
      return { outline, centre: { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 } }
    }
    case 'polygon': {
      const outline = shape.points.map(map)
      return { outline, centre: polygonCentroid(outline) }
    }
  }
}
