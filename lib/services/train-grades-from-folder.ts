/**
 * A grading model from a folder of graded photographs and a lesion model, without a database: the lesion model looks at
 * each photograph, its map weights the image, the network learns the grade (science §4, §5). The lesion model is copied whole
 * into the new one.
 */
import { type Recipe, type RecipePreset, recipePresets } from '@/lib/contracts/recipe'
import { AppError } from '@/lib/domain/errors'
import { hashOfValue } from '@/lib/domain/hash'
import type { Head } from '@/lib/domain/heads'
import type { WeightingMode } from '@/lib/domain/lesion-map'
import type { Progress } from '@/lib/network'
import { paperPreprocessing } from '@/lib/vision'
import { type FrozenGrade, freezeGrades } from './_shared/folders/freeze-grades'
import { type GradeItem, type GradeSet, gradeExamples, gradeFeed } from './_shared/folders/grade-examples'
import { makeWeights } from './_shared/folders/lesion-weights'
import { type LesionModel, openLesionModel, readAsInnerFiles } from './_shared/folders/open-model'
import type { FolderProblem } from './_shared/folders/problems'
import { refuseOneClass } from './_shared/folders/refuse-one-class'
import { refuseTaken, type Trained, trainModel, workFolderOf } from './_shared/folders/train-model'
import { globalNotes } from './_shared/learning/model-notes'

export type TrainGradesRequest = {
  folder: string
  /** Folder of a lesion model; null only where nothing is weighted. */
  lesions: string | null
  out: string
  weighting: WeightingMode
  preset: RecipePreset
  /** An id of the catalogue; null: the preset's. */
  architecture: string | null
  head: Head
  /** null: the preset's. */
  epochs: number | null
  /** ICDR grades that are learned, ascending. */
  gradeClasses: readonly number[]
  seed: number
  /** Share of the patients that training does not see. */
  validationShare: number
  signal: AbortSignal
  onProblem(problem: FolderProblem): void
  onPrepared(done: number, total: number): void
  onMapped(done: number, total: number): void
  /** Before the first step: how many photographs of each class are on which side. */
  onFrozen(counts: { train: number[]; validation: number[]; classes: readonly string[] }): void
  onProgress(progress: Progress): void
}

/** @throws AppError, one sentence for whatever is wrong; the signal's reason where it was aborted before training began */
export async function trainGradesFromFolder(request: TrainGradesRequest): Promise<Trained> {
  const { folder, out, weighting, head, gradeClasses, seed, signal } = request
  await refuseTaken(out)
  const workFolder = workFolderOf(out)
  const lesions = await lesionModelFor(request)
  try {
    const preprocessing = lesions?.notes.preprocessing ?? paperPreprocessing
    const { onProblem, onPrepared, validationShare } = request
    const frozen = await freezeGrades({
      ...{ folder, gradeClasses, preprocessing, validationShare, workFolder },
      ...{ signal, onProblem, onProgress: onPrepared },
    })
    const items = await weighed(frozen, lesions, request)
    const side = preprocessing.gradingSidePx
    const sets = (split: FrozenGrade['split']): GradeSet => ({
      workFolder,
      items: items[split],
      gradeClasses,
      head,
      side,
    })
    const training = gradeExamples(sets('train'))
    const validation = gradeExamples(sets('validation'))
    request.onFrozen(refuseOneClass('global', head, gradeClasses, { training, validation }, onProblem))
    return await trainModel({
      ...{ recipe: recipeOf(request), seed, training, validation, out, signal, gradeClasses },
      feed: gradeFeed(sets('train')),
      snapshotHash: hashOfValue({ items, gradeClasses, weighting }),
      notes: globalNotes({ weighting, gradeClasses: [...gradeClasses], preprocessing }),
      moreFiles: request.lesions && lesions ? await readAsInnerFiles(request.lesions) : {},
      onProgress: request.onProgress,
    })
  } finally {
    lesions?.dispose()
  }
}

async function lesionModelFor({ lesions, weighting }: TrainGradesRequest): Promise<LesionModel | null> {
  if (weighting === 'none') return null
  if (lesions !== null) return openLesionModel(lesions)
  throw new AppError(
    'folders.noLesions',
    `Images are weighted (${weighting}) by a lesion model; give one with --lesions MODEL, or --weighting none.`,
    422,
  )
}

async function weighed(frozen: readonly FrozenGrade[], lesions: LesionModel | null, request: TrainGradesRequest) {
  const { out, weighting, signal, onMapped } = request
  const items: Record<FrozenGrade['split'], GradeItem[]> = { train: [], validation: [] }
  for (const [done, photograph] of frozen.entries()) {
    signal.throwIfAborted()
    const weights = lesions && (await makeWeights(workFolderOf(out), lesions, weighting, photograph, signal))
    const { id, group, grade, contrast256, split } = photograph
    items[split].push({ id, group, grade, contrast256, weights })
    if (lesions) onMapped(done + 1, frozen.length)
  }
  return items
}

function recipeOf({ preset, architecture, head, epochs }: TrainGradesRequest): Recipe {
  const recipe: Recipe = recipePresets[preset].global
  return { ...recipe, head, architecture: architecture ?? recipe.architecture, epochs: epochs ?? recipe.epochs }
}
