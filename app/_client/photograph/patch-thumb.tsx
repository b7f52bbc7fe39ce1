'use client'
/** A patch alone, small: a place on one picture of the square that the page has already. */
import type { GridSettings } from '@/lib/domain/protocol'
import { cropWindow, placeSquare } from '@/lib/editor/geometry/crop-window'

/** Patch widths across: a little of the neighbours says where one is. */
const spans = 1.2

export function PatchThumb({ src, grid, index }: { src: string; grid: GridSettings; index: number }) {
  const { left, top, side } = placeSquare(cropWindow(index, grid, spans).window, grid.d, 100)
  const style = { left: `${left}%`, top: `${top}%`, width: `${side}%`, height: `${side}%` }
  return (
    <span className="relative block aspect-square w-full overflow-hidden bg-black">
      {/* biome-ignore lint/performance/noImgElement: no image of ours goes through the framework's optimiser */}
      <img src={src} alt="" draggable={false} className="absolute max-w-none" style={style} />
    </span>
  )
}
