/**
 * Answering patch after patch: which one is shown, what was answered, what is left. Used by graders for a claim's patches
 * and by adjudicators for the disputed ones. `undefined` = not answered yet; an empty list = *normal*. Immutable.
 */
import { type LesionKind, lesionKinds } from '@/lib/domain/lesion'
import type { PatchesAnswer } from '@/lib/domain/reading'

export type PatchAnswer = readonly LesionKind[] | undefined

export type PatchSession = {
  /** row · s + column, in the order in which they are shown. */
  indices: readonly number[]
  answers: readonly PatchAnswer[]
  /** Position in `indices`; `indices.length` = past the last one. */
  at: number
}

export function newPatchSession(
  indices: readonly number[],
  known: ReadonlyMap<number, readonly LesionKind[]> = new Map(),
): PatchSession {
  const answers = indices.map((index) => known.get(index))
  const firstOpen = answers.indexOf(undefined)
  return { indices, answers, at: firstOpen < 0 ? indices.length : firstOpen }
}

export const isPast = (session: PatchSession): boolean => session.at >= session.indices.length
export const answeredCount = (session: PatchSession): number =>
  session.answers.filter((answer) => answer !== undefined).length
export const isComplete = (session: PatchSession): boolean => answeredCount(session) === session.indices.length
export const currentAnswer = (session: PatchSession): PatchAnswer => session.answers[session.at]
export const currentIndex = (session: PatchSession): number | undefined => session.indices[session.at]

/** Adds the kind, or takes it away; taking the last one away leaves the patch unanswered, never silently *normal*. */
export function toggleKind(session: PatchSession, kind: LesionKind): PatchSession {
  const now = currentAnswer(session) ?? []
  const next = now.includes(kind) ? now.filter((other) => other !== kind) : inOrder([...now, kind])
  return answer(session, next.length === 0 ? undefined : next)
}

/** Exactly this kind. */
export const setKind = (session: PatchSession, kind: LesionKind): PatchSession => answer(session, [kind])
/** Exactly these kinds; none = normal. */
export const setKinds = (session: PatchSession, kinds: readonly LesionKind[]): PatchSession =>
  answer(session, inOrder(kinds))
export const setNormal = (session: PatchSession): PatchSession => answer(session, [])
export const clearAnswer = (session: PatchSession): PatchSession => answer(session, undefined)

/** The following patch; after the last one, the first that was left open; when none is, the end. */
export function goOn(session: PatchSession): PatchSession {
  if (session.at + 1 < session.indices.length) return { ...session, at: session.at + 1 }
  const firstOpen = session.answers.indexOf(undefined)
  return { ...session, at: firstOpen < 0 ? session.indices.length : firstOpen }
}

export const goBack = (session: PatchSession): PatchSession =>
  session.at === 0 ? session : { ...session, at: session.at - 1 }

export const goTo = (session: PatchSession, at: number): PatchSession =>
  at < 0 || at >= session.indices.length ? session : { ...session, at }

/** `undefined` as long as a patch has no answer: an unseen patch is not a normal one. */
export function toPatchesAnswer(session: PatchSession): PatchesAnswer | undefined {
  const patches = session.indices.flatMap((index, i) => {
    const kinds = session.answers[i]
    return kinds === undefined ? [] : [{ index, kinds: [...kinds] }]
  })
  return patches.length === session.indices.length ? { task: 'patches', patches } : undefined
}

/** What a draft keeps. */
export const knownAnswers = (session: PatchSession): { index: number; kinds: LesionKind[] }[] =>
  session.indices.flatMap((index, i) => {
    const kinds = session.answers[i]
    return kinds === undefined ? [] : [{ index, kinds: [...kinds] }]
  })

function answer(session: PatchSession, kinds: PatchAnswer): PatchSession {
  if (isPast(session)) return session
  return { ...session, answers: session.answers.map((old, i) => (i === session.at ? kinds : old)) }
}

const inOrder = (kinds: readonly LesionKind[]) => lesionKinds.filter((kind) => kinds.includes(kind))
