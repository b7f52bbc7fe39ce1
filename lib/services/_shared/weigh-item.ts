/**
 * What an item's final readings amount to under the protocol that the item is pinned to: pure, from stored rows to a
 * verdict, so that every agreed label can be made again from the readings alone.
 */
import { z } from 'zod'
import type { AgreedLabelValue } from '@/lib/contracts/agreed-label'
import { readingAnswer } from '@/lib/contracts/reading'
import { qualification } from '@/lib/contracts/scalars'
import {
  evaluateGrade,
  evaluatePatches,
  labelOfPatches,
  type ObserverPatches,
  type RuleTrace,
} from '@/lib/domain/consensus'
import { AppError } from '@/lib/domain/errors'
import type { LesionKind } from '@/lib/domain/lesion'
import { marksToPatches } from '@/lib/domain/marks-to-patches'
import type { ReadingAnswer } from '@/lib/domain/reading'
import type { SeatCounts } from '@/lib/domain/seats'
import { type LoadedItem, patchesOf, settingsOf } from './items'

/** Who answered counts as what they were then: it is stored with the reading. */
const provenance = z.looseObject({ qualification })

/** A row of `Reading`. */
export type StoredReading = { id: string; observerId: string; answer: unknown; provenance: unknown }

export type Verdict =
  | { state: 'open'; missing: SeatCounts }
  | { state: 'agreed'; label: AgreedLabelValue; trace: RuleTrace }
  /** A label here is partial: patches that are agreed although others of the item are disputed. */
  | { state: 'case' | 'leftOut'; label: AgreedLabelValue | null; reasons: string[]; trace: RuleTrace | null }

type WeighedItem = Pick<LoadedItem, 'task' | 'patchIndices' | 'settings' | 'fov'>

/** @param readings the final ones of one round, in any order */
export function weighItem(item: WeighedItem, readings: readonly StoredReading[]): Verdict {
  return item.task === 'grade' ? weighGrade(item, readings) : weighPatches(item, readings)
}

const memberOf = (reading: StoredReading) => ({
  observerId: reading.observerId,
  qualification: provenance.parse(reading.provenance).qualification,
})

function weighGrade(item: WeighedItem, readings: readonly StoredReading[]): Verdict {
  const answers = readings.map((reading) => ({
    ...memberOf(reading),
    grade: gradeOf(readingAnswer.parse(reading.answer)),
  }))
  const outcome = evaluateGrade(settingsOf(item.settings, 'grade'), answers)
  switch (outcome.state) {
    case 'agreed':
      return { state: 'agreed', label: { grade: outcome.label }, trace: outcome.trace }
    case 'needsAnother':
      return { state: 'open', missing: outcome.missing }
    case 'case':
    case 'leftOut':
      return { state: outcome.state, label: null, reasons: outcome.reasons, trace: null }
  }
}

function gradeOf(answer: ReadingAnswer) {
  if (answer.task === 'grade') return answer.grade
  throw new AppError('reading.task', `A reading of a grade holds an answer about ${answer.task}.`, 500)
}

function weighPatches(item: WeighedItem, readings: readonly StoredReading[]): Verdict {
  const indices = patchesOf(item)
  const answers = readings.map(
    (reading): ObserverPatches => ({
      ...memberOf(reading),
      indices,
      patches: kindsByPatch(item, readingAnswer.parse(reading.answer)),
    }),
  )
  const outcome = evaluatePatches(settingsOf(item.settings, item.task), answers)
  const label = labelOfPatches(outcome)
  switch (outcome.state) {
    case 'needsAnother':
      return { state: 'open', missing: outcome.missing ?? { trainedObserver: 0, ophthalmologist: 0, any: 0 } }
    case 'agreed':
      return { state: 'agreed', label, trace: outcome.trace }
    case 'case':
    case 'leftOut': {
      const isPartial = label.patches.length + label.normal.length > 0
      // Nothing more happens to disputed patches that a protocol leaves out, so the item has ended with what is agreed.
      if (outcome.state === 'leftOut' && isPartial) return { state: 'agreed', label, trace: outcome.trace }
      return { state: outcome.state, label: isPartial ? label : null, reasons: outcome.reasons, trace: outcome.trace }
    }
  }
}

/** One observer's kinds by patch; a patch that is absent was called normal. */
export function kindsByPatch(
  item: Pick<LoadedItem, 'settings' | 'fov'>,
  answer: ReadingAnswer,
): ReadonlyMap<number, readonly LesionKind[]> {
  switch (answer.task) {
    case 'grade':
      return new Map()
    case 'patches':
      return new Map(answer.patches.map(({ index, kinds }) => [index, kinds]))
    case 'marks': {
      const { grid, markToPatch } = item.settings
      const found = marksToPatches(answer.marks, item.fov, grid, markToPatch)
      return new Map([...found].map(([index, { kinds }]) => [index, [...kinds.keys()]]))
    }
  }
}
