'use client'
/** The way into the oldest open case: Enter goes there. */
import { focusNow } from '@/app/_client/focus-first'
import { ButtonLink } from '@/app/_ui'

export function FirstCase({ id, number }: { id: string; number: number }) {
  return (
    <ButtonLink href={`/cases/${id}`} variant="primary" keys="⏎" ref={focusNow}>
      Open case {number}
    </ButtonLink>
  )
}
