/** The frame of a page's content, and its head: where one is, what it is called, what one can do. */
import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { cx } from './cx'

/** @param width `reading` for text and forms, `page` for tables, `full` for photographs */
export function Page({ width = 'page', children }: { width?: 'reading' | 'page' | 'full'; children: ReactNode }) {
  return (
    <div
      className={cx(
        'mx-auto grid w-full grid-cols-[minmax(0,1fr)] content-start gap-6 px-5 py-8 sm:px-8',
        width === 'reading' && 'max-w-2xl',
        width === 'page' && 'max-w-6xl',
      )}
    >
      {children}
    </div>
  )
}

type PageHeaderProps = {
  title: ReactNode
  description?: ReactNode
  crumbs?: { href: string; label: string }[]
  actions?: ReactNode
}

export function PageHeader({ title, description, crumbs, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
      <div className="min-w-0">
        {crumbs && (
          <nav
            aria-label="Where you are"
            className="mb-1.5 flex flex-wrap items-center gap-1 text-[13px] text-ink-muted"
          >
            {crumbs.map((crumb) => (
              <span key={crumb.href} className="inline-flex items-center gap-1">
                <Link href={crumb.href} className="hover:text-ink hover:underline">
                  {crumb.label}
                </Link>
                <ChevronRight aria-hidden className="size-3.5" />
              </span>
            ))}
          </nav>
        )}
        <h1 className="font-semibold text-2xl text-ink tracking-tight">{title}</h1>
        {description && <p className="mt-1.5 max-w-2xl text-sm text-ink-muted">{description}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}
