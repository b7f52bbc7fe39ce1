/**
 * A patch with its surroundings, out of the d × d square: which part of the square fills a frame, and how an image of the
 * square must be placed for that. What lies beyond the square stays dark; the patch is always in the middle.
 */
import type { Rectangle } from '@/lib/domain/field-of-view'
import { patchRect } from '@/lib/domain/patch-grid'
import type { GridSettings } from '@/lib/domain/protocol'

export type CropWindow = {
  /** The part of the square that shows, pixels of the square. */
  window: Rectangle
  /** Where the patch lies in the frame, shares 0…1 of the frame's side. */
  patch: Rectangle
}

/** How many patch widths the window spans: the patch alone at 1, its neighbours at 3. */
export const surroundings = [1.5, 2, 3, 4, 6] as const
export const surroundingsDefault = 3

export function cropWindow(index: number, grid: GridSettings, spans: number): CropWindow {
  const rect = patchRect(index, grid)
  const side = grid.h * spans
  const share = 1 / spans
  const margin = (1 - share) / 2
  return {
    window: { x: rect.x + grid.h / 2 - side / 2, y: rect.y + grid.h / 2 - side / 2, width: side, height: side },
    patch: { x: margin, y: margin, width: share, height: share },
  }
}

/** CSS pixels and factor that put an image covering `d` square pixels into a frame of `frameSide` CSS pixels. */
export function placeSquare(
  window: Rectangle,
  d: number,
  frameSide: number,
): { left: number; top: number; side: number } {
  const scale = frameSide / window.width
  return { left: -window.x * scale, top: -window.y * scale, side: d * scale }
}
