'use client'
/**
 * The draft of the item on the desk: read once when the item comes, written at every change. `undefined` while it is being
 * read; then what was found, or a fresh one with the id under which the answer will be submitted.
 */
import { useEffect, useState } from 'react'
import type { Assignment } from '@/lib/contracts/reading'
import { type Draft, type DraftContent, draftKey, isStale, parseDraft } from '@/lib/editor/drafts/draft'
import { createDraftWriter, type DraftState, type DraftWriter } from '@/lib/editor/drafts/draft-writer'
import type { Keep } from '@/lib/editor/drafts/keep'
import { createStore, type Store } from '@/lib/editor/store'
import { sharedKeep } from './keep'

export type DraftHead = Omit<Draft, 'content' | 'worked' | 'updatedAt'>
export type OpenDraft = {
  head: DraftHead
  /** What an earlier visit left. */
  content: DraftContent | null
  /** Milliseconds. */
  worked: number
  state: Store<DraftState>
  isLasting: boolean
  save: (content: DraftContent, worked: number) => void
}

export function useDraft(userId: string, { leaseId, stage, task }: Assignment): OpenDraft | undefined {
  const [opened, setOpened] = useState<OpenDraft>()
  useEffect(() => {
    let isHere = true
    let writer: DraftWriter | undefined
    sharedKeep()
      .then(async (keep) => {
        const kept = parseDraft(await keep.get('drafts', draftKey(leaseId, stage)))
        if (!isHere) return
        writer = createDraftWriter(keep)
        const found = kept?.userId === userId && kept.content.task === task ? kept : undefined
        setOpened(openDraft({ leaseId, stage, userId }, keep, writer, found))
        await forgetStale(keep)
      })
      .catch((error) => console.error('The draft could not be read.', error))
    return () => {
      isHere = false
      writer?.close()
    }
  }, [leaseId, stage, task, userId])
  return opened
}

type Whose = Pick<DraftHead, 'leaseId' | 'stage' | 'userId'>

function openDraft(whose: Whose, keep: Keep, writer: DraftWriter, found: Draft | undefined): OpenDraft {
  const readingId = found?.readingId ?? crypto.randomUUID()
  const startedAt = found?.startedAt ?? new Date().toISOString()
  const head: DraftHead = { version: 1, ...whose, readingId, startedAt }
  return {
    head,
    content: found?.content ?? null,
    worked: found?.worked ?? 0,
    state: writer.state,
    isLasting: keep.isLasting,
    save: (content, worked) => writer.write({ ...head, content, worked, updatedAt: new Date().toISOString() }),
  }
}

async function forgetStale(keep: Keep): Promise<void> {
  for (const value of await keep.all('drafts')) {
    const kept = parseDraft(value)
    if (kept && isStale(kept, Date.now())) await keep.remove('drafts', draftKey(kept.leaseId, kept.stage))
  }
}

/** For a screen without an item: nothing is being written. */
export const nothingToKeep: Store<DraftState> = createStore<DraftState>('kept')
