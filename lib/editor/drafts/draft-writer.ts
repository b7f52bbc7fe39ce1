/**
 * Writes a draft at every change, one write at a time: while one is under way only the newest waits. It says whether what is
 * on the screen is kept, so that the page can say it too.
 */
import { createStore, type Store } from '../store'
import { type Draft, draftKey } from './draft'
import type { Keep } from './keep'

export type DraftState = 'kept' | 'writing' | 'failed'

export type DraftWriter = {
  state: Store<DraftState>
  write: (draft: Draft) => void
  /** What waits is still written; nothing after it is. */
  close: () => void
}

export function createDraftWriter(keep: Keep): DraftWriter {
  const state = createStore<DraftState>('kept')
  let waiting: Draft | undefined
  let isWriting = false
  let isClosed = false

  async function run(): Promise<void> {
    isWriting = true
    while (waiting) {
      const draft = waiting
      waiting = undefined
      state.set('writing')
      try {
        await keep.put('drafts', draftKey(draft.leaseId, draft.stage), draft)
        state.set('kept')
      } catch (error) {
        console.error('The draft could not be written.', error)
        state.set('failed')
      }
    }
    isWriting = false
  }

  return {
    state,
    write: (draft) => {
      if (isClosed) return
      waiting = draft
      if (!isWriting) void run()
    },
    close: () => {
      isClosed = true
    },
  }
}
