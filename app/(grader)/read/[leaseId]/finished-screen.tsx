'use client'
/** Nothing is left of this task: a moment of peace, and the way back. */
import { CircleCheck } from 'lucide-react'
import { focusNow } from '@/app/_client/focus-first'
import { SaveStatus } from '@/app/_client/reading/save-status'
import { nothingToKeep } from '@/app/_client/reading/use-draft'
import { ButtonLink, EmptyState } from '@/app/_ui'
import type { Courier } from '@/lib/editor/outbox/courier'

export function FinishedScreen({ courier, doneHere }: { userId: string; courier: Courier | null; doneHere: number }) {
  return (
    <div className="grid min-h-dvh place-content-center justify-items-center">
      <EmptyState
        icon={CircleCheck}
        title="All read"
        as="h1"
        action={
          <ButtonLink href="/queue" variant="primary" ref={focusNow}>
            To my queue
          </ButtonLink>
        }
      >
        {doneHere > 0 ? `You answered ${doneHere} just now. ` : ''}
        Nothing more is asked of you here at the moment. If others disagree, or new photographs come, they appear in
        your queue.
      </EmptyState>
      <SaveStatus courier={courier} draft={nothingToKeep} />
    </div>
  )
}
