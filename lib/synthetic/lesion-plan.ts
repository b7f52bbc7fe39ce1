/**
 * How many lesions of which kind an eye of a grade has (ICDR, science §5). The counts stay clear of the next grade: a
 * moderate eye never fulfils the 4-2-1 rule, a severe one always does, only a proliferative one has new vessels.
 */
import type { IcdrGrade } from '@/lib/domain/lesion'
import type { Draws } from './draws'

export type LesionPlan = {
  microaneurysms: number
  /** Per quadrant: upper nasal, upper temporal, lower temporal, lower nasal. */
  haemorrhages: [number, number, number, number]
  exudateClusters: number
  softExudates: number
  irma: number
  /** Quadrants, 0 … 3, in which a vein is beaded. */
  beadedQuadrants: number[]
  newVessels: number
  hasPreretinalHaemorrhage: boolean
}

/** 4-2-1: more than 20 haemorrhages in each of four quadrants. */
const severeHaemorrhagesMin = 21

const severeFindings = ['haemorrhages', 'beading', 'irma'] as const

const nothing: LesionPlan = {
  microaneurysms: 0,
  haemorrhages: [0, 0, 0, 0],
  exudateClusters: 0,
  softExudates: 0,
  irma: 0,
  beadedQuadrants: [],
  newVessels: 0,
  hasPreretinalHaemorrhage: false,
}

export function planLesions(grade: IcdrGrade, draws: Draws): LesionPlan {
  const inEachQuadrant = (from: number, to: number): LesionPlan['haemorrhages'] => [
    draws.whole(from, to),
    draws.whole(from, to),
    draws.whole(from, to),
    draws.whole(from, to),
  ]
  switch (grade) {
    case 0:
      return nothing
    case 1:
      return { ...nothing, microaneurysms: draws.whole(2, 9) }
    case 2: {
      const haemorrhages = inEachQuadrant(0, 5)
      const exudateClusters = draws.whole(0, 4)
      // More than microaneurysms only: at least one haemorrhage or exudate.
      if (exudateClusters === 0 && !haemorrhages.some((n) => n > 0)) haemorrhages[draws.whole(0, 3)] = 2
      return {
        ...nothing,
        microaneurysms: draws.whole(5, 22),
        haemorrhages,
        exudateClusters,
        softExudates: draws.chance(0.3) ? 1 : 0,
      }
    }
    case 3:
      return planSevere(draws, inEachQuadrant)
    case 4:
      return {
        ...nothing,
        microaneurysms: draws.whole(8, 30),
        haemorrhages: inEachQuadrant(2, 12),
        exudateClusters: draws.whole(0, 3),
        softExudates: draws.whole(0, 3),
        newVessels: draws.whole(1, 3),
        hasPreretinalHaemorrhage: draws.chance(0.35),
      }
  }
}

function planSevere(
  draws: Draws,
  inEachQuadrant: (from: number, to: number) => LesionPlan['haemorrhages'],
): LesionPlan {
  const severe: LesionPlan = {
    ...nothing,
    microaneurysms: draws.whole(12, 40),
    exudateClusters: draws.whole(0, 5),
    softExudates: draws.whole(1, 5),
  }
  switch (draws.pick(severeFindings)) {
    case 'haemorrhages':
      return { ...severe, haemorrhages: inEachQuadrant(severeHaemorrhagesMin, severeHaemorrhagesMin + 8) }
    case 'beading': {
      const first = draws.whole(0, 3)
      return { ...severe, haemorrhages: inEachQuadrant(6, 15), beadedQuadrants: [first, (first + 1) % 4] }
    }
    case 'irma':
      return { ...severe, haemorrhages: inEachQuadrant(6, 15), irma: draws.whole(1, 3) }
  }
}
