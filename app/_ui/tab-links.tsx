'use client'
/** The sections of one thing (a study, a run), each with an address of its own. */
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cx } from './cx'

export function TabLinks({ label, links }: { label: string; links: { href: string; label: string }[] }) {
  const path = usePathname()
  return (
    <nav aria-label={label} className="-mb-px flex gap-5 overflow-x-auto border-line border-b">
      {links.map((link) => {
        const current = path === link.href
        return (
          <Link
            key={link.href}
            href={link.href}
            aria-current={current ? 'page' : undefined}
            className={cx(
              'whitespace-nowrap border-b-2 py-2.5 text-sm transition-colors',
              current ? 'border-accent text-ink' : 'border-transparent text-ink-muted hover:text-ink',
            )}
          >
            {link.label}
          </Link>
        )
      })}
    </nav>
  )
}
