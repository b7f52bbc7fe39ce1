/** A state in one word. The shape in front differs with the tone, so that colour is never all there is. */
import type { ReactNode } from 'react'
import { cx } from './cx'

export type Tone = 'neutral' | 'accent' | 'good' | 'warning' | 'danger'

const tones: Record<Tone, string> = {
  neutral: 'border-line bg-raised text-ink-muted',
  accent: 'border-transparent bg-accent-wash text-accent',
  good: 'border-transparent bg-good-wash text-good',
  warning: 'border-transparent bg-warning-wash text-warning',
  danger: 'border-transparent bg-danger-wash text-danger',
}

const signs: Record<Tone, string> = { neutral: '○', accent: '◐', good: '●', warning: '▲', danger: '■' }

export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1.5 whitespace-nowrap rounded-full border px-2.5 py-0.5 text-xs',
        tones[tone],
      )}
    >
      <span aria-hidden className="text-[8px] leading-none">
        {signs[tone]}
      </span>
      {children}
    </span>
  )
}
