/**
 * Simulated observers with known skill: what somebody who finds this share of the lesions and confuses grades in this way
 * would answer. Pure; the same seed gives the same reading. Used where truth is known and people are not at hand.
 */
import { type FieldOfView, isInFieldOfView } from '@/lib/domain/field-of-view'
import type { IcdrGrade, LesionKind } from '@/lib/domain/lesion'
import type { Mark, MarkShape } from '@/lib/domain/mark'
import { seededRandom } from '@/lib/domain/random'
import { type Draws, drawsFrom } from './draws'

export type ObserverSkill = {
  /** Probability that a lesion of this kind is marked; kinds that are not named are never marked. */
  sensitivity: Partial<Record<LesionKind, number>>
  /** Mean number (Poisson) of marks where there is nothing. */
  falseMarksPerPhotograph: number
  /** Row: true grade; column: probability of that answer. Rows sum to 1. */
  gradeConfusion: readonly (readonly number[])[]
  /** Standard deviation of a mark's centre in each direction, pixels of the photograph. */
  localisationPx: number
  /** Probability that a microaneurysm is called a haemorrhage or the other way round. */
  redConfusion?: number
}

export type ObservedTruth = { grade: IcdrGrade; lesions: readonly Mark[]; fieldOfView: FieldOfView }

export type SimulatedReading = { marks: Mark[]; grade: IcdrGrade }

const spread = (stays: number): number[][] =>
  [0, 1, 2, 3, 4].map((truth) =>
    [0, 1, 2, 3, 4].map((answer) => {
      if (answer === truth) return stays
      const neighbours = truth === 0 || truth === 4 ? 1 : 2
      return Math.abs(answer - truth) === 1 ? (1 - stays) / neighbours : 0
    }),
  )

/** Orders of magnitude as published for such readers: experts miss a tenth to a third of the smallest lesions. */
export const observerSkills = {
  ophthalmologist: {
    sensitivity: {
      microaneurysm: 0.85,
      haemorrhage: 0.95,
      hardExudate: 0.95,
      softExudate: 0.93,
      irma: 0.85,
      venousBeading: 0.85,
      neovascularisation: 0.95,
    },
    falseMarksPerPhotograph: 0.4,
    gradeConfusion: spread(0.93),
    localisationPx: 1.5,
    redConfusion: 0.04,
  },
  trainedObserver: {
    sensitivity: {
      microaneurysm: 0.7,
      haemorrhage: 0.88,
      hardExudate: 0.9,
      softExudate: 0.85,
      irma: 0.6,
      venousBeading: 0.6,
      neovascularisation: 0.85,
    },
    falseMarksPerPhotograph: 1.5,
    gradeConfusion: spread(0.82),
    localisationPx: 2.5,
    redConfusion: 0.1,
  },
} as const satisfies Record<string, ObserverSkill>

export function simulateObserver(
  settings: { seed: number; skill: ObserverSkill },
  truth: ObservedTruth,
): SimulatedReading {
  const { skill } = settings
  const draws = drawsFrom(seededRandom(settings.seed))
  const marks: Omit<Mark, 'id'>[] = []
  for (const lesion of truth.lesions) {
    // Every draw is made for every lesion, so that a skill which changes one answer leaves the others alone.
    const isSeen = draws.chance(skill.sensitivity[lesion.kind] ?? 0)
    const isConfused = draws.chance(skill.redConfusion ?? 0)
    const dx = draws.normal() * skill.localisationPx
    const dy = draws.normal() * skill.localisationPx
    if (!isSeen) continue
    marks.push({ kind: isConfused ? otherRed(lesion.kind) : lesion.kind, shape: moved(lesion.shape, dx, dy) })
  }
  const falseMarks = draws.poisson(skill.falseMarksPerPhotograph)
  for (let i = 0; i < falseMarks; i++) marks.push(drawFalseMark(truth.fieldOfView, draws))
  const grade = drawGrade(skill.gradeConfusion[truth.grade] ?? [], truth.grade, draws)
  return { marks: marks.map((mark, i) => ({ id: `mark-${i + 1}`, ...mark })), grade }
}

function otherRed(kind: LesionKind): LesionKind {
  if (kind === 'microaneurysm') return 'haemorrhage'
  return kind === 'haemorrhage' ? 'microaneurysm' : kind
}

function moved(shape: MarkShape, dx: number, dy: number): MarkShape {
  switch (shape.type) {
    case 'polygon':
      return { type: 'polygon', points: shape.points.map(({ x, y }) => ({ x: x + dx, y: y + dy })) }
    case 'point':
    case 'ellipse':
    case 'box':
      return { ...shape, x: shape.x + dx, y: shape.y + dy }
  }
}

const falseKinds = ['microaneurysm', 'microaneurysm', 'haemorrhage', 'hardExudate'] as const

/** Something small, anywhere on lit retina: a speck, a crossing of vessels, a reflex. */
function drawFalseMark(fov: FieldOfView, draws: Draws): Omit<Mark, 'id'> {
  const kind = draws.pick(falseKinds)
  const radius = fov.radius * (kind === 'haemorrhage' ? 0.012 : 0.0055)
  let x = fov.centreX
  let y = fov.centreY
  for (let i = 0; i < 100; i++) {
    const place = {
      x: fov.centreX + fov.radius * draws.uniform(-1, 1),
      y: fov.centreY + fov.radius * draws.uniform(-1, 1),
    }
    if (!isInFieldOfView(fov, place, radius * 2)) continue
    x = place.x
    y = place.y
    break
  }
  return { kind, shape: { type: 'ellipse', x, y, rx: radius, ry: radius, angle: 0 } }
}

function drawGrade(row: readonly number[], truth: IcdrGrade, draws: Draws): IcdrGrade {
  let left = draws.uniform(0, 1)
  for (const grade of [0, 1, 2, 3, 4] as const) {
    left -= row[grade] ?? 0
    if (left < 0) return grade
  }
  return truth
}
