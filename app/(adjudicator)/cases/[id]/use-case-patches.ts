'use client'
/** What belongs to one case about patches for as long as it is open: the answers so far, who is shown, and the overlay. */
import { useState } from 'react'
import { viewStore } from '@/app/_client/reading/view-store'
import type { CaseView } from '@/lib/contracts/adjudication'
import type { Point } from '@/lib/domain/mark'
import { caseOverlay } from '@/lib/editor/canvas/case-overlay'
import { gridOverlay, patchOnPhotograph } from '@/lib/editor/geometry/grid-overlay'
import { observerLook } from '@/lib/editor/look/observer-looks'
import { createPatchEditor, type PatchEditor } from '@/lib/editor/patches/patch-editor'
import { newPatchSession } from '@/lib/editor/patches/patch-session'
import { createStore } from '@/lib/editor/store'
import type { OpenCaseDraft } from './use-case-draft'

export function useCasePatches(found: CaseView, draft: OpenCaseDraft) {
  const [made] = useState(() => {
    const frame = { fov: found.photograph, grid: found.grid }
    const signed = found.decision?.label?.task === 'patches' ? found.decision.label.patches : null
    const known = new Map((signed ?? draft.start.known).map(({ index, kinds }) => [index, kinds]))
    const indices = found.disputed.map(({ index }) => index)
    const start = newPatchSession(indices, known)
    const patches = createPatchEditor(found.decision ? { ...start, at: 0 } : start, false)
    const hidden = createStore<ReadonlySet<string>>(new Set())
    const current = createStore<number | null>(null)
    const observers = found.answers.map(({ letter, answer }, position) => ({
      look: observerLook(letter, position),
      marks: answer.task === 'marks' ? answer.marks : [],
    }))
    const overlay = caseOverlay({
      observers,
      hidden,
      current,
      view: viewStore(),
      disputed: indices.map((index) => patchOnPhotograph(index, frame)),
      grid: gridOverlay(frame).segments,
    })
    return { patches, hidden, current, overlay }
  })
  return made
}

/** For those who may not decide: they can walk through the patches. */
export function lookOnly(patches: PatchEditor): PatchEditor {
  const nothing = () => undefined
  return {
    ...patches,
    kind: nothing,
    normal: patches.goOn,
    clear: nothing,
    answer: nothing,
    undo: nothing,
    redo: nothing,
  }
}

/** The disputed patch under a place of the photograph; of several that overlap, the one whose middle is nearest. */
export function disputedAt(found: CaseView, place: Point): number | undefined {
  const frame = { fov: found.photograph, grid: found.grid }
  let best: { at: number; distance: number } | undefined
  for (const [at, { index }] of found.disputed.entries()) {
    const { x, y, width, height } = patchOnPhotograph(index, frame)
    const [dx, dy] = [place.x - x - width / 2, place.y - y - height / 2]
    const distance = Math.max(Math.abs(dx) / width, Math.abs(dy) / height)
    if (distance <= 0.5 && (!best || distance < best.distance)) best = { at, distance }
  }
  return best?.at
}
