/** An empty page says what belongs here and what to do next. */
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

type EmptyStateProps = {
  icon?: LucideIcon
  title: string
  /** `h1` where nothing else on the page is a title. */
  as?: 'h1' | 'h2'
  children?: ReactNode
  action?: ReactNode
}

export function EmptyState({ icon: Icon, title, as: Title = 'h2', children, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-3 px-6 py-14 text-center">
      {Icon && <Icon aria-hidden className="size-6 text-ink-muted" strokeWidth={1.5} />}
      <Title className="font-semibold text-[15px] text-ink">{title}</Title>
      {children && <div className="max-w-md text-sm text-ink-muted">{children}</div>}
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
