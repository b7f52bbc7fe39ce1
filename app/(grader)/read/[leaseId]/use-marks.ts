'use client'
/** The editor of one item for as long as it is on the desk, its overlay, and what both tell the draft and the surface. */
import { type RefObject, useEffect, useRef, useState } from 'react'
import { viewStore } from '@/app/_client/reading/view-store'
import { usePicked } from '@/app/_client/use-store'
import type { PatchOutline } from '@/lib/editor/canvas/figure'
import { marksOverlay } from '@/lib/editor/canvas/overlay-source'
import type { Surface } from '@/lib/editor/canvas/surface'
import { gridOverlay } from '@/lib/editor/geometry/grid-overlay'
import { shapeBounds } from '@/lib/editor/geometry/shape'
import { createMarksEditor, type MarksEditor } from '@/lib/editor/marks/marks-editor'
import { createStore } from '@/lib/editor/store'
import type { DeskItem } from './desk-item'
import { lastHand } from './last-hand'

/** Every committed change goes into the draft. */
export function useMarks(item: DeskItem) {
  const { assignment, restored } = item
  const [made] = useState(() => {
    const marks = restored?.task === 'marks' ? restored.marks : []
    const desk = { photograph: assignment.photograph, newId: () => crypto.randomUUID() }
    const editor = createMarksEditor(desk, { marks, ...lastHand.get() })
    const hovered = createStore<PatchOutline | null>(null)
    const grid = gridOverlay({ fov: assignment.photograph, grid: assignment.grid })
    const overlay = marksOverlay({ editor, view: viewStore(), grid: grid.segments, hovered })
    return { editor, hovered, grid, overlay }
  })
  const keep = useRef(item.keep)
  keep.current = item.keep
  useEffect(() => {
    let kept = made.editor.marks()
    return made.editor.state.subscribe(() => {
      const { kind, tool } = made.editor.state.get()
      lastHand.set({ kind, tool: tool === 'select' ? lastHand.get().tool : tool })
      if (made.editor.marks() === kept) return
      kept = made.editor.marks()
      keep.current({ task: 'marks', marks: [...kept] })
    })
  }, [made])
  return made
}

/** Walking through the marks with the keyboard brings each of them into sight. */
export function useSelectionInSight(editor: MarksEditor, surface: RefObject<Surface | null>) {
  const selected = usePicked(editor.state, (state) => state.selected)
  useEffect(() => {
    const mark = editor.marks().find(({ id }) => id === selected)
    if (mark) surface.current?.show(shapeBounds(mark.shape))
  }, [selected, editor, surface])
}
