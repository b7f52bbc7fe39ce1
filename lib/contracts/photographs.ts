/** Looking through the photographs of a study. */
import { z } from 'zod'
import { id } from './scalars'

/** Query of /studies/:id/photographs: the last photograph of the page before. */
export const photographQuery = z.strictObject({ after: id.optional() })
export type PhotographQuery = z.infer<typeof photographQuery>

export type PhotographPage = {
  photographs: {
    id: string
    fileName: string
    patient: string
    eye: 'left' | 'right' | 'unknown'
    width: number
    height: number
    /** What came with the data. */
    sourceGrades: number[]
    agreedGrade: number | 'ungradable' | null
    /** Items by state. */
    open: number
    cases: number
    settled: number
  }[]
  /** Pass it as `after` for the next page; null on the last. */
  next: string | null
}
