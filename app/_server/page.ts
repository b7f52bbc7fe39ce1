/** For pages: who looks, and where they go otherwise. What they may see of an object is decided by the service. */
import { cookies, headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { type Actor, sessionCookieName } from '@/lib/auth'
import type { Role } from '@/lib/contracts/scalars'
import { AppError } from '@/lib/domain/errors'
import type { Context } from '@/lib/services/_shared/context'
import { actorOfCookie } from './session'

/** Set by proxy.ts on the way in: path and query of the page that is asked for. */
export const pathHeader = 'x-concord-path'

/** Who is signed in, looked up once a request; null: nobody. */
export const currentActor = cache(async (): Promise<Actor | null> => {
  const cookie = (await cookies()).get(sessionCookieName())?.value
  return actorOfCookie(cookie, new Date())
})

/** Sends to the sign-in page (and back afterwards); another role is told that the page does not exist. */
export async function requireUser(roles?: readonly Role[]): Promise<Actor> {
  const actor = await currentActor()
  if (!actor) {
    const path = (await headers()).get(pathHeader)
    redirect(path && path !== '/' ? `/sign-in?next=${encodeURIComponent(path)}` : '/sign-in')
  }
  if (roles && !roles.includes(actor.role)) notFound()
  return actor
}

/** The same as a service's first argument. */
export async function requireContext(roles?: readonly Role[]): Promise<Context> {
  return { actor: await requireUser(roles), now: new Date() }
}

/** A page's data: what does not exist for this person is the page "not found". */
export async function orNotFound<T>(load: Promise<T>): Promise<T> {
  try {
    return await load
  } catch (error) {
    if (error instanceof AppError && error.status === 404) notFound()
    throw error
  }
}
