'use client'
/** Answers that an earlier page could not bring to the server go out from here; while some wait, it says so. */
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { useCourier } from '@/app/_client/reading/use-courier'
import { useStore } from '@/app/_client/use-store'
import { Button, Notice } from '@/app/_ui'
import type { Courier } from '@/lib/editor/outbox/courier'
import { outboxStatus } from '@/lib/editor/outbox/outbox-state'

export function WaitingAnswers({ userId }: { userId: string }) {
  const courier = useCourier(userId)
  return courier && <Waiting courier={courier} />
}

function Waiting({ courier }: { courier: Courier }) {
  const router = useRouter()
  const state = useStore(courier.state)
  const { waiting } = outboxStatus(state)
  const before = useRef(waiting)
  useEffect(() => {
    if (waiting < before.current) router.refresh()
    before.current = waiting
  }, [waiting, router])

  const refused = state.parcels.filter((parcel) => parcel.refusal !== null)
  return (
    <>
      {waiting > 0 && (
        <Notice
          tone="warning"
          actions={
            <Button size="small" onClick={courier.retry}>
              Send now
            </Button>
          }
        >
          {waiting === 1 ? 'One answer is' : `${waiting} answers are`} kept on this computer and{' '}
          {state.isSignedOut ? 'will go out once you have signed in again.' : 'on the way to the server.'}
        </Notice>
      )}
      {refused.map((parcel) => (
        <Notice
          key={parcel.request.id}
          tone="danger"
          title="An answer was not accepted"
          actions={
            <Button size="small" onClick={() => courier.discard(parcel.request.id)}>
              Drop it
            </Button>
          }
        >
          {parcel.refusal}
        </Notice>
      ))}
    </>
  )
}
