/** Figures with their names, side by side; they wrap on a narrow window. */
import type { ReactNode } from 'react'

export function Stats({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-x-6 gap-y-5">{children}</dl>
}

/** @param hint e.g. the unit, n, or an interval: small, below the figure */
export function Stat({ label, value, hint }: { label: string; value: ReactNode; hint?: ReactNode }) {
  return (
    <div>
      <dt className="text-[13px] text-ink-muted">{label}</dt>
      <dd className="mt-0.5 font-semibold text-2xl text-ink tracking-tight">{value}</dd>
      {hint && <dd className="text-[13px] text-ink-muted">{hint}</dd>}
    </div>
  )
}
