/** Lesion kinds, in the words of the field. The paper's local network knows the first three groups (science §3). */

export const lesionKinds = [
  'microaneurysm',
  'haemorrhage',
  'hardExudate',
  'softExudate',
  'irma',
  'venousBeading',
  'neovascularisation',
  'other',
  'ungradableRegion',
] as const
export type LesionKind = (typeof lesionKinds)[number]

/** Classes of the local network: index = class number (science §3). */
export const patchClasses = ['normal', 'microaneurysm', 'haemorrhage', 'exudate'] as const
export type PatchClass = (typeof patchClasses)[number]

/** The paper's net ignores every kind but these. */
const classOfKind: Partial<Record<LesionKind, 1 | 2 | 3>> = { microaneurysm: 1, haemorrhage: 2, hardExudate: 3 }

/** 1, 2, 3, or undefined for a kind that the local network does not know. */
export const patchClassOf = (kind: LesionKind): 1 | 2 | 3 | undefined => classOfKind[kind]

export const icdrGrades = [0, 1, 2, 3, 4] as const
export type IcdrGrade = (typeof icdrGrades)[number]

/** What a person may answer for a photograph as a whole. */
export type GradeAnswer = IcdrGrade | 'ungradable'

export const lesionLabels: Record<LesionKind, string> = {
  microaneurysm: 'Microaneurysm',
  haemorrhage: 'Haemorrhage',
  hardExudate: 'Hard exudate',
  softExudate: 'Soft exudate',
  irma: 'IRMA',
  venousBeading: 'Venous beading',
  neovascularisation: 'Neovascularisation',
  other: 'Other',
  ungradableRegion: 'Ungradable region',
}

export const gradeLabels: Record<IcdrGrade, string> = {
  0: 'No retinopathy',
  1: 'Mild NPDR',
  2: 'Moderate NPDR',
  3: 'Severe NPDR',
  4: 'Proliferative',
}
