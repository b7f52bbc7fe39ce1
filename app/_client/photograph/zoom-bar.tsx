'use client'
/** At the edge of the photograph: how close one is, and the way back. */
import { Contrast, Maximize, Minus, Plus } from 'lucide-react'
import { IconButton } from '@/app/_ui'
import type { Surface } from '@/lib/editor/canvas/surface'
import { zoomStep } from '@/lib/editor/geometry/viewport'
import { useStore } from '../use-store'

type ZoomBarProps = { surface: Surface; isContrast: boolean; onContrast?: () => void }

export function ZoomBar({ surface, isContrast, onContrast }: ZoomBarProps) {
  const { scale } = useStore(surface.viewport)
  return (
    <div className="absolute bottom-3 left-3 flex items-center gap-3 text-ink-muted">
      <div className="flex items-center rounded-control border border-line bg-panel/90">
        <IconButton icon={Minus} label="Farther (−)" onClick={() => surface.zoomBy(1 / zoomStep)} />
        <output className="w-12 text-center text-[13px] text-ink" aria-label="Scale">
          {Math.round(scale * 100)} %
        </output>
        <IconButton icon={Plus} label="Closer (+)" onClick={() => surface.zoomBy(zoomStep)} />
        <IconButton icon={Maximize} label="Whole retina (F)" onClick={surface.fit} />
        {onContrast && (
          <IconButton icon={Contrast} label="Contrast view (C)" aria-pressed={isContrast} onClick={onContrast} />
        )}
      </div>
      {isContrast && <span className="rounded-control bg-panel/90 px-2 py-1 text-[13px]">Contrast view</span>}
    </div>
  )
}
