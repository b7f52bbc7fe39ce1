'use client'
/**
 * A question or a form over the page. The browser's own <dialog> holds the focus inside, closes with Escape and gives the
 * focus back to where it came from.
 */
import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { IconButton } from './button'

type DialogProps = { title: string; open: boolean; onClose: () => void; children: ReactNode }

export function Dialog({ title, open, onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = ref.current
    if (!dialog) return
    if (open && !dialog.open) dialog.showModal()
    if (!open && dialog.open) dialog.close()
  }, [open])
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onClose={onClose}
      className="m-auto w-[min(34rem,calc(100vw-2rem))] rounded-panel border border-line bg-panel p-0 text-ink"
    >
      <header className="flex items-center justify-between gap-4 border-line border-b py-2.5 pr-2.5 pl-5">
        <h2 id={titleId} className="font-semibold text-[15px]">
          {title}
        </h2>
        <IconButton icon={X} label="Close" onClick={onClose} />
      </header>
      {open && <div className="p-5">{children}</div>}
    </dialog>
  )
}
