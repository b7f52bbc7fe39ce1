'use client'
/**
 * One patch with its surroundings, in the middle of a square. The images are the photograph's, placed by percentages; going to
 * another patch moves them and loads nothing. As taken, the original's own pixels are used as soon as they are there.
 */
import type { GridSettings } from '@/lib/domain/protocol'
import { cropWindow, placeSquare } from '@/lib/editor/geometry/crop-window'
import type { PhotographImages } from './images'
import type { PicturedField } from './photograph-view'
import { useImage } from './use-image'

type PatchCropProps = {
  photograph: PicturedField
  grid: GridSettings
  index: number
  images: PhotographImages
  isContrast: boolean
  /** Patch widths across. */
  spans: number
  label: string
}

const percent = (value: number) => `${value}%`

export function PatchCrop({ photograph, grid, index, images, isContrast, spans, label }: PatchCropProps) {
  const isSharp = useImage(images.original)
  const { window, patch } = cropWindow(index, grid, spans)
  const square = placeSquare(window, grid.d, 100)
  const { crop } = photograph
  const squareStyle = {
    left: percent(square.left),
    top: percent(square.top),
    width: percent(square.side),
    height: percent(square.side),
  }
  const scale = square.side / crop.side
  const wholeStyle = {
    left: percent(square.left - crop.x * scale),
    top: percent(square.top - crop.y * scale),
    width: percent(photograph.width * scale),
    height: percent(photograph.height * scale),
  }
  const lit = litInSquare(photograph)
  const plain = { visibility: isContrast ? 'hidden' : 'visible' } as const
  return (
    <div role="img" aria-label={label} className="relative size-full overflow-hidden bg-black">
      {/* biome-ignore lint/performance/noImgElement: no image of ours goes through the framework's optimiser */}
      <img
        src={images.plain800}
        alt=""
        draggable={false}
        className="absolute max-w-none"
        style={{ ...squareStyle, ...plain }}
      />
      {isSharp && (
        // biome-ignore lint/performance/noImgElement: as above
        <img
          src={images.original}
          alt=""
          draggable={false}
          className="absolute max-w-none"
          style={{ ...wholeStyle, ...plain }}
        />
      )}
      <div
        className="absolute"
        style={{ ...squareStyle, clipPath: lit.frame, visibility: isContrast ? 'visible' : 'hidden' }}
      >
        {/* biome-ignore lint/performance/noImgElement: as above */}
        <img src={images.contrast800} alt="" draggable={false} className="size-full" style={{ clipPath: lit.disc }} />
      </div>
      <div
        className="absolute outline outline-[1.5px] outline-white/90 shadow-[0_0_0_3px_rgb(0_0_0/0.55),0_0_0_200vmax_rgb(0_0_0/0.18)]"
        style={{
          left: percent(100 * patch.x),
          top: percent(100 * patch.y),
          width: percent(100 * patch.width),
          height: percent(100 * patch.height),
        }}
      />
    </div>
  )
}

/** Where there is no retina, Eq. 1 is plain grey; it is cut away: the disc, and what the camera cut off above and below. */
function litInSquare({ width, height, crop, centreX, centreY, radius, visible }: PicturedField) {
  const share = (value: number) => percent((100 * value) / crop.side)
  const { x, y, ...size } = visible ?? { x: 0, y: 0, width, height }
  const right = crop.x + crop.side - (x + size.width)
  const bottom = crop.y + crop.side - (y + size.height)
  const inset = [y - crop.y, right, bottom, x - crop.x].map((side) => share(Math.max(0, side)))
  return {
    frame: `inset(${inset.join(' ')})`,
    disc: `circle(${share(radius)} at ${share(centreX - crop.x)} ${share(centreY - crop.y)})`,
  }
}
