'use client'
/** Something is left of this task, but it lies on the desks of others; it comes back when they give it up or disagree. */
import { Hourglass } from 'lucide-react'
import { focusNow } from '@/app/_client/focus-first'
import { SaveStatus } from '@/app/_client/reading/save-status'
import { nothingToKeep } from '@/app/_client/reading/use-draft'
import { ButtonLink, EmptyState } from '@/app/_ui'
import type { Courier } from '@/lib/editor/outbox/courier'

export function OthersReadScreen({ courier, doneHere }: { courier: Courier | null; doneHere: number }) {
  return (
    <div className="grid min-h-dvh place-content-center justify-items-center">
      <EmptyState
        icon={Hourglass}
        title="Nothing to hand out just now"
        as="h1"
        action={
          <ButtonLink href="/queue" variant="primary" ref={focusNow}>
            To my queue
          </ButtonLink>
        }
      >
        {doneHere > 0 ? `You answered ${doneHere} just now. ` : ''}
        Others are reading what is left here; look again in a while.
      </EmptyState>
      <SaveStatus courier={courier} draft={nothingToKeep} />
    </div>
  )
}
