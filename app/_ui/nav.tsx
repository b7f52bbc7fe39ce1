'use client'
/**
 * The bar at the top: where one can go with one's role, and who one is. It is only a help: what a person may see is decided
 * elsewhere. In the reading room it is away, because the photograph is the page.
 */
import { LogOut, SunMoon } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useState } from 'react'
import { signOut } from '@/app/_client/session'
import { sentenceOf } from '@/app/_client/use-request'
import type { Role } from '@/lib/contracts/scalars'
import { IconButton } from './button'
import { cx } from './cx'
import { Mark } from './mark'
import { roleNames } from './role-names'
import { useToast } from './toast'

type Place = { href: string; label: string }

const queue = { href: '/queue', label: 'Queue' }
const cases = { href: '/cases', label: 'Cases' }
const learning = [
  { href: '/snapshots', label: 'Snapshots' },
  { href: '/runs', label: 'Training' },
]

const placesOf: Record<Role, Place[]> = {
  observer: [queue],
  adjudicator: [cases, queue],
  researcher: [{ href: '/studies', label: 'Studies' }, cases, ...learning],
  administrator: [{ href: '/studies', label: 'Studies' }, cases, ...learning, { href: '/people', label: 'People' }],
}

export function Nav({ name, role }: { name: string; role: Role }) {
  const path = usePathname()
  if (path.startsWith('/read/')) return null
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-4 border-line border-b bg-ground px-4 sm:px-6">
      <Link href="/" className="flex items-center gap-2 rounded-control font-semibold text-[15px] tracking-tight">
        <Mark className="size-5" />
        <span className="max-sm:sr-only">Concord</span>
      </Link>
      <nav aria-label="Main" className="flex h-full min-w-0 flex-1 gap-1 overflow-x-auto px-1">
        {placesOf[role].map(({ href, label }) => {
          const isHere = path === href || path.startsWith(`${href}/`)
          return (
            <Link
              key={href}
              href={href}
              aria-current={isHere ? 'page' : undefined}
              className={cx(
                'my-auto inline-flex h-8 items-center rounded-control px-2.5 text-sm transition-colors',
                isHere ? 'bg-raised text-ink' : 'text-ink-muted hover:text-ink',
              )}
            >
              {label}
            </Link>
          )
        })}
      </nav>
      <p className="truncate text-[13px] text-ink-muted max-md:hidden">
        <span className="text-ink">{name}</span> · {roleNames[role]}
      </p>
      <div className="flex">
        <ThemeButton />
        <SignOutButton />
      </div>
    </header>
  )
}

/** Dark or light, kept in a cookie so that the server draws the right one at once. */
export function ThemeButton() {
  const change = () => {
    const root = document.documentElement
    const isLight = getComputedStyle(root).colorScheme === 'light'
    root.dataset.theme = isLight ? 'dark' : 'light'
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that we support
    document.cookie = `concord-theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`
  }
  return <IconButton icon={SunMoon} label="Change between dark and light" onClick={change} />
}

function SignOutButton() {
  const [busy, setBusy] = useState(false)
  const toast = useToast()
  const leave = async () => {
    setBusy(true)
    try {
      await signOut()
      window.location.assign('/sign-in')
    } catch (cause) {
      setBusy(false)
      toast(sentenceOf(cause), 'danger')
    }
  }
  return <IconButton icon={LogOut} label="Sign out" disabled={busy} onClick={leave} />
}
