/**
 * Protocols to start from: the paper's three (science §7) and two common ones. A preset is only a starting point; the
 * settings that a study stores decide.
 */
import { AppError } from './errors'
import {
  type ConsensusRule,
  type GradeTaskSettings,
  gridPresets,
  type PanelSettings,
  type Protocol,
  type TaskSettings,
} from './protocol'
import { validateProtocol } from './validate-protocol'

export { validateProtocol } from './validate-protocol'

/** Two trained observers and the ophthalmologist who checks them. */
const paperPanel: PanelSettings = { trainedObserver: 2, ophthalmologist: 1, any: 0 }

const anybody = (count: number): PanelSettings => ({ trainedObserver: 0, ophthalmologist: 0, any: count })

const base: Protocol = {
  name: '',
  preset: '',
  grid: gridPresets.paper,
  markToPatch: { areaShareMin: 0.25, patchShareMin: 0.5 },
  marks: null,
  patches: null,
  grade: null,
  leaseSeconds: 1800,
}

/** The paper's network has no class for proliferative retinopathy. */
const paperGrades = [0, 1, 2, 3]
const patchesPerItem = 64

const gradeSettings = (settings: TaskSettings, revealSourceGrade: boolean): GradeTaskSettings => ({
  ...settings,
  toleranceGrades: 0,
  revealSourceGrade,
  trainedGrades: paperGrades,
})

const checked: TaskSettings = {
  panel: paperPanel,
  rule: { type: 'expertCheck' },
  onDiscrepancy: 'adjudicate',
  extraObserversMax: 0,
}

const unanimous: TaskSettings = {
  panel: paperPanel,
  rule: { type: 'unanimous' },
  onDiscrepancy: 'leaveOut',
  extraObserversMax: 0,
}

/** All three tasks read by n observers of either qualification; an answer that k gave is agreed. */
export function kOfNProtocol(k: number, n: number, extraObserversMax = 0): Protocol {
  const rule: ConsensusRule = { type: 'kOfN', k, n }
  const settings: TaskSettings = { panel: anybody(n), rule, onDiscrepancy: 'adjudicate', extraObserversMax }
  return {
    ...base,
    name: `${k} of ${n}`,
    preset: 'k-of-n',
    marks: settings,
    patches: { ...settings, patchesPerItem },
    grade: gradeSettings(settings, false),
  }
}

export const presetNames = ['paper-training', 'paper-training-grades', 'paper-test', 'k-of-n', 'two-readers'] as const
export type PresetName = (typeof presetNames)[number]

export const protocolPresets: Record<PresetName, Protocol> = {
  /** Two trained observers label each patch, an ophthalmologist checks every one. */
  'paper-training': {
    ...base,
    name: 'Training patches, as in the paper',
    preset: 'paper-training',
    patches: { ...checked, patchesPerItem },
  },
  /** Trained observers keep or flag the source grade after a blind answer; an ophthalmologist corrects the biased ones. */
  'paper-training-grades': {
    ...base,
    name: 'Training grades, as in the paper',
    preset: 'paper-training-grades',
    grade: gradeSettings(checked, true),
  },
  /** Everybody labels on their own; what they do not agree on gets no reference. */
  'paper-test': {
    ...base,
    name: 'Test items, as in the paper',
    preset: 'paper-test',
    patches: { ...unanimous, patchesPerItem },
    grade: gradeSettings(unanimous, false),
  },
  'k-of-n': kOfNProtocol(2, 3),
  /** Two observers; where they differ, a third is asked, and then an adjudicator. */
  'two-readers': { ...kOfNProtocol(2, 2, 1), name: 'Two readers, a third where they differ', preset: 'two-readers' },
}

/**
 * `3-of-4` and the like are presets too.
 * @throws AppError `protocol.preset` for a name that is none, with the names that are
 */
export function presetNamed(name: string): Protocol {
  const known = presetNames.find((preset) => preset === name)
  if (known) return protocolPresets[known]
  const [, k, n] = /^(\d{1,2})-of-(\d{1,2})$/.exec(name) ?? []
  if (k !== undefined && n !== undefined) return soundKOfN(Number(k), Number(n))
  throw new AppError(
    'protocol.preset',
    `There is no preset “${name}”; use one of ${presetNames.join(', ')}, or 3-of-4 and the like.`,
    422,
  )
}

function soundKOfN(k: number, n: number): Protocol {
  const protocol = kOfNProtocol(k, n)
  const [problem] = validateProtocol(protocol)
  if (problem) throw new AppError('protocol.preset', problem, 422)
  return protocol
}
