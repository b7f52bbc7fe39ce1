'use client'
/**
 * A small button of the panel with its key. A click leaves the focus where it was, so that the next key press goes to the
 * reading and not to the button; with Tab it can be reached like any other.
 */
import type { LucideIcon } from 'lucide-react'
import { cx, Key } from '@/app/_ui'

type KeyedButtonProps = {
  label: string
  caps: string
  icon: LucideIcon
  isOn?: boolean
  disabled?: boolean
  onPress: () => void
}

export function KeyedButton({ label, caps, icon: Icon, isOn, disabled, onPress }: KeyedButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      disabled={disabled}
      title={`${label} (${caps})`}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
      className={cx(
        'grid min-w-0 justify-items-center gap-1 rounded-control border px-1 pt-1.5 pb-1 text-[12px] transition-colors',
        isOn ? 'border-accent bg-accent-wash text-accent' : 'border-line text-ink-muted hover:bg-raised hover:text-ink',
        'disabled:opacity-45',
      )}
    >
      <span className="flex items-center gap-1.5">
        <Icon aria-hidden className="size-4" />
        <Key>{caps}</Key>
      </span>
      <span className="max-w-full truncate">{label}</span>
    </button>
  )
}
