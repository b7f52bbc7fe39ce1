/** A titled part of the quiet panel beside a photograph. */
import type { ReactNode } from 'react'

type PanelPartProps = { title: ReactNode; actions?: ReactNode; children: ReactNode }

export function PanelPart({ title, actions, children }: PanelPartProps) {
  return (
    <section className="border-line border-b px-4 py-3 last:border-b-0">
      <div className="mb-2 flex min-h-6 items-center justify-between gap-2">
        <h2 className="font-medium text-[13px] text-ink-muted">{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  )
}
