/** Where the room is between one item and the next. */
import type { SubmitRequest } from '@/lib/contracts/reading'

export type RoomPhase =
  | { name: 'reading' }
  /** In the outbox, not acknowledged. */
  | { name: 'sending'; request: SubmitRequest }
  | { name: 'refused'; request: SubmitRequest; sentence: string }
  | { name: 'claiming' }
  | { name: 'unclaimed'; sentence: string }
  /** Something is left, but others hold it. */
  | { name: 'othersRead' }
  | { name: 'finished' }
