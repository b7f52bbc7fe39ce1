/** What a task's screen is given: the item, what was done about it before, and what can become of it. */

import type { OpenDraft } from '@/app/_client/reading/use-draft'
import type { Lease } from '@/app/_client/reading/use-lease'
import type { Assignment } from '@/lib/contracts/reading'
import type { ReadingAnswer } from '@/lib/domain/reading'
import type { DraftContent } from '@/lib/editor/drafts/draft'
import type { Courier } from '@/lib/editor/outbox/courier'

export type DeskItem = {
  assignment: Assignment
  /** From an earlier visit to the same item. */
  restored: DraftContent | null
  lease: Lease
  draft: OpenDraft
  courier: Courier | null
  /** An answer is on its way. */
  isSending: boolean
  /** An answer is on its way, or a question is open: nothing else is to happen. */
  isBusy: boolean
  areKeysShown: boolean
  keep: (content: DraftContent) => void
  submit: (answer: ReadingAnswer) => void
  skip: () => void
  leave: () => void
  showKeys: (areShown: boolean) => void
}
