'use client'
/**
 * The keyboard of a screen. Text fields keep their keys (Escape leaves them), focused buttons keep Enter and Space, an open
 * dialog keeps everything; all else is looked up in the screen's actions.
 */
import { useEffect, useRef } from 'react'
import { type Action, actionFor } from '@/lib/editor/actions/action'

export function useActions<Context>(actions: readonly Action<Context>[], context: Context, isActive = true): void {
  const latest = useRef({ actions, context })
  latest.current = { actions, context }
  useEffect(() => {
    if (!isActive) return
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || belongsElsewhere(event)) return
      const action = actionFor(latest.current.actions, event)
      if (!action) return
      event.preventDefault()
      if (event.repeat && !action.doesRepeat) return
      perform(action, latest.current.context)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [isActive])
}

/** A button does what its key does. */
export function perform<Context>(action: Action<Context>, context: Context): void {
  if (action.isPossible?.(context) ?? true) action.perform(context)
}

function belongsElsewhere(event: KeyboardEvent): boolean {
  const { target } = event
  if (document.querySelector('dialog[open]')) return true
  if (!(target instanceof HTMLElement)) return false
  const isText = target.matches('textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])')
  if (isText) {
    if (event.key === 'Escape') target.blur()
    return !(event.key === 'Enter' && (event.ctrlKey || event.metaKey))
  }
  const isPressed = event.key === 'Enter' || event.key === ' '
  return isPressed && !event.ctrlKey && !event.metaKey && target.closest('button, a, summary, label, input') !== null
}
