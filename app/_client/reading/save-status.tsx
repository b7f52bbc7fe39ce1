'use client'
/** Always on screen: is everything kept, is something on its way, is the server away? Announced when it changes. */
import { CircleAlert, CloudCheck, CloudOff, CloudUpload, LogIn } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { cx } from '@/app/_ui'
import type { DraftState } from '@/lib/editor/drafts/draft-writer'
import type { Courier } from '@/lib/editor/outbox/courier'
import { emptyOutbox, type OutboxStatus, outboxStatus } from '@/lib/editor/outbox/outbox-state'
import { createStore, type Store } from '@/lib/editor/store'
import { useStore } from '../use-store'

type Shown = { icon: typeof CloudCheck; text: string; tone: string; title: string }

const nothing = createStore(emptyOutbox)
const onlineEvents = (listener: () => void) => {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

export function SaveStatus({ courier, draft }: { courier: Courier | null; draft: Store<DraftState> }) {
  const outbox = outboxStatus(useStore(courier?.state ?? nothing))
  const kept = useStore(draft)
  const isOnline = useSyncExternalStore(
    onlineEvents,
    () => navigator.onLine,
    () => true,
  )
  const { icon: Icon, text, tone, title } = shownFor(outbox, kept, isOnline)
  return (
    <p role="status" title={title} className={cx('flex items-center gap-1.5 text-[13px]', tone)}>
      <Icon aria-hidden className="size-4 shrink-0" />
      {text}
    </p>
  )
}

function shownFor(outbox: { status: OutboxStatus; waiting: number }, kept: DraftState, isOnline: boolean): Shown {
  const count = outbox.waiting > 1 ? `${outbox.waiting} answers` : 'answer'
  if (kept === 'failed') {
    const title = 'This browser has no room for drafts. Submit before you leave the page.'
    return { icon: CircleAlert, text: 'Draft not kept', tone: 'text-danger', title }
  }
  switch (outbox.status) {
    case 'refused':
      return {
        icon: CircleAlert,
        text: 'Not accepted',
        tone: 'text-danger',
        title: 'The server did not take an answer.',
      }
    case 'signedOut':
      return {
        icon: LogIn,
        text: 'Signed out – kept here',
        tone: 'text-warning',
        title: `Sign in again; the ${count} will go out.`,
      }
    case 'offline':
      return {
        icon: CloudOff,
        text: `Offline – ${count} kept here`,
        tone: 'text-warning',
        title: 'It goes out by itself.',
      }
    case 'sending':
      return { icon: CloudUpload, text: 'Saving…', tone: 'text-ink-muted', title: 'On its way to the server.' }
    case 'saved':
      break
  }
  if (!isOnline) {
    return {
      icon: CloudOff,
      text: 'Offline – kept here',
      tone: 'text-warning',
      title: 'What you do is kept in this browser.',
    }
  }
  if (kept === 'writing')
    return { icon: CloudUpload, text: 'Saving…', tone: 'text-ink-muted', title: 'Keeping the draft.' }
  const title = 'Answers are on the server; what you are working on is kept in this browser.'
  return { icon: CloudCheck, text: 'Saved', tone: 'text-ink-muted', title }
}
