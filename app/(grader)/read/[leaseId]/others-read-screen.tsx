'use client'
/** Something is left of this task, but it lies on the desks of others; it comes back when they give it up or disagree. */
import { Hourglass } from 'lucide-react'
import type { Courier } from '@/lib/editor/outbox/courier'
import { EmptyDesk } from './empty-desk'

export function OthersReadScreen({ courier, doneHere }: { courier: Courier | null; doneHere: number }) {
  return (
    <EmptyDesk icon={Hourglass} title="Nothing to hand out just now" courier={courier} doneHere={doneHere}>
      Others are reading what is left here; look again in a while.
    </EmptyDesk>
  )
}
