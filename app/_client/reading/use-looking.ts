'use client'
/** Looking at a photograph on which nothing is drawn: dragging moves it, and the contrast view is a key and a button away. */
import { useRef } from 'react'
import { toggleContrast } from '@/lib/editor/actions/view/toggle-contrast'
import type { WithView } from '@/lib/editor/actions/view/view'
import type { Surface } from '@/lib/editor/canvas/surface'
import { useStore } from '../use-store'
import { perform } from './use-actions'
import { viewStore } from './view-store'

/** @returns what the screen's actions act on, and the attributes of its `PhotographView`, both to be spread */
export function useLooking() {
  const view = viewStore()
  const { isContrast } = useStore(view)
  const surface = useRef<Surface | null>(null)
  const context: WithView & { surface: () => Surface | null } = { view, surface: () => surface.current }
  return {
    context,
    attributes: { surface, isContrast, onContrast: () => perform(toggleContrast, context), cursor: 'grab' },
  }
}
