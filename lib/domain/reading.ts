/** What one observer answers about one item. Readings are append-only; these are their payloads. */
import type { GradeAnswer, LesionKind } from './lesion'
import type { Mark } from './mark'

export const tasks = ['marks', 'patches', 'grade'] as const
export type Task = (typeof tasks)[number]

/** The whole photograph was looked at: where there is no mark, the observer says *normal*. */
export type MarksAnswer = { task: 'marks'; marks: Mark[] }

/** One entry for every patch of the item, in the item's order; no kinds = normal. `index` = row · s + column. */
export type PatchesAnswer = { task: 'patches'; patches: { index: number; kinds: LesionKind[] }[] }

export type GradeReadingAnswer = { task: 'grade'; grade: GradeAnswer; note?: string }

export type ReadingAnswer = MarksAnswer | PatchesAnswer | GradeReadingAnswer

/** `blind`: before anything was revealed. `revealed`: after the source grade was shown; may equal the blind one. */
export type ReadingStage = 'blind' | 'revealed'

export const qualifications = ['trainedObserver', 'ophthalmologist'] as const
export type Qualification = (typeof qualifications)[number]
