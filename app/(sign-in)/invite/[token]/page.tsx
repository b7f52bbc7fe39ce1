/** Where a one-time link leads. Looking at it does not use it up; signing up does. */
import type { Metadata } from 'next'
import { ButtonLink, Notice } from '@/app/_ui'
import { roleNames } from '@/app/_ui/role-names'
import { viewInvitation } from '@/lib/services/view-invitation'
import { SignUpForm } from './sign-up-form'

export const metadata: Metadata = { title: 'Sign up' }

export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const invitation = await viewInvitation(token, new Date())
  if (!invitation) {
    return (
      <div className="grid gap-5">
        <h1 className="font-semibold text-2xl tracking-tight">This link is no longer valid</h1>
        <Notice tone="warning">
          It was used already, taken back, or has run out. Ask an administrator for a new one; if you have signed up,
          sign in.
        </Notice>
        <ButtonLink href="/sign-in">Sign in</ButtonLink>
      </div>
    )
  }
  return (
    <>
      <h1 className="font-semibold text-2xl tracking-tight">Welcome</h1>
      <p className="mt-1.5 mb-7 text-ink-muted text-sm">
        You are invited as <span className="text-ink">{roleNames[invitation.role].toLowerCase()}</span>. Choose how you
        sign in.
      </p>
      <SignUpForm token={token} name={invitation.name} email={invitation.email} />
    </>
  )
}
