/**
 * A protocol is the versioned settings of a study: which grid, which classes, who reads, and which rule makes a label.
 * It is data (stored as JSON, one row a version), pinned by every item that was read under it. Science §2, §6, §7.
 */
import type { Qualification, Task } from './reading'

export type GridSettings = {
  /** Side of the preprocessed square, pixels. */
  d: number
  /** Patch size h, pixels of the d × d image. */
  h: number
  /** Overlap ov, pixels; the stride is h − ov. */
  ov: number
}

export const gridPresets = {
  paper: { d: 800, h: 80, ov: 32 },
  fine: { d: 800, h: 64, ov: 32 },
} as const satisfies Record<string, GridSettings>

export type MarkToPatchSettings = {
  /** A mark belongs to a patch if its centre lies inside, or at least this share (0…1) of its area does. */
  areaShareMin: number
  /**
   * Beyond the science page: a mark also belongs to a patch of which it covers at least this share (0…1). Without it a patch
   * deep inside a region much larger than a patch holds nothing of it. Absent: the page's rule alone.
   */
  patchShareMin?: number
}

/** How many finished readings an item asks for, by qualification; `any` accepts either. */
export type PanelSettings = { trainedObserver: number; ophthalmologist: number; any: number }

/**
 * - `kOfN`: an answer that at least `k` of the `n` observers gave is agreed.
 * - `expertCheck`: the trained observers must be unanimous and the ophthalmologist must confirm; what the ophthalmologist
 *   answers otherwise replaces theirs (the paper's training patches and training grades).
 * - `unanimous`: everybody, or it is a discrepancy (the paper's test items).
 */
export type ConsensusRule = { type: 'kOfN'; k: number; n: number } | { type: 'expertCheck' } | { type: 'unanimous' }

/** What happens to an item on which the full panel does not agree. */
export type DiscrepancyPath = 'adjudicate' | 'leaveOut'

export type TaskSettings = {
  panel: PanelSettings
  rule: ConsensusRule
  onDiscrepancy: DiscrepancyPath
  /** May one more observer be asked before a discrepancy goes to an adjudicator? How many at most. */
  extraObserversMax: number
}

export type GradeTaskSettings = TaskSettings & {
  /** 0: grades must be equal; 1: neighbours count as agreeing, and the more frequent, then the higher one is the label. */
  toleranceGrades: 0 | 1
  /** After the blind answer the source grade is shown and may change it; both are kept. */
  revealSourceGrade: boolean
  /** Classes that the global network is trained on, in order: class number = position. The paper leaves 4 out. */
  trainedGrades: number[]
}

export type PatchTaskSettings = TaskSettings & {
  /** How many patches one claim hands out (task `patches`). */
  patchesPerItem: number
}

export type Protocol = {
  name: string
  /** The preset it started from, for people; the settings alone decide. */
  preset: string
  grid: GridSettings
  markToPatch: MarkToPatchSettings
  /** Tasks without settings are not read in this study. */
  marks: TaskSettings | null
  patches: PatchTaskSettings | null
  grade: GradeTaskSettings | null
  /** A lease lasts this long after the last sign of life. */
  leaseSeconds: number
}

export type ProtocolTask = { task: Task; settings: TaskSettings }

/** What an observer is, as far as a rule is concerned. */
export type PanelMember = { observerId: string; qualification: Qualification }
