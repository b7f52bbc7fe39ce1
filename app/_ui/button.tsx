/**
 * Buttons and links that look like them. One `primary` a view at most; `danger` only where something ends.
 * `busy` keeps the width and says so to screen readers; `keys` shows the key that does the same.
 */
import { LoaderCircle, type LucideIcon } from 'lucide-react'
import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx'
import { Key } from './key'

type Look = {
  variant?: 'primary' | 'outline' | 'quiet' | 'danger'
  size?: 'small' | 'medium'
  icon?: LucideIcon
  /** The key that does the same, shown at the end. */
  keys?: string
}

const looks = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong font-medium',
  outline: 'border border-edge bg-panel text-ink hover:bg-raised',
  quiet: 'text-ink-muted hover:bg-raised hover:text-ink',
  danger: 'border border-danger text-danger hover:bg-danger-wash',
} as const

const sizes = { small: 'h-8 px-2.5 text-[13px] gap-1.5', medium: 'h-10 px-4 text-sm gap-2' } as const

const shape = ({ variant = 'outline', size = 'medium' }: Look, className?: string) =>
  cx(
    'inline-flex select-none items-center justify-center whitespace-nowrap rounded-control transition-colors',
    'disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:opacity-50',
    looks[variant],
    sizes[size],
    className,
  )

function Inside({ icon: Icon, keys, busy, children }: Look & { busy?: boolean; children: ReactNode }) {
  const Shown = busy ? LoaderCircle : Icon
  return (
    <>
      {Shown && <Shown aria-hidden className={cx('size-4 shrink-0', busy && 'animate-spin')} />}
      {children}
      {keys && <Key>{keys}</Key>}
    </>
  )
}

export function Button({
  variant,
  size,
  icon,
  keys,
  busy = false,
  className,
  children,
  type = 'button',
  disabled,
  ...rest
}: Look & { busy?: boolean } & ComponentProps<'button'>) {
  return (
    <button
      type={type}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={shape({ variant, size }, className)}
      {...rest}
    >
      <Inside icon={icon} keys={keys} busy={busy}>
        {children}
      </Inside>
    </button>
  )
}

export function ButtonLink({
  variant,
  size,
  icon,
  keys,
  className,
  children,
  ...rest
}: Look & ComponentProps<typeof Link>) {
  return (
    <Link className={shape({ variant, size }, className)} {...rest}>
      <Inside icon={icon} keys={keys}>
        {children}
      </Inside>
    </Link>
  )
}

/** A square button with an icon alone; `label` is what it is called. */
export function IconButton({
  icon: Icon,
  label,
  className,
  type = 'button',
  ...rest
}: { icon: LucideIcon; label: string } & Omit<ComponentProps<'button'>, 'aria-label'>) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={cx(
        'inline-flex size-9 items-center justify-center rounded-control text-ink-muted transition-colors hover:bg-raised hover:text-ink',
        'aria-pressed:bg-accent-wash aria-pressed:text-accent disabled:opacity-50',
        className,
      )}
      {...rest}
    >
      <Icon aria-hidden className="size-4" />
    </button>
  )
}
