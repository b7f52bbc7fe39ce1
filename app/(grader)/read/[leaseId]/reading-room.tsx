'use client'
/**
 * One item after another without leaving the page: read, submit, and the next one is on the desk. An answer leaves the desk
 * only once it lies in the outbox; the next item comes once the server has acknowledged it.
 */
import { useCallback, useEffect, useRef, useState } from 'react'
import { type ClaimAnswer, takeNext } from '@/app/_client/reading/take-next'
import { useCourier } from '@/app/_client/reading/use-courier'
import { RequestFailure, request } from '@/app/_client/use-request'
import type { Assignment, SubmitRequest } from '@/lib/contracts/reading'
import { Desk } from './desk'
import { FinishedScreen } from './finished-screen'
import { OthersReadScreen } from './others-read-screen'
import type { RoomPhase } from './room-phase'
import { WaitingVeil } from './waiting-veil'

type OnDesk = { assignment: Assignment; isFresh: boolean }
/** Long enough for somebody who claimed at the same moment to be done. */
const shortPause = () => new Promise<void>((resolve) => setTimeout(resolve, 1500))
const reading: RoomPhase = { name: 'reading' }

export function ReadingRoom({ userId, first }: { userId: string; first: Assignment }) {
  const courier = useCourier(userId)
  const [onDesk, setOnDesk] = useState<OnDesk>({ assignment: first, isFresh: false })
  const [phase, setPhase] = useState<RoomPhase>(reading)
  const doneHere = useRef(0)
  const { assignment } = onDesk
  const { studyId, task, leaseId, stage } = assignment

  const claimNext = useCallback(async () => {
    setPhase({ name: 'claiming' })
    try {
      const claim = () => request<ClaimAnswer>('POST', '/api/readings/claim', { studyId, task })
      const next = await takeNext(claim, shortPause)
      if (next.type === 'allRead') return setPhase({ name: 'finished' })
      if (next.type === 'othersRead') return setPhase({ name: 'othersRead' })
      window.history.replaceState(null, '', `/read/${next.assignment.leaseId}`)
      setOnDesk({ assignment: next.assignment, isFresh: true })
      setPhase(reading)
    } catch (failure) {
      if (!(failure instanceof RequestFailure)) throw failure
      setPhase({ name: 'unclaimed', sentence: failure.sentence })
    }
  }, [studyId, task])

  const send = useCallback(
    async (answer: SubmitRequest) => {
      if (!courier) return
      setPhase({ name: 'sending', request: answer })
      const outcome = await courier.submit(answer)
      if (outcome.type === 'refused') return setPhase({ name: 'refused', request: answer, sentence: outcome.sentence })
      const { reveal } = outcome.result
      if (outcome.result.next === 'reveal' && reveal) {
        setOnDesk((now) => ({ assignment: { ...now.assignment, stage: 'revealed', reveal }, isFresh: true }))
        setPhase(reading)
        return
      }
      doneHere.current += 1
      await claimNext()
    },
    [courier, claimNext],
  )

  // A reload while an answer was waiting: it is not asked for again, it is waited for.
  const askedFor = useRef<string | null>(null)
  useEffect(() => {
    const key = `${leaseId}/${stage}`
    if (!courier || askedFor.current === key) return
    askedFor.current = key
    const waiting = courier.state
      .get()
      .parcels.find((parcel) => parcel.request.leaseId === leaseId && parcel.request.stage === stage)
    if (waiting) void send(waiting.request)
  }, [courier, leaseId, stage, send])

  if (phase.name === 'finished') return <FinishedScreen courier={courier} doneHere={doneHere.current} />
  if (phase.name === 'othersRead') return <OthersReadScreen courier={courier} doneHere={doneHere.current} />
  return (
    <div className="relative h-dvh">
      <Desk
        key={leaseId}
        userId={userId}
        assignment={assignment}
        isFresh={onDesk.isFresh}
        courier={courier}
        isBusy={phase.name !== 'reading' || !courier}
        onSubmit={send}
        onSkipped={claimNext}
      />
      <WaitingVeil
        phase={phase}
        courier={courier}
        onRetry={() => {
          if (phase.name === 'refused' || phase.name === 'sending') void send(phase.request)
          else void claimNext()
        }}
        onBackToDesk={() => setPhase(reading)}
        onDrop={async (id) => {
          await courier?.discard(id)
          await claimNext()
        }}
      />
    </div>
  )
}
