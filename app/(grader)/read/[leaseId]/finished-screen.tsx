'use client'
/** Nothing is left of this task: a moment of peace, and the way back. */
import { CircleCheck } from 'lucide-react'
import type { Courier } from '@/lib/editor/outbox/courier'
import { EmptyDesk } from './empty-desk'

export function FinishedScreen({ courier, doneHere }: { courier: Courier | null; doneHere: number }) {
  return (
    <EmptyDesk icon={CircleCheck} title="All read" courier={courier} doneHere={doneHere}>
      Nothing more is asked of you here at the moment. If others disagree, or new photographs come, they appear in your
      queue.
    </EmptyDesk>
  )
}
