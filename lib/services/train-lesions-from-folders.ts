/**
 * A lesion model from folders of photographs with masks or boxes, without a database: photographs are prepared as the product
 * prepares them, their lesions become patch labels by its rules, some patients are held out, and the product's trainer learns.
 */
import { blockMax, type Recipe, type RecipePreset, recipePresets } from '@/lib/contracts/recipe'
import { hashOfValue } from '@/lib/domain/hash'
import type { Head } from '@/lib/domain/heads'
import type { GridSettings } from '@/lib/domain/protocol'
import { describeArchitecture, findArchitecture, type Progress } from '@/lib/network'
import { paperPreprocessing } from '@/lib/vision'
import { type FrozenLesions, freezeLesions } from './_shared/folders/freeze-lesions'
import { lesionExamples, lesionFeed, lesionPictures } from './_shared/folders/lesion-examples'
import type { FolderProblem } from './_shared/folders/problems'
import { type ClassCounts, refuseOneClass } from './_shared/folders/refuse-one-class'
import { refuseTaken, type Trained, trainModel, workFolderOf } from './_shared/folders/train-model'
import { localNotes } from './_shared/learning/model-notes'
import { patchTable } from './_shared/learning/patch-table'
import { predictLabelled } from './_shared/learning/predict-photographs'

export type TrainLesionsRequest = {
  folders: readonly string[]
  out: string
  grid: GridSettings
  /** From one labelled patch that training sees to the next, pixels; what is told of a photograph lies on `grid`, whose stride it is by default. */
  labelStride?: number
  preset: RecipePreset
  /** An id of the catalogue; null: the preset's. */
  architecture: string | null
  head: Head
  /** null: the preset's. */
  epochs: number | null
  seed: number
  /** Share of the patients that training does not see. */
  validationShare: number
  signal: AbortSignal
  onProblem(problem: FolderProblem): void
  onPrepared(done: number, total: number): void
  /** Before the first step: how many patches of each class are on which side. */
  onFrozen(counts: ClassCounts & { otherKinds: number }): void
  onProgress(progress: Progress): void
}

/** @throws AppError, one sentence for whatever is wrong; the signal's reason where it was aborted before training began */
export async function trainLesionsFromFolders(request: TrainLesionsRequest): Promise<Trained> {
  const { folders, out, grid, labelStride, seed, signal, validationShare, onProblem } = request
  await refuseTaken(out)
  const recipe = recipeOf(request)
  refuseSmallPatches(recipe, grid)
  const workFolder = workFolderOf(out)
  const preprocessing = { ...paperPreprocessing, lesionSidePx: grid.d }
  const { content, lessons, otherKinds } = await freezeLesions({
    ...{ folders, grid, labelStride, preprocessing, validationShare, workFolder },
    ...{ signal, onProblem, onProgress: request.onPrepared },
  })
  const tables = { train: patchTable(lessons, 'train', recipe), validation: patchTable(content, 'validation', recipe) }
  const training = lesionExamples({ workFolder, table: tables.train })
  const validation = lesionExamples({ workFolder, table: tables.validation })
  request.onFrozen({ ...refuseOneClass('local', recipe.head, [], { training, validation }, onProblem), otherKinds })
  return trainModel({
    ...{ recipe, seed, training, validation, out, signal },
    feed: lesionFeed({ workFolder, table: tables.train }),
    predictValidation: (model) => predictLabelled(model, content, 'validation', lesionPictures(workFolder), signal),
    snapshotHash: hashOfContent(content, lessons),
    gradeClasses: [],
    notes: localNotes({ grid, preprocessing }),
    moreFiles: {},
    onProgress: request.onProgress,
  })
}

/** Side of the crops that dense training looks at, pixels: large enough to share the convolutions, small enough to vary. */
const cropSide = 260

function recipeOf({
  preset,
  architecture,
  head,
  epochs,
  grid,
  labelStride = grid.h - grid.ov,
}: TrainLesionsRequest): Recipe {
  const recipe: Recipe = recipePresets[preset].local
  const side = grid.h + 2 * recipe.surroundings
  const block = Math.floor((cropSide - side) / labelStride) + 1
  return {
    ...recipe,
    head,
    block: recipe.block === 1 ? 1 : Math.min(blockMax, Math.max(1, block)),
    architecture: architecture ?? recipe.architecture,
    epochs: epochs ?? recipe.epochs,
  }
}

/** Before photographs are prepared, which takes longer. @throws AppError `network.inputTooSmall` */
function refuseSmallPatches({ architecture, stage, surroundings }: Recipe, { h }: GridSettings): void {
  describeArchitecture(findArchitecture(architecture, stage), h + 2 * surroundings)
}

/** The finer labels follow from the same marks: their distance alone adds something. */
const hashOfContent = ({ grid, photographs }: FrozenLesions['content'], lessons: FrozenLesions['lessons']): string =>
  hashOfValue({
    grid,
    lessons: lessons.grid,
    photographs: photographs.map(({ patches, ...rest }) => ({ ...rest, patches: [...patches] })),
  })
