/** A titled area of a page. Panels stand on the ground and are never nested. */
import type { ReactNode } from 'react'
import { cx } from './cx'

type PanelProps = {
  title?: ReactNode
  hint?: ReactNode
  actions?: ReactNode
  flush?: boolean
  className?: string
  children: ReactNode
}

/** @param flush without inner spacing, for a table or a picture that reaches the edges */
export function Panel({ title, hint, actions, flush = false, className, children }: PanelProps) {
  return (
    <section className={cx('min-w-0 rounded-panel border border-line bg-panel', className)}>
      {(title || actions) && (
        <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line border-b px-5 py-3.5">
          <div>
            <h2 className="font-semibold text-[15px] text-ink">{title}</h2>
            {hint && <p className="mt-0.5 text-[13px] text-ink-muted">{hint}</p>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      <div className={flush ? undefined : 'p-5'}>{children}</div>
    </section>
  )
}
