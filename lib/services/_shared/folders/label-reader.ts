/** What reads the labels of a folder's photographs, in whatever form they lie there. */
import type { Mark } from '@/lib/domain/mark'
import type { PhotographDecoder } from '@/lib/vision'
import type { FolderProblem } from './problems'

export type ReadMarks = (
  /** Of the upright photograph, pixels. */
  size: { width: number; height: number },
  decoder: Pick<PhotographDecoder, 'decodeMask'>,
) => Promise<{ marks: Mark[]; problems: FolderProblem[] } | { unusable: FolderProblem }>

export type LabelReader = {
  /** undefined: nobody has labelled this photograph. */
  readerOf(stem: string): ReadMarks | undefined
  /** What is said of photographs that are labelled nowhere. */
  ofUnlabelled(files: readonly string[]): FolderProblem[]
  problems: FolderProblem[]
}
