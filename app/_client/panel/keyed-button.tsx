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
        'grid min-w-0 justify-items-center gap-1 rounded-control border px-1 pt-2 pb-1.5 text-[12px] transition-colors',
        isOn ? 'border-accent bg-accent-wash text-accent' : 'border-line text-ink-muted hover:bg-raised hover:text-ink',
        'disabled:opacity-45',
      )}
    >
      <Icon aria-hidden className="size-4" />
      <span className="max-w-full truncate">{label}</span>
      <Key>{caps}</Key>
    </button>
  )
}
