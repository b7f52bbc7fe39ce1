import { describe, expect, it } from 'vitest'
import { gridPresets } from '@/lib/domain/protocol'
import { cropWindow, placeSquare } from '@/lib/editor/geometry/crop-window'
import { cellEdges, gridOverlay, patchOnPhotograph, patchUnder } from '@/lib/editor/geometry/grid-overlay'

const grid = gridPresets.paper
/** Two original pixels for one of the square. */
const fov = { centreX: 900, centreY: 850, radius: 800, crop: { x: 100, y: 50, side: 1600 } }

describe('the grid on the photograph', () => {
  it('draws its lines along the middle of the overlaps, with the outer edges of the square', () => {
    const edges = cellEdges(grid)
    expect([edges.length, edges[0], edges[1], edges[2], edges.at(-1)]).toEqual([17, 0, 64, 112, 800])
  })

  it('surrounds the patches of the field of view and no others', () => {
    const overlay = gridOverlay({ fov, grid })
    expect(overlay.inside[0]).toBe(false)
    const xs = overlay.segments.flatMap(({ from, to }) => [from.x, to.x])
    expect([Math.min(...xs), Math.max(...xs)]).toEqual([100, 1700])
    for (const { from, to } of overlay.segments) expect(from.x === to.x || from.y === to.y).toBe(true)
  })

  it('names the patch whose cell a place is in, and nothing outside the field of view', () => {
    const overlay = gridOverlay({ fov, grid })
    const index = 7 * 16 + 8
    const patch = patchOnPhotograph(index, { fov, grid })
    expect(patch).toEqual({ x: 100 + 8 * 48 * 2, y: 50 + 7 * 48 * 2, width: 160, height: 160 })
    const centre = { x: patch.x + 80, y: patch.y + 80 }
    expect(patchUnder(centre, { fov, grid }, overlay)).toBe(index)
    expect(patchUnder({ x: 110, y: 60 }, { fov, grid }, overlay)).toBeUndefined()
    expect(patchUnder({ x: -500, y: 60 }, { fov, grid }, overlay)).toBeUndefined()
  })
})

describe('a patch with its surroundings', () => {
  it('has the patch in the middle, at the edge of the square too', () => {
    const { window, patch } = cropWindow(0, grid, 4)
    expect(window).toEqual({ x: -120, y: -120, width: 320, height: 320 })
    expect(patch).toEqual({ x: 0.375, y: 0.375, width: 0.25, height: 0.25 })
  })

  it('places the square so that the patch lands where it is outlined', () => {
    const frameSide = 640
    const { window, patch } = cropWindow(17, grid, 4)
    const placed = placeSquare(window, grid.d, frameSide)
    const scale = placed.side / grid.d
    expect(placed.left + 48 * scale).toBeCloseTo(patch.x * frameSide, 9)
    expect(placed.top + 48 * scale).toBeCloseTo(patch.y * frameSide, 9)
    expect(grid.h * scale).toBeCloseTo(patch.width * frameSide, 9)
  })
})
