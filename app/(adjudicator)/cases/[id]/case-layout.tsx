'use client'
/** The photograph and, beside it, the case: why it is one, who said what, and the decision at the foot. */
import { ChevronLeft } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { CaseView } from '@/lib/contracts/adjudication'
import { taskNames } from '../task-names'

type CaseLayoutProps = { found: CaseView; photograph: ReactNode; children: ReactNode; foot: ReactNode }

export function CaseLayout({ found, photograph, children, foot }: CaseLayoutProps) {
  return (
    <div
      data-room
      className="grid h-[calc(100dvh-3rem)] grid-cols-[minmax(0,1fr)_25rem] max-md:h-auto max-md:grid-cols-1 max-md:grid-rows-[60dvh_auto]"
    >
      <div className="min-h-0 min-w-0 bg-[#050506]">{photograph}</div>
      <aside
        aria-label={`Case ${found.number}`}
        className="flex min-h-0 flex-col border-line border-l bg-panel [@media(max-height:830px)]:overflow-y-auto"
      >
        <header className="grid gap-1.5 border-line border-b px-4 pt-3.5 pb-3">
          <Link href="/cases" className="-ml-1 inline-flex items-center text-[13px] text-ink-muted hover:text-ink">
            <ChevronLeft aria-hidden className="size-3.5" /> Cases
          </Link>
          <div className="flex items-baseline justify-between gap-3">
            <h1 className="figures font-semibold text-[15px]">
              Case {found.number} <span className="font-normal text-ink-muted">· {taskNames[found.task]}</span>
            </h1>
            <p className="truncate text-[13px] text-ink-muted">{found.studyName}</p>
          </div>
          <ul className="grid gap-1 text-sm">
            {found.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain [@media(max-height:830px)]:flex-none [@media(max-height:830px)]:overflow-visible">
          {children}
        </div>
        {foot}
      </aside>
    </div>
  )
}
