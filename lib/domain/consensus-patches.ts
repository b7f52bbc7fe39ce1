/**
 * From the final answers of several observers about the same patches to agreed, normal and disputed patches (science §7).
 * Patches are weighed one by one and kind by kind; k is the rule's k, for `unanimous` the number of observers.
 *
 * - A kind is *present* with at least k votes, *absent* if at least k observers did not name it, *undecided* otherwise.
 * - *Agreed*: some kind is present and none that anybody named is undecided; the label is the present kinds.
 * - *Normal*: no kind is present, and at least k observers named nothing at all.
 * - *Disputed*: everything else, e.g. half saw a haemorrhage, or each saw something different.
 * Where k is at most half of the observers (`any of n`), present goes before absent, so a lesion is not voted away.
 * `expertCheck`: the ophthalmologists' kinds are the label and replace the trained observers'; several ophthalmologists
 * must be unanimous. Every patch is in exactly one of the three lists, and a case about disputed patches leaves the others usable.
 */
import {
  discrepancyState,
  extrasLeft,
  isExpert,
  missingUnder,
  oneMore,
  panelSize,
  type RuleTrace,
  requireDistinct,
  votesNeeded,
} from './consensus-panel'
import { type LesionKind, lesionKinds } from './lesion'
import type { PanelMember, PanelSettings, TaskSettings } from './protocol'

/** `indices`: the patches that were looked at. One without kinds in `patches` was called normal; others are ignored. */
export type ObserverPatches = PanelMember & {
  patches: ReadonlyMap<number, readonly LesionKind[]>
  indices: readonly number[]
}

/** As stored with an agreed label. Lists ascend by index; kinds are in the order of `lesionKinds`. */
export type PatchesLabel = {
  patches: { index: number; kinds: LesionKind[] }[]
  normal: number[]
  disputed: number[]
}

export type PatchesOutcome = {
  state: 'agreed' | 'needsAnother' | 'case' | 'leftOut'
  agreed: { index: number; kinds: LesionKind[] }[]
  normal: number[]
  disputed: number[]
  /** With `needsAnother`: who is asked next. */
  missing?: PanelSettings
  /** With `case` and `leftOut`. */
  reasons: string[]
  trace: RuleTrace
}

/** Nothing is agreed, normal or disputed until the panel is full. */
export function evaluatePatches(settings: TaskSettings, answers: readonly ObserverPatches[]): PatchesOutcome {
  requireDistinct(answers)
  const missing = missingUnder(settings, answers)
  if (panelSize(missing) > 0) {
    const trace = traceOf(settings, answers, [], 0)
    return { state: 'needsAnother', agreed: [], normal: [], disputed: [], missing, reasons: [], trace }
  }
  const deciding = settings.rule.type === 'expertCheck' ? answers.filter(isExpert) : answers
  const needed = votesNeeded(settings.rule, deciding.length)
  const tallies = tallyPatches(deciding)
  const agreed: PatchesOutcome['agreed'] = []
  const normal: number[] = []
  const disputed: number[] = []
  for (const tally of tallies) {
    const verdict = judge(tally, needed)
    if (verdict === 'disputed') disputed.push(tally.index)
    else if (verdict.length === 0) normal.push(tally.index)
    else agreed.push({ index: tally.index, kinds: verdict })
  }
  const found = { agreed, normal, disputed, reasons: [], trace: traceOf(settings, answers, agreed, normal.length) }
  if (disputed.length === 0) return { state: 'agreed', ...found }

  const extras = extrasLeft(settings, answers)
  if (extras > 0 && tallies.some((tally) => judge(tally, needed) === 'disputed' && canSettle(tally, needed, extras))) {
    return { state: 'needsAnother', ...found, missing: oneMore }
  }
  const reasons = [
    `${disputed.length} of ${tallies.length} patches are disputed: no answer about them has ${needed} votes.`,
  ]
  return { state: discrepancyState(settings.onDiscrepancy), ...found, reasons }
}

/** What the observers who looked at one patch said about it. */
type Tally = { index: number; observers: number; nothing: number; votes: Map<LesionKind, number> }

/** One tally for every patch that anybody looked at, by ascending index. */
function tallyPatches(answers: readonly ObserverPatches[]): Tally[] {
  const tallies = new Map<number, Tally>()
  for (const { indices, patches } of answers) {
    for (const index of new Set(indices)) {
      const tally = tallies.get(index) ?? { index, observers: 0, nothing: 0, votes: new Map() }
      const kinds = new Set(patches.get(index))
      tally.observers++
      if (kinds.size === 0) tally.nothing++
      for (const kind of kinds) tally.votes.set(kind, (tally.votes.get(kind) ?? 0) + 1)
      tallies.set(index, tally)
    }
  }
  return [...tallies.values()].sort((a, b) => a.index - b.index)
}

/** The kinds that are present (none: normal), or that the patch is disputed. */
function judge({ observers, nothing, votes }: Tally, needed: number): LesionKind[] | 'disputed' {
  const isUndecided = [...votes.values()].some((count) => count < needed && observers - count < needed)
  if (isUndecided) return 'disputed'
  const present = lesionKinds.filter((kind) => (votes.get(kind) ?? 0) >= needed && votes.has(kind))
  return present.length > 0 || nothing >= needed ? present : 'disputed'
}

/** Could `extras` more observers, if they said the right thing, take the patch out of dispute? */
function canSettle({ observers, nothing, votes }: Tally, needed: number, extras: number): boolean {
  if (nothing + extras >= needed) return true
  const counts = [...votes.values()]
  const couldBePresent = (count: number) => count + extras >= needed
  return (
    counts.some(couldBePresent) &&
    counts.every((count) => couldBePresent(count) || observers - count + extras >= needed)
  )
}

function traceOf(
  settings: TaskSettings,
  answers: readonly ObserverPatches[],
  agreed: PatchesOutcome['agreed'],
  normal: number,
): RuleTrace {
  const votes: Record<string, number> = { normal }
  for (const { kinds } of agreed) for (const kind of kinds) votes[kind] = (votes[kind] ?? 0) + 1
  return { rule: settings.rule, readings: answers.length, how: howOf(settings, answers), votes }
}

function howOf(settings: TaskSettings, answers: readonly ObserverPatches[]): RuleTrace['how'] {
  const isUnanimous = tallyPatches(answers).every((tally) => judge(tally, answers.length) !== 'disputed')
  if (settings.rule.type === 'expertCheck') return isUnanimous ? 'confirmed' : 'overridden'
  return isUnanimous ? 'unanimous' : 'majority'
}

/** The part of an outcome that is stored as the agreed label. */
export const labelOfPatches = ({ agreed, normal, disputed }: PatchesOutcome): PatchesLabel => ({
  patches: agreed,
  normal,
  disputed,
})

/**
 * What an adjudicator's decision about disputed patches makes of a label; patches that are not disputed stay as they are.
 * @param decided no kinds = normal; disputed patches that are not named stay disputed
 */
export function settlePatches(
  label: PatchesLabel,
  decided: readonly { index: number; kinds: readonly LesionKind[] }[],
): PatchesLabel {
  const disputed = new Set(label.disputed)
  const settled = new Map(decided.filter(({ index }) => disputed.has(index)).map(({ index, kinds }) => [index, kinds]))
  const added = [...settled].flatMap(([index, kinds]) =>
    kinds.length === 0 ? [] : [{ index, kinds: lesionKinds.filter((kind) => kinds.includes(kind)) }],
  )
  const cleared = [...settled].flatMap(([index, kinds]) => (kinds.length === 0 ? [index] : []))
  return {
    patches: [...label.patches, ...added].sort((a, b) => a.index - b.index),
    normal: [...label.normal, ...cleared].sort((a, b) => a - b),
    disputed: label.disputed.filter((index) => !settled.has(index)),
  }
}
