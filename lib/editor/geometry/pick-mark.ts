/** Which mark a click means: the smallest one under it, so that a microaneurysm inside a large haemorrhage can be reached. */
import type { Mark, Point } from '@/lib/domain/mark'
import { shapeArea, shapeHolds } from './shape'

/** @param slack pixels of the original around each mark that still count; points are hit within it */
export function pickMark(marks: readonly Mark[], place: Point, slack: number): Mark | undefined {
  let best: Mark | undefined
  let smallest = Number.POSITIVE_INFINITY
  for (const mark of marks) {
    if (!shapeHolds(mark.shape, place, slack)) continue
    const area = shapeArea(mark.shape)
    if (area > smallest) continue
    smallest = area
    best = mark
  }
  return best
}
