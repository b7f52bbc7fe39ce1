/** A sentence that stands on the page: what happened, and what to do. Warnings and errors are announced. */
import { CircleCheck, Info, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx'

const looks = {
  info: { icon: Info, style: 'border-line bg-raised text-ink', role: 'status' },
  good: { icon: CircleCheck, style: 'border-good/40 bg-good-wash text-good', role: 'status' },
  warning: { icon: TriangleAlert, style: 'border-warning/40 bg-warning-wash text-warning', role: 'status' },
  danger: { icon: OctagonAlert, style: 'border-danger/40 bg-danger-wash text-danger', role: 'alert' },
} as const

type NoticeProps = { tone?: keyof typeof looks; title?: string; actions?: ReactNode; children: ReactNode }

export function Notice({ tone = 'info', title, actions, children }: NoticeProps) {
  const { icon: Icon, style, role } = looks[tone]
  return (
    <div role={role} className={cx('flex items-start gap-3 rounded-control border px-4 py-3 text-sm', style)}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        {title && <p className="font-semibold">{title}</p>}
        <div className="break-words">{children}</div>
      </div>
      {actions}
    </div>
  )
}
