/** Where a person's work begins. */
import type { Role } from '@/lib/contracts/scalars'

const homes: Record<Role, string> = {
  observer: '/queue',
  adjudicator: '/cases',
  researcher: '/studies',
  administrator: '/studies',
}

export const homeOf = (role: Role): string => homes[role]

/** Where somebody was on the way to before signing in: a path of ours, or the beginning. */
export function pathAfterSignIn(next: unknown): string {
  const here = 'http://concord.invalid'
  if (typeof next !== 'string' || !next.startsWith('/') || !URL.canParse(next, here)) return '/'
  const url = new URL(next, here)
  url.searchParams.delete('_rsc')
  return url.origin === here ? `${url.pathname}${url.search}` : '/'
}
