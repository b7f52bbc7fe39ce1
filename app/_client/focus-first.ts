'use client'
/** Where the focus goes when something appears. React's own autoFocus knows only form fields, and comes too early for a dialog. */

/** `ref={focusFirst}` inside a dialog: the browser decides by the attribute when the dialog opens. */
export const focusFirst = (element: HTMLElement | null): void => element?.setAttribute('autofocus', '')

/** `ref={focusNow}` on what a whole screen asks for: Enter does it. */
export const focusNow = (element: HTMLElement | null): void => element?.focus({ preventScroll: true })
