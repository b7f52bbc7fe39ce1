'use client'
/** The item is in nobody's hands any more; if an answer still waits in this browser, it goes out from here. */
import { BookOpenCheck } from 'lucide-react'
import { useCourier } from '@/app/_client/reading/use-courier'
import { EmptyDesk } from './empty-desk'

export function LeaseGone({ userId, sentence }: { userId: string; sentence: string }) {
  const courier = useCourier(userId)
  return (
    <EmptyDesk icon={BookOpenCheck} title="Not on your desk any more" courier={courier}>
      {sentence}
    </EmptyDesk>
  )
}
