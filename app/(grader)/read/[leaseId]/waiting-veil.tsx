'use client'
/**
 * What stands over the desk while an answer or the next item does not come at once: nothing for a moment, then one sentence
 * and what can be done. Nothing is lost meanwhile, and it says so.
 */
import { useEffect, useState } from 'react'
import { focusNow } from '@/app/_client/focus-first'
import { useStore } from '@/app/_client/use-store'
import { Button, ButtonLink } from '@/app/_ui'
import type { Courier } from '@/lib/editor/outbox/courier'
import { emptyOutbox, outboxStatus } from '@/lib/editor/outbox/outbox-state'
import { createStore } from '@/lib/editor/store'
import type { RoomPhase } from './room-phase'

type WaitingVeilProps = {
  phase: RoomPhase
  courier: Courier | null
  onRetry: () => void
  onBackToDesk: () => void
  onDrop: (readingId: string) => void
}

const nothing = createStore(emptyOutbox)
/** Shorter than this is not worth a word. */
const patience = 700

export function WaitingVeil({ phase, courier, onRetry, onBackToDesk, onDrop }: WaitingVeilProps) {
  const { status } = outboxStatus(useStore(courier?.state ?? nothing))
  const isWaiting = phase.name === 'sending' || phase.name === 'claiming'
  const [isLong, setIsLong] = useState(false)
  useEffect(() => {
    setIsLong(false)
    if (!isWaiting) return
    const timer = setTimeout(() => setIsLong(true), patience)
    return () => clearTimeout(timer)
  }, [isWaiting])

  if (phase.name === 'reading' || phase.name === 'finished' || (isWaiting && !isLong)) return null
  return (
    <div className="absolute inset-0 z-20 grid place-content-center bg-shade p-6">
      <div role="alert" className="grid max-w-md gap-4 rounded-panel border border-line bg-panel p-6 text-sm">
        {phase.name === 'sending' && <Sending status={status} onRetry={() => courier?.retry()} />}
        {phase.name === 'claiming' && <p>Fetching the next one…</p>}
        {phase.name === 'unclaimed' && (
          <>
            <p>{phase.sentence} Your answers are safe.</p>
            <div className="flex gap-2">
              <Button variant="primary" onClick={onRetry} ref={focusNow}>
                Try again
              </Button>
              <ButtonLink href="/queue">To my queue</ButtonLink>
            </div>
          </>
        )}
        {phase.name === 'refused' && (
          <>
            <p>
              <strong className="font-semibold">The answer was not accepted.</strong> {phase.sentence}
            </p>
            <div className="flex flex-wrap gap-2">
              <Button variant="primary" onClick={() => onDrop(phase.request.id)} ref={focusNow}>
                Drop it and take the next
              </Button>
              <Button onClick={onRetry}>Send again</Button>
              <Button variant="quiet" onClick={onBackToDesk}>
                Look at it
              </Button>
            </div>
          </>
        )}
      </div>
    </div>
  )
}

function Sending({ status, onRetry }: { status: string; onRetry: () => void }) {
  if (status === 'signedOut') {
    return (
      <>
        <p>You have been signed out. Your answer is kept on this computer; sign in again and come back to this page.</p>
        <div className="flex gap-2">
          <ButtonLink href="/sign-in" target="_blank" variant="primary">
            Sign in
          </ButtonLink>
          <Button onClick={onRetry}>I have signed in</Button>
        </div>
      </>
    )
  }
  if (status === 'offline') {
    return (
      <>
        <p>
          The server cannot be reached. Your answer is kept on this computer and goes out by itself; you may close this
          page and open Concord again later.
        </p>
        <div>
          <Button onClick={onRetry}>Try now</Button>
        </div>
      </>
    )
  }
  return <p>Saving your answer…</p>
}
