/** Signing in. Who is signed in already goes on to where they wanted. */
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { currentActor } from '@/app/_server'
import { pathAfterSignIn } from '@/app/_server/home'
import { SignInForm } from './sign-in-form'

export const metadata: Metadata = { title: 'Sign in' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignInPage({ searchParams }: Props) {
  const next = pathAfterSignIn((await searchParams).next)
  if (await currentActor()) redirect(next)
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-tight">Sign in</h1>
      <p className="mt-1.5 mb-7 text-ink-muted text-sm">Concord is by invitation. An administrator sends you a link.</p>
      <SignInForm next={next} />
    </>
  )
}
