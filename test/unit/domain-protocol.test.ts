import { describe, expect, test } from 'vitest'
import { auditHash, breakAfter, genesisHash } from '@/lib/domain/audit-chain'
import { AppError } from '@/lib/domain/errors'
import { patientOfName, photographStem } from '@/lib/domain/kaggle-name'
import type { Protocol } from '@/lib/domain/protocol'
import {
  kOfNProtocol,
  presetNamed,
  presetNames,
  protocolPresets,
  validateProtocol,
} from '@/lib/domain/protocol-presets'

const anyProtocol = kOfNProtocol(2, 3)

describe('protocol presets', () => {
  test.each(presetNames)('%s can be used and says its name', (name) => {
    expect(validateProtocol(protocolPresets[name])).toEqual([])
    expect(presetNamed(name)).toBe(protocolPresets[name])
    expect(protocolPresets[name].preset).toBe(name)
  })

  test('the paper reads 16 × 16 patches of 80 px, and its grades 0 to 3', () => {
    const { grid, grade } = protocolPresets['paper-training-grades']
    expect({ grid, grades: grade?.trainedGrades }).toEqual({ grid: { d: 800, h: 80, ov: 32 }, grades: [0, 1, 2, 3] })
  })

  test('an unknown preset is refused with the names that are known', () => {
    expect(() => presetNamed('none')).toThrow(AppError)
    expect(() => presetNamed('none')).toThrow('use one of paper-training, paper-training-grades, paper-test')
  })
})

describe('a protocol that cannot work is told why', () => {
  const cases: [string, (protocol: Protocol) => Protocol, string[]][] = [
    ['no name', (p) => ({ ...p, name: ' ' }), ['Give the protocol a name.']],
    [
      'no stride',
      (p) => ({ ...p, grid: { d: 800, h: 80, ov: 80 } }),
      ['An overlap of 80 px leaves patches of 80 px no stride; use an overlap smaller than the patch.'],
    ],
    [
      'a patch larger than the image',
      (p) => ({ ...p, grid: { d: 64, h: 80, ov: 0 } }),
      ['A patch of 80 px does not fit an image of 64 px; use 1 ≤ h ≤ d.'],
    ],
    [
      'a broken grid',
      (p) => ({ ...p, grid: { d: 800, h: 80.5, ov: 0 } }),
      ['The grid needs whole numbers for d, h and ov.'],
    ],
    [
      'more patches than an answer can name',
      (p) => ({ ...p, grid: { d: 65, h: 1, ov: 0 } }),
      ['The grid has 65 × 65 patches, which is more than 4096; use larger patches or less overlap.'],
    ],
    [
      'no share of area',
      (p) => ({ ...p, markToPatch: { areaShareMin: 0 } }),
      ["A mark's share of area is 0; it must be above 0 and at most 1."],
    ],
    [
      'no share of a patch',
      (p) => ({ ...p, markToPatch: { areaShareMin: 0.25, patchShareMin: 2 } }),
      ['The share of a patch that a mark covers is 2; it must be above 0 and at most 1.'],
    ],
    [
      'no task',
      (p) => ({ ...p, marks: null, patches: null, grade: null }),
      ['The protocol has no task; turn on marks, patches or grade.'],
    ],
    [
      'k above n',
      (p) => ({
        ...p,
        patches: null,
        grade: null,
        marks: p.marks && { ...p.marks, rule: { type: 'kOfN', k: 4, n: 3 } },
      }),
      ['The rule for marks asks for 4 equal answers of 3; k may be at most n.'],
    ],
    [
      'another panel than n',
      (p) => ({
        ...p,
        marks: null,
        patches: null,
        grade: p.grade && { ...p.grade, rule: { type: 'kOfN', k: 3, n: 4 } },
      }),
      ['The rule for grade weighs 4 observers, the panel asks 3; make them equal.'],
    ],
    [
      'a minority of grades',
      () => ({ ...kOfNProtocol(2, 4), marks: null, patches: null }),
      ['A grade needs more than half of the observers; otherwise two grades could win at once.'],
    ],
    [
      'an expert check without an expert',
      (p) => ({
        ...p,
        marks: null,
        grade: null,
        patches: p.patches && { ...p.patches, rule: { type: 'expertCheck' } },
      }),
      ['An expert check of patches needs trained observers and an ophthalmologist, and no seat for either.'],
    ],
    [
      'extra observers who cannot help',
      (p) => ({
        ...p,
        patches: null,
        grade: null,
        marks: p.marks && { ...p.marks, rule: { type: 'unanimous' }, extraObserversMax: 1 },
      }),
      ['One more observer can settle nothing under the rule for marks; set extra observers to 0.'],
    ],
    [
      'grades that are none',
      (p) => ({ ...p, grade: p.grade && { ...p.grade, trainedGrades: [0, 2, 1] } }),
      ['Name at least two grades to train on, from 0 to 4, ascending and each once.'],
    ],
    [
      'an empty claim and a short lease',
      (p) => ({ ...p, leaseSeconds: 5, patches: p.patches && { ...p.patches, patchesPerItem: 0 } }),
      ['One claim of patches must hand out at least 1 patch.', 'A lease of 5 s is too short; use at least 60 s.'],
    ],
  ]

  test.each(cases)('%s', (_, change, sentences) => {
    expect(validateProtocol(change(anyProtocol))).toEqual(sentences)
  })
})

describe('names of photographs', () => {
  test.each([
    ['10_left.jpeg', { patient: '10', eye: 'left' }],
    ['images\\10_RIGHT.JPG', { patient: '10', eye: 'right' }],
    ['a/b/10_left', { patient: '10', eye: 'left' }],
    ['10.5_left.png', { patient: '10.5', eye: 'left' }],
    ['IDRiD_002.jpg', { patient: 'IDRiD_002', eye: 'unknown' }],
    ['diaretdb1_image027.png', { patient: 'diaretdb1_image027', eye: 'unknown' }],
    ['_left.jpeg', { patient: '_left', eye: 'unknown' }],
    ['left.jpeg', { patient: 'left', eye: 'unknown' }],
    ['v1.2', { patient: 'v1.2', eye: 'unknown' }],
  ])('%s', (name, expected) => {
    expect(patientOfName(name)).toEqual(expected)
  })

  test('a stem is the same with and without folders and ending', () => {
    expect(['x/10_left.jpeg', '10_left', '10_left.TIFF '].map(photographStem)).toEqual([
      '10_left',
      '10_left',
      '10_left',
    ])
  })
})

describe('audit chain', () => {
  const facts = (seq: number) => ({
    seq,
    at: new Date(Date.UTC(2026, 0, seq)),
    actor: 'system',
    action: 'label.agree',
    subject: `item:${seq}`,
    payload: { grade: seq },
  })

  function chain(length: number) {
    let prevHash = genesisHash
    return Array.from({ length }, (_, i) => {
      const entry = { ...facts(i + 1), prevHash, hash: auditHash(prevHash, facts(i + 1)) }
      prevHash = entry.hash
      return entry
    })
  }

  const breaks = (entries: ReturnType<typeof chain>) => {
    const start = { seq: 0, hash: genesisHash }
    return entries.flatMap((entry, i) => (breakAfter(entries[i - 1] ?? start, entry) === undefined ? [] : [entry.seq]))
  }

  test('a chain that nobody touched is sound', () => {
    expect(breaks(chain(5))).toEqual([])
  })

  test('an edit, a removal and a swap show at the entry that they touch', () => {
    const sound = chain(5)
    const edited = sound.map((entry) => (entry.seq === 3 ? { ...entry, payload: { grade: 4 } } : entry))
    const removed = sound.filter((entry) => entry.seq !== 3)
    const swapped = [0, 2, 1, 3, 4].flatMap((i) => sound[i] ?? [])
    expect(breaks(edited)).toEqual([3])
    expect(breaks(sound.map((entry) => (entry.seq === 3 ? { ...entry, prevHash: genesisHash } : entry)))).toEqual([3])
    expect(breaks(removed)).toEqual([4])
    expect(breaks(swapped)[0]).toBe(3)
  })
})
