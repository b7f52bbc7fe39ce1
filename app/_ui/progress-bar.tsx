/** A long job: how far, how fast, how long still. Its height is fixed, so that nothing jumps while figures come and go. */
import type { ReactNode } from 'react'

type ProgressBarProps = {
  label: string
  value: number
  /** 0 or less: how much there is to do is not known yet. */
  max: number
  /** At the right, e.g. `12 of 40 · 3.1/s · 9 s left`. */
  detail?: ReactNode
}

export function ProgressBar({ label, value, max, detail }: ProgressBarProps) {
  const known = max > 0
  const share = known ? Math.min(1, Math.max(0, value / max)) : 0
  return (
    <div className="grid gap-2">
      <div className="figures flex min-h-5 flex-wrap items-baseline justify-between gap-x-4 text-[13px]">
        <span className="text-ink">{label}</span>
        <span className="text-ink-muted">{detail ?? (known ? `${value} of ${max}` : 'starting')}</span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={known ? max : undefined}
        aria-valuenow={known ? Math.min(value, max) : undefined}
        className="h-1.5 overflow-hidden rounded-full bg-raised"
      >
        <div
          className="h-full rounded-full bg-accent transition-[width] duration-300"
          style={{ width: `${share * 100}%` }}
        />
      </div>
    </div>
  )
}
