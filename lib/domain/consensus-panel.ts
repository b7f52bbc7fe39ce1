/**
 * What every consensus rule shares (science §7): who still has to read, when one more observer may be asked, and what an
 * outcome looks like. Rules are pure and symmetric: the order in which answers arrived never matters.
 */
import { AppError } from './errors'
import type { ConsensusRule, DiscrepancyPath, PanelMember, PanelSettings, TaskSettings } from './protocol'

/** How the rule came to its label, for the label's `trace`; JSON, without anybody's name. */
export type RuleTrace = {
  rule: ConsensusRule
  /** Readings that were weighed. */
  readings: number
  /**
   * `unanimous`: all gave this answer. `majority`: at least k did. `confirmed`: the ophthalmologists gave what the trained
   * observers gave unanimously. `overridden`: the ophthalmologists' answer replaced other ones.
   */
  how: 'unanimous' | 'majority' | 'confirmed' | 'overridden'
  /** Answers → how many gave them. */
  votes: Record<string, number>
}

export type Outcome<Label> =
  | { state: 'agreed'; label: Label; trace: RuleTrace }
  /** The panel is not full, or one more observer may settle it. */
  | { state: 'needsAnother'; missing: PanelSettings }
  /** The full panel does not agree: an adjudicator decides. */
  | { state: 'case'; reasons: string[] }
  /** The full panel does not agree, and the protocol gives such items no label. */
  | { state: 'leftOut'; reasons: string[] }

export const panelSize = (panel: PanelSettings): number => panel.trainedObserver + panel.ophthalmologist + panel.any

/** Seats that nobody has filled yet. Who is more than their own kind asks for fills a seat of `any`. */
export function missingSeats(panel: PanelSettings, members: readonly PanelMember[]): PanelSettings {
  const trained = members.filter((member) => member.qualification === 'trainedObserver').length
  const expert = members.length - trained
  const surplus = Math.max(0, trained - panel.trainedObserver) + Math.max(0, expert - panel.ophthalmologist)
  return {
    trainedObserver: Math.max(0, panel.trainedObserver - trained),
    ophthalmologist: Math.max(0, panel.ophthalmologist - expert),
    any: Math.max(0, panel.any - surplus),
  }
}

/** The same under a task's rule: an expert check is never done without an ophthalmologist, whatever the panel says. */
export function missingUnder({ panel, rule }: TaskSettings, members: readonly PanelMember[]): PanelSettings {
  const missing = missingSeats(panel, members)
  const isUnchecked = rule.type === 'expertCheck' && !members.some(isExpert)
  return isUnchecked ? { ...missing, ophthalmologist: Math.max(1, missing.ophthalmologist) } : missing
}

export const isExpert = (member: PanelMember): boolean => member.qualification === 'ophthalmologist'

/** Observers who may still be asked beyond the panel before a discrepancy is one. Only `kOfN` can gain from them. */
export function extrasLeft(settings: TaskSettings, members: readonly PanelMember[]): number {
  if (settings.rule.type !== 'kOfN') return 0
  return Math.max(0, settings.extraObserversMax - Math.max(0, members.length - panelSize(settings.panel)))
}

/** Extra observers are asked one at a time, of either qualification. */
export const oneMore: PanelSettings = { trainedObserver: 0, ophthalmologist: 0, any: 1 }

/** Equal answers that an item needs: all of them, but for `kOfN`, whose k does not grow with extra observers. */
export const votesNeeded = (rule: ConsensusRule, readings: number): number => (rule.type === 'kOfN' ? rule.k : readings)

export const discrepancyState = (path: DiscrepancyPath): 'case' | 'leftOut' =>
  path === 'adjudicate' ? 'case' : 'leftOut'

/** An observer counts once; the caller hands over the final answers only. */
export function requireDistinct(members: readonly PanelMember[]): void {
  const seen = new Set(members.map((member) => member.observerId))
  if (seen.size !== members.length) {
    throw new AppError(
      'consensus.observerTwice',
      'An observer has two answers on one item; weigh only the final one.',
      500,
    )
  }
}
