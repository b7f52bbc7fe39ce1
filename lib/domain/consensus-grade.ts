/**
 * From the final grades of an item to its label (science §7). All rules wait for the full panel.
 *
 * - `kOfN`: the answer with the most votes, if it has at least k and no other has as many. While more observers may be
 *   asked and k can still be reached, one more is asked.
 * - `unanimous`: the same with k = all.
 * - `expertCheck`: the ophthalmologists' answer is the label: it confirms the trained observers' or replaces it. Several
 *   ophthalmologists must be unanimous among themselves.
 *
 * With `toleranceGrades` 1 the votes of two neighbouring grades count together: the pair with the most votes is weighed
 * against k, and its more frequent grade (of equals the higher) is the label. Two such pairs with different labels are a
 * discrepancy. *Ungradable* is nobody's neighbour. For `expertCheck` the tolerance holds among the ophthalmologists, and
 * for what counts as confirmed; it never moves their answer towards the trained observers'.
 */
import {
  discrepancyState,
  extrasLeft,
  isExpert,
  missingUnder,
  type Outcome,
  oneMore,
  panelSize,
  type RuleTrace,
  requireDistinct,
  votesNeeded,
} from './consensus-panel'
import { type GradeAnswer, type IcdrGrade, icdrGrades } from './lesion'
import type { GradeTaskSettings, PanelMember } from './protocol'

export type ObserverGrade = PanelMember & { grade: GradeAnswer }

export function evaluateGrade(settings: GradeTaskSettings, answers: readonly ObserverGrade[]): Outcome<GradeAnswer> {
  requireDistinct(answers)
  const missing = missingUnder(settings, answers)
  if (panelSize(missing) > 0) return { state: 'needsAnother', missing }
  const deciding = settings.rule.type === 'expertCheck' ? answers.filter(isExpert) : answers
  const needed = votesNeeded(settings.rule, deciding.length)
  const best = strongest(votesOf(deciding), settings.toleranceGrades)
  const [winner] = best.labels
  if (winner !== undefined && best.labels.length === 1 && best.votes >= needed) {
    return { state: 'agreed', label: winner, trace: traceOf(settings, answers, winner) }
  }
  const extras = extrasLeft(settings, answers)
  if (extras > 0 && best.votes + extras >= needed) return { state: 'needsAnother', missing: oneMore }
  return { state: discrepancyState(settings.onDiscrepancy), reasons: reasonsOf(settings, answers, needed) }
}

type Votes = Map<GradeAnswer, number>

function votesOf(answers: readonly ObserverGrade[]): Votes {
  const votes: Votes = new Map()
  for (const { grade } of answers) votes.set(grade, (votes.get(grade) ?? 0) + 1)
  return votes
}

/** The most votes that one answer (or pair of neighbours) has, and the labels that have them. */
function strongest(votes: Votes, tolerance: 0 | 1): { votes: number; labels: GradeAnswer[] } {
  const candidates = tolerance === 0 ? [...votes].map(([label, count]) => ({ label, count })) : neighbourPairs(votes)
  const most = Math.max(0, ...candidates.map((candidate) => candidate.count))
  const labels = new Set(candidates.filter((candidate) => candidate.count === most).map((candidate) => candidate.label))
  return { votes: most, labels: [...labels] }
}

function neighbourPairs(votes: Votes): { label: GradeAnswer; count: number }[] {
  const of = (grade: GradeAnswer | undefined) => (grade === undefined ? 0 : (votes.get(grade) ?? 0))
  const pairs = icdrGrades.flatMap((lower: IcdrGrade) => {
    const higher = icdrGrades.find((grade) => grade === lower + 1)
    if (higher === undefined || of(lower) + of(higher) === 0) return []
    return [{ label: of(lower) > of(higher) ? lower : higher, count: of(lower) + of(higher) }]
  })
  const ungradable = of('ungradable')
  return ungradable === 0 ? pairs : [...pairs, { label: 'ungradable', count: ungradable }]
}

function traceOf(settings: GradeTaskSettings, answers: readonly ObserverGrade[], label: GradeAnswer): RuleTrace {
  const isUnanimous = answers.every((answer) => answer.grade === label)
  const isConfirmed = answers.every((answer) => isWithin(answer.grade, label, settings.toleranceGrades))
  const how =
    settings.rule.type === 'expertCheck'
      ? isConfirmed
        ? 'confirmed'
        : 'overridden'
      : isUnanimous
        ? 'unanimous'
        : 'majority'
  return { rule: settings.rule, readings: answers.length, how, votes: sortedVotes(answers) }
}

const isWithin = (a: GradeAnswer, b: GradeAnswer, tolerance: number) =>
  a === b || (a !== 'ungradable' && b !== 'ungradable' && Math.abs(a - b) <= tolerance)

const sortedVotes = (answers: readonly ObserverGrade[]): Record<string, number> =>
  Object.fromEntries([...votesOf(answers)].map(([grade, count]) => [String(grade), count] as const).sort(byText))

const byText = ([a]: readonly [string, number], [b]: readonly [string, number]) => (a < b ? -1 : 1)

function reasonsOf(settings: GradeTaskSettings, answers: readonly ObserverGrade[], needed: number): string[] {
  const counted = Object.entries(sortedVotes(answers)).map(
    ([grade, count]) => `${grade} (${count} of ${answers.length})`,
  )
  const within = settings.toleranceGrades === 1 ? ' equal or neighbouring' : ' equal'
  const asked =
    settings.rule.type === 'expertCheck'
      ? 'the ophthalmologists do not agree'
      : `the protocol asks for ${needed}${within} answers`
  return [`The answers are ${counted.join(', ')}; ${asked}.`]
}
