import { describe, expect, test } from 'vitest'
import { evaluatePatches, labelOfPatches, type ObserverPatches, settlePatches } from '@/lib/domain/consensus'
import type { LesionKind } from '@/lib/domain/lesion'
import { patchAgreement } from '@/lib/domain/patch-agreement'
import type { TaskSettings } from '@/lib/domain/protocol'
import { kOfNProtocol, protocolPresets } from '@/lib/domain/protocol-presets'

function taskSettings(settings: TaskSettings | null): TaskSettings {
  if (!settings) throw new Error('The preset reads no patches.')
  return settings
}

const kOfN = (k: number, n: number, extra = 0) => taskSettings(kOfNProtocol(k, n, extra).marks)
const expertCheck = taskSettings(protocolPresets['paper-training'].patches)
const unanimous = taskSettings(protocolPresets['paper-test'].patches)

const kindOf: Record<string, LesionKind> = { m: 'microaneurysm', h: 'haemorrhage', e: 'hardExudate' }

/** One observer's answers, patch by patch: `'mh . h'` = microaneurysm and haemorrhage, nothing, haemorrhage. */
function says(answers: string, name: string, qualification: ObserverPatches['qualification'] = 'trainedObserver') {
  const cells = answers.split(' ')
  const patches = new Map(
    cells
      .map((cell, index) => [index, [...cell].flatMap((letter) => kindOf[letter] ?? [])] as const)
      .filter(([, k]) => k.length > 0),
  )
  return { observerId: name, qualification, patches, indices: cells.map((_, index) => index) } satisfies ObserverPatches
}

const four = (...answers: string[]) => answers.map((answer, i) => says(answer, `observer ${i}`))

/** `a: 0 mh | n: 1 | d: 2`: agreed kinds, normal and disputed patches. */
function summary(settings: TaskSettings, answers: ObserverPatches[]) {
  const { state, agreed, normal, disputed } = evaluatePatches(settings, answers)
  const letters = (kinds: LesionKind[]) => kinds.map((kind) => kind[0]).join('')
  return { state, agreed: agreed.map(({ index, kinds }) => `${index}${letters(kinds)}`), normal, disputed }
}

describe('k of n patches', () => {
  test('a kind with k votes is agreed, nothing said by k is normal, everything else is disputed', () => {
    expect(summary(kOfN(3, 4), four('h . h m h mh', 'h . h h . m', 'h . . . . m', 'h h . . . .'))).toEqual({
      state: 'case',
      agreed: ['0h', '5m'],
      normal: [1, 4],
      disputed: [2, 3],
    })
  })

  test('a kind that neither k named nor k did not name puts the patch in dispute, whatever else it holds', () => {
    expect(summary(kOfN(3, 4), four('hm', 'hm', 'h', 'h')).disputed).toEqual([0])
    expect(summary(kOfN(3, 4), four('hm', 'h', 'h', 'h')).agreed).toEqual(['0h'])
    expect(summary(kOfN(3, 3), four('hm', 'h', 'h')).disputed).toEqual([0])
  })

  test('observers who each saw something else do not agree on normal', () => {
    expect(summary(kOfN(2, 3), four('m', 'h', 'e')).disputed).toEqual([0])
    expect(summary(kOfN(3, 4), four('m', 'h', '.', '.')).disputed).toEqual([0])
  })

  test('any of n: one vote is enough, and a lesion is not voted away', () => {
    expect(summary(kOfN(1, 4), four('m . .', '. . h', '. . .', 'h . .'))).toEqual({
      state: 'agreed',
      agreed: ['0mh', '2h'],
      normal: [1],
      disputed: [],
    })
  })

  test('nothing is said before the panel is full', () => {
    expect(evaluatePatches(kOfN(2, 3), four('h .', 'h .'))).toEqual({
      state: 'needsAnother',
      agreed: [],
      normal: [],
      disputed: [],
      missing: { trainedObserver: 0, ophthalmologist: 0, any: 1 },
      reasons: [],
      trace: { rule: { type: 'kOfN', k: 2, n: 3 }, readings: 2, how: 'unanimous', votes: { normal: 0 } },
    })
  })

  test('one more observer is asked where that can settle a patch', () => {
    expect(evaluatePatches(kOfN(2, 2, 1), four('h .', '. .'))).toEqual({
      state: 'needsAnother',
      agreed: [],
      normal: [1],
      disputed: [0],
      missing: { trainedObserver: 0, ophthalmologist: 0, any: 1 },
      reasons: [],
      trace: { rule: { type: 'kOfN', k: 2, n: 2 }, readings: 2, how: 'majority', votes: { normal: 1 } },
    })
    expect(summary(kOfN(2, 2, 1), four('h .', '. .', 'h .'))).toEqual({
      state: 'agreed',
      agreed: ['0h'],
      normal: [1],
      disputed: [],
    })
    expect(summary(kOfN(2, 2, 1), four('h', 'm', 'e')).state).toBe('case')
    expect(summary(kOfN(4, 4, 1), four('h', 'h', '.', '.')).state).toBe('case')
    expect(summary(kOfN(3, 4, 1), four('h', 'm', '.', '.')).state).toBe('needsAnother')
    expect(summary(kOfN(3, 4, 1), four('h', 'm', '.', '.', '.'))).toMatchObject({ state: 'agreed', normal: [0] })
  })

  test('a case says how much is disputed, and leaves the rest usable', () => {
    expect(evaluatePatches(kOfN(2, 2), four('h . m', 'h . .'))).toEqual({
      state: 'case',
      agreed: [{ index: 0, kinds: ['haemorrhage'] }],
      normal: [1],
      disputed: [2],
      reasons: ['1 of 3 patches are disputed: no answer about them has 2 votes.'],
      trace: { rule: { type: 'kOfN', k: 2, n: 2 }, readings: 2, how: 'majority', votes: { haemorrhage: 1, normal: 1 } },
    })
  })

  test('what is said about patches outside of the item is ignored', () => {
    const [first, second] = [says('h .', 'a'), says('h .', 'b')]
    const outside = { ...first, patches: new Map([...first.patches, [99, ['haemorrhage' as const]]]) }
    expect(summary(kOfN(2, 2), [outside, second])).toEqual({
      state: 'agreed',
      agreed: ['0h'],
      normal: [1],
      disputed: [],
    })
  })

  test('a patch that not enough observers looked at is disputed', () => {
    const [first, second] = [says('h . h', 'a'), says('h .', 'b')]
    expect(summary(kOfN(2, 2), [first, second])).toMatchObject({ agreed: ['0h'], normal: [1], disputed: [2] })
  })
})

describe("the paper's protocols for patches", () => {
  test('an ophthalmologist confirms or replaces what the trained observers said', () => {
    const answers = [says('h . m .', 'a'), says('h . . .', 'b')]
    expect(summary(expertCheck, answers).state).toBe('needsAnother')
    expect(summary(expertCheck, [...answers, says('h . h m', 'c', 'ophthalmologist')])).toEqual({
      state: 'agreed',
      agreed: ['0h', '2h', '3m'],
      normal: [1],
      disputed: [],
    })
    const confirmed = evaluatePatches(expertCheck, [
      says('h .', 'a'),
      says('h .', 'b'),
      says('h .', 'c', 'ophthalmologist'),
    ])
    expect(confirmed.trace.how).toBe('confirmed')
    const overridden = evaluatePatches(expertCheck, [
      says('h .', 'a'),
      says('h .', 'b'),
      says('h m', 'c', 'ophthalmologist'),
    ])
    expect(overridden.trace.how).toBe('overridden')
  })

  test('test patches need everybody, and others are left out', () => {
    expect(summary(unanimous, [says('h . h', 'a'), says('h . .', 'b'), says('h . h', 'c', 'ophthalmologist')])).toEqual(
      {
        state: 'leftOut',
        agreed: ['0h'],
        normal: [1],
        disputed: [2],
      },
    )
  })
})

describe('an adjudicator', () => {
  test('settles disputed patches and no others', () => {
    const label = labelOfPatches(evaluatePatches(kOfN(2, 2), four('h . m m m', 'h . . . h')))
    const decided = [
      { index: 2, kinds: ['hardExudate', 'microaneurysm'] as const },
      { index: 3, kinds: [] },
      { index: 0, kinds: [] },
    ]
    expect(settlePatches(label, decided)).toEqual({
      patches: [
        { index: 0, kinds: ['haemorrhage'] },
        { index: 2, kinds: ['microaneurysm', 'hardExudate'] },
      ],
      normal: [1, 3],
      disputed: [4],
    })
  })
})

describe('agreement of two observers', () => {
  test('counts the patches that both looked at', () => {
    const agreement = patchAgreement(says('h . m . mh', 'a'), says('h . . m m', 'b'))
    expect({ ...agreement, perKind: Object.fromEntries([...agreement.perKind].slice(0, 3)) }).toEqual({
      n: 5,
      sameKinds: 2 / 5,
      anyLesion: { both: 2, onlyFirst: 1, onlySecond: 1, neither: 1, kappa: expect.closeTo(1 / 6, 12) },
      perKind: {
        microaneurysm: { both: 1, onlyFirst: 1, onlySecond: 1, neither: 2, kappa: expect.closeTo(1 / 6, 12) },
        haemorrhage: { both: 1, onlyFirst: 1, onlySecond: 0, neither: 3, kappa: expect.closeTo(0.545454545454, 9) },
        hardExudate: { both: 0, onlyFirst: 0, onlySecond: 0, neither: 5, kappa: undefined },
      },
    })
  })

  test('is undefined where they looked at nothing together', () => {
    const agreement = patchAgreement(says('h', 'a'), { ...says('h', 'b'), indices: [7] })
    expect([agreement.n, agreement.sameKinds, agreement.anyLesion.kappa]).toEqual([0, undefined, undefined])
  })
})
