/** A titled part of the quiet panel beside a photograph. */
import type { ReactNode } from 'react'

type PanelPartProps = {
  title: ReactNode
  /** The title is said, not shown: what is inside speaks for itself. */
  isQuiet?: boolean
  actions?: ReactNode
  children: ReactNode
}

export function PanelPart({ title, isQuiet = false, actions, children }: PanelPartProps) {
  return (
    <section className="border-line border-b px-4 py-3 last:border-b-0">
      <div className={isQuiet ? 'sr-only' : 'mb-1.5 flex min-h-6 items-center justify-between gap-2'}>
        <h2 className="font-medium text-[13px] text-ink-muted">{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  )
}
