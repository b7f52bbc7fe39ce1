import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  evaluateGrade,
  evaluatePatches,
  type ObserverGrade,
  type ObserverPatches,
  panelSize,
  settlePatches,
} from '@/lib/domain/consensus'
import { type GradeAnswer, icdrGrades, type LesionKind, lesionKinds } from '@/lib/domain/lesion'
import type { ConsensusRule, GradeTaskSettings, TaskSettings } from '@/lib/domain/protocol'
import { qualifications } from '@/lib/domain/reading'

const patchCount = 6
const indices = Array.from({ length: patchCount }, (_, i) => i)

const rule = (n: number): fc.Arbitrary<ConsensusRule> =>
  fc.oneof(
    fc.integer({ min: 1, max: n }).map((k) => ({ type: 'kOfN' as const, k, n })),
    fc.constant({ type: 'unanimous' as const }),
    fc.constant({ type: 'expertCheck' as const }),
  )

const settings: fc.Arbitrary<TaskSettings> = fc
  .record({ trainedObserver: fc.nat(2), ophthalmologist: fc.nat(2), any: fc.integer({ min: 1, max: 2 }) })
  .chain((panel) =>
    fc.record({
      panel: fc.constant(panel),
      rule: rule(panelSize(panel)),
      onDiscrepancy: fc.constantFrom('adjudicate' as const, 'leaveOut' as const),
      extraObserversMax: fc.nat(2),
    }),
  )

const gradeSettings: fc.Arbitrary<GradeTaskSettings> = fc
  .tuple(settings, fc.constantFrom(0 as const, 1 as const))
  .map(([shared, toleranceGrades]) => ({
    ...shared,
    toleranceGrades,
    revealSourceGrade: false,
    trainedGrades: [0, 1, 2, 3],
  }))

const qualification = fc.constantFrom(...qualifications)
const grade: fc.Arbitrary<GradeAnswer> = fc.constantFrom(...icdrGrades, 'ungradable' as const)
const kinds = fc.uniqueArray(fc.constantFrom(...lesionKinds.slice(0, 3)), { maxLength: 2 })

const gradeAnswers = fc
  .array(fc.record({ qualification, grade }), { maxLength: 8 })
  .map((answers): ObserverGrade[] => answers.map((answer, i) => ({ ...answer, observerId: `observer ${i}` })))

const patchAnswer = fc.array(kinds, { minLength: patchCount, maxLength: patchCount })
const patchAnswers = fc
  .array(fc.record({ qualification, answer: patchAnswer }), { maxLength: 8 })
  .map((answers): ObserverPatches[] => answers.map((given, i) => observer(i, given.qualification, given.answer)))

function observer(number: number, who: ObserverPatches['qualification'], answer: LesionKind[][]): ObserverPatches {
  const patches = new Map(answer.flatMap((found, index) => (found.length > 0 ? [[index, found] as const] : [])))
  return { observerId: `observer ${number}`, qualification: who, patches, indices }
}

/** The same elements in an order that fast-check chooses. */
const withShuffled = <T>(values: fc.Arbitrary<T[]>) =>
  values.chain((array) => fc.tuple(fc.constant(array), fc.shuffledSubarray(array, { minLength: array.length })))

describe('grades', () => {
  test('the order of the answers never matters', () => {
    fc.assert(
      fc.property(gradeSettings, withShuffled(gradeAnswers), (task, [answers, shuffled]) => {
        expect(evaluateGrade(task, shuffled)).toEqual(evaluateGrade(task, answers))
      }),
    )
  })

  test('an agreed label stays when one more observer gives the same answer', () => {
    fc.assert(
      fc.property(gradeSettings, gradeAnswers, qualification, (task, answers, who) => {
        const outcome = evaluateGrade(task, answers)
        if (outcome.state !== 'agreed') return
        const more = [...answers, { observerId: 'one more', qualification: who, grade: outcome.label }]
        expect(evaluateGrade(task, more)).toMatchObject({ state: 'agreed', label: outcome.label })
      }),
    )
  })

  test('with equal grades the label is one that somebody gave, with as many votes as the rule asks for', () => {
    fc.assert(
      fc.property(gradeSettings, gradeAnswers, (task, answers) => {
        const outcome = evaluateGrade({ ...task, toleranceGrades: 0 }, answers)
        if (outcome.state !== 'agreed') return
        const votes = answers.filter((answer) => answer.grade === outcome.label).length
        expect(votes).toBeGreaterThanOrEqual(task.rule.type === 'kOfN' ? task.rule.k : 1)
        if (task.rule.type === 'unanimous') expect(votes).toBe(answers.length)
      }),
    )
  })

  test('asking for another observer comes to an end', () => {
    fc.assert(
      fc.property(gradeSettings, fc.infiniteStream(fc.record({ qualification, grade })), (task, stream) => {
        const answers: ObserverGrade[] = []
        for (;;) {
          const outcome = evaluateGrade(task, answers)
          if (outcome.state !== 'needsAnother') break
          const next = stream.next().value
          const { trainedObserver, ophthalmologist } = outcome.missing
          const seat =
            trainedObserver > 0 ? 'trainedObserver' : ophthalmologist > 0 ? 'ophthalmologist' : next.qualification
          answers.push({ observerId: `observer ${answers.length}`, qualification: seat, grade: next.grade })
        }
        expect(answers.length).toBeGreaterThanOrEqual(panelSize(task.panel))
        expect(answers.length).toBeLessThanOrEqual(panelSize(task.panel) + Math.max(1, task.extraObserversMax))
      }),
    )
  })
})

describe('patches', () => {
  test('the order of the answers never matters', () => {
    fc.assert(
      fc.property(settings, withShuffled(patchAnswers), (task, [answers, shuffled]) => {
        expect(evaluatePatches(task, shuffled)).toEqual(evaluatePatches(task, answers))
      }),
    )
  })

  test('every patch is agreed, normal or disputed, and exactly one of them, once the panel is full', () => {
    fc.assert(
      fc.property(settings, patchAnswers, (task, answers) => {
        const { state, agreed, normal, disputed, missing } = evaluatePatches(task, answers)
        const all = [...agreed.map((patch) => patch.index), ...normal, ...disputed]
        const isWaiting = state === 'needsAnother' && all.length === 0
        if (!isWaiting) expect(all.toSorted((a, b) => a - b)).toEqual(answers.length === 0 ? [] : indices)
        expect(agreed.every((patch) => patch.kinds.length > 0)).toBe(true)
        expect(missing !== undefined).toBe(state === 'needsAnother')
        if (state === 'agreed') expect(disputed).toEqual([])
        if (state === 'case' || state === 'leftOut') expect(disputed).not.toEqual([])
      }),
    )
  })

  test('what is agreed or normal stays so when one more observer says the same', () => {
    fc.assert(
      fc.property(settings, patchAnswers, qualification, (task, answers, who) => {
        const outcome = evaluatePatches(task, answers)
        const isRepeatable = outcome.disputed.length === 0 && outcome.state === 'agreed'
        if (!isRepeatable) return
        const same = indices.map((index) => outcome.agreed.find((patch) => patch.index === index)?.kinds ?? [])
        const { state, agreed, normal } = evaluatePatches(task, [...answers, observer(99, who, same)])
        expect({ state, agreed, normal }).toEqual({ state: 'agreed', agreed: outcome.agreed, normal: outcome.normal })
      }),
    )
  })

  test('observers who all say the same are believed, whatever the rule', () => {
    fc.assert(
      fc.property(settings, patchAnswer, (task, answer) => {
        const panel = [
          ...Array.from({ length: task.panel.trainedObserver }, () => 'trainedObserver' as const),
          ...Array.from({ length: task.panel.ophthalmologist + task.panel.any }, () => 'ophthalmologist' as const),
        ]
        const outcome = evaluatePatches(
          task,
          panel.map((who, i) => observer(i, who, answer)),
        )
        const isSeen = (index: number) => (answer[index]?.length ?? 0) > 0
        expect(outcome.state).toBe('agreed')
        expect(outcome.agreed.map((patch) => patch.index)).toEqual(indices.filter(isSeen))
        expect(outcome.normal).toEqual(indices.filter((index) => !isSeen(index)))
      }),
    )
  })

  test('a decision settles what is disputed and keeps the partition', () => {
    fc.assert(
      fc.property(settings, patchAnswers, patchAnswer, (task, answers, decision) => {
        const { agreed, normal, disputed } = evaluatePatches(task, answers)
        const label = { patches: agreed, normal, disputed }
        const settled = settlePatches(
          label,
          decision.map((found, index) => ({ index, kinds: found })),
        )
        const all = [...settled.patches.map((patch) => patch.index), ...settled.normal, ...settled.disputed]
        expect(all.toSorted((a, b) => a - b)).toEqual(
          [...agreed.map((p) => p.index), ...normal, ...disputed].toSorted((a, b) => a - b),
        )
        expect(settled.disputed).toEqual([])
        expect(
          settlePatches(
            settled,
            decision.map((found, index) => ({ index, kinds: found })),
          ),
        ).toEqual(settled)
      }),
    )
  })
})
