'use client'
/**
 * The photograph, edge to edge on near-black, with what is drawn over it. React places the layers once; panning, zooming and
 * drawing go through the surface and the overlay canvas, a frame at a time.
 */
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { FieldOfView } from '@/lib/domain/field-of-view'
import type { Point } from '@/lib/domain/mark'
import type { OverlaySource } from '@/lib/editor/canvas/overlay-source'
import { createSurface, type Surface } from '@/lib/editor/canvas/surface'
import type { PointerEventName } from '@/lib/editor/marks/marks-state'
import type { PointerPlace } from '@/lib/editor/tools/tool'
import type { PhotographImages } from './images'
import { useImage } from './use-image'
import { ZoomBar } from './zoom-bar'

export type PicturedField = FieldOfView & { width: number; height: number }

type PhotographViewProps = {
  photograph: PicturedField
  images: PhotographImages
  isContrast: boolean
  /** Present: the photograph has a button for it, too. */
  onContrast?: () => void
  /** What screen readers are told. */
  label: string
  cursor?: string
  overlay?: OverlaySource
  surface: RefObject<Surface | null>
  /** The tool in hand; without one, dragging moves the photograph. */
  onPointer?: (name: PointerEventName, pointer: PointerPlace) => void
  onClick?: (place: Point) => void
  onCancel?: () => void
  onHover?: (place: Point | null) => void
}

const nothing = () => undefined

export function PhotographView(props: PhotographViewProps) {
  const { photograph, images, overlay, surface } = props
  const frame = useRef<HTMLDivElement>(null)
  const stack = useRef<HTMLDivElement>(null)
  const latest = useRef(props)
  latest.current = props
  const [ready, setReady] = useState<Surface | null>(null)

  useEffect(() => {
    if (!frame.current || !stack.current) return
    return mountView({ frame: frame.current, stack: stack.current }, photograph, overlay, latest, (mounted) => {
      surface.current = mounted
      setReady(mounted)
    })
  }, [photograph, overlay, surface])

  return (
    <div className="relative size-full overflow-hidden bg-[#050506]" data-theme="dark">
      <div
        ref={frame}
        role="img"
        aria-label={props.label}
        className="absolute inset-0 touch-none select-none data-[pan=moving]:cursor-grabbing data-[pan=ready]:cursor-grab"
        style={{ cursor: props.cursor }}
      >
        <div
          ref={stack}
          className="absolute top-0 left-0 origin-top-left"
          style={{ width: photograph.width, height: photograph.height }}
        >
          <Layers photograph={photograph} images={images} isContrast={props.isContrast} />
        </div>
      </div>
      {ready && <ZoomBar surface={ready} isContrast={props.isContrast} onContrast={props.onContrast} />}
    </div>
  )
}

function Layers({ photograph, images, isContrast }: Pick<PhotographViewProps, 'photograph' | 'images' | 'isContrast'>) {
  const { width, height, crop, centreX, centreY, radius } = photograph
  const isSharp = useImage(images.original)
  const plain = { width, height, visibility: isContrast ? 'hidden' : 'visible' } as const
  // Where there is no retina, Eq. 1 is plain grey; it is cut away, so that only the retina shines.
  const lit = photograph.visible ?? { x: 0, y: 0, width, height }
  const disc = `circle(${radius}px at ${centreX - crop.x}px ${centreY - crop.y}px)`
  return (
    <>
      {/* biome-ignore lint/performance/noImgElement: no image of ours goes through the framework's optimiser */}
      <img src={images.display} alt="" draggable={false} className="absolute max-w-none" style={plain} />
      {isSharp && (
        // biome-ignore lint/performance/noImgElement: as above
        <img src={images.original} alt="" draggable={false} className="absolute max-w-none" style={plain} />
      )}
      <div
        className="absolute overflow-hidden"
        style={{
          left: lit.x,
          top: lit.y,
          width: lit.width,
          height: lit.height,
          visibility: isContrast ? 'visible' : 'hidden',
        }}
      >
        {/* biome-ignore lint/performance/noImgElement: as above */}
        <img
          src={images.contrast800}
          alt=""
          draggable={false}
          className="absolute max-w-none"
          style={{ left: crop.x - lit.x, top: crop.y - lit.y, width: crop.side, height: crop.side, clipPath: disc }}
        />
      </div>
    </>
  )
}

type Elements = { frame: HTMLElement; stack: HTMLElement }

/** @returns how to take it down */
function mountView(
  { frame, stack }: Elements,
  photograph: PicturedField,
  overlay: OverlaySource | undefined,
  latest: RefObject<PhotographViewProps>,
  announce: (surface: Surface | null) => void,
): () => void {
  let isHere = true
  let draw: Parameters<typeof createSurface>[0]['onFrame'] = nothing
  let takeDown: () => void = nothing
  const surface = createSurface({
    frame,
    stack,
    photograph,
    onPointer: (name, pointer) => latest.current.onPointer?.(name, pointer),
    onCancel: () => latest.current.onCancel?.(),
    doesDragPan: () => latest.current.onPointer === undefined,
    onClick: (place) => latest.current.onClick?.(place),
    onHover: (place) => latest.current.onHover?.(place),
    onFrame: (viewport, size) => draw(viewport, size),
  })
  const stopListening = overlay?.subscribe(surface.redraw) ?? nothing
  if (overlay) {
    import('@/lib/editor/canvas/marks-canvas')
      .then(({ createMarksCanvas }) => {
        if (!isHere) return
        const marks = createMarksCanvas(frame)
        takeDown = marks.dispose
        draw = (viewport, size) => {
          marks.resize(size)
          marks.draw(viewport, overlay.get(viewport))
        }
        surface.redraw()
      })
      .catch((error) => console.error('The drawing layer could not be loaded; reload the page.', error))
  }
  announce(surface)
  return () => {
    isHere = false
    stopListening()
    surface.dispose()
    takeDown()
    announce(null)
  }
}
