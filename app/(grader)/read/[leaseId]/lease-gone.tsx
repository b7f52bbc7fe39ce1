'use client'
/** The item is in nobody's hands any more; if an answer still waits in this browser, it goes out from here. */
import { BookOpenCheck } from 'lucide-react'
import { focusNow } from '@/app/_client/focus-first'
import { SaveStatus } from '@/app/_client/reading/save-status'
import { useCourier } from '@/app/_client/reading/use-courier'
import { nothingToKeep } from '@/app/_client/reading/use-draft'
import { ButtonLink, EmptyState } from '@/app/_ui'

export function LeaseGone({ userId, sentence }: { userId: string; sentence: string }) {
  const courier = useCourier(userId)
  return (
    <div className="grid min-h-dvh place-content-center justify-items-center">
      <EmptyState
        icon={BookOpenCheck}
        title="Not on your desk any more"
        as="h1"
        action={
          <ButtonLink href="/queue" variant="primary" ref={focusNow}>
            To my queue
          </ButtonLink>
        }
      >
        {sentence}
      </EmptyState>
      <SaveStatus courier={courier} draft={nothingToKeep} />
    </div>
  )
}
