'use client'
/** Where a patch lies: the whole field of view, small, with the patch (if there is one) outlined. */
import { patchRect } from '@/lib/domain/patch-grid'
import type { GridSettings } from '@/lib/domain/protocol'

export function PatchMap({ src, grid, index }: { src: string; grid: GridSettings; index: number | undefined }) {
  const share = (value: number) => `${(100 * value) / grid.d}%`
  const place = index === undefined ? undefined : patchRect(index, grid)
  return (
    <div className="relative aspect-square w-full overflow-hidden rounded-control bg-black">
      {/* biome-ignore lint/performance/noImgElement: no image of ours goes through the framework's optimiser */}
      <img src={src} alt="" draggable={false} className="size-full" />
      {place && (
        <div
          className="absolute border-[1.5px] border-white shadow-[0_0_0_1.5px_rgb(0_0_0/0.7)]"
          style={{ left: share(place.x), top: share(place.y), width: share(place.side), height: share(place.side) }}
        />
      )}
    </div>
  )
}
