/**
 * Folders of photographs with known lesions, frozen as a training set: the same content as a study's snapshot, so that one
 * trainer learns from both. The marks go through the product's own rules, at its own settings; patches that hold only kinds
 * of lesion that the network has no class for are left out.
 */
import { AppError } from '@/lib/domain/errors'
import { sha256Hex } from '@/lib/domain/hash'
import type { Mark } from '@/lib/domain/mark'
import { marksToPatches } from '@/lib/domain/marks-to-patches'
import { patchClassFor } from '@/lib/domain/patch-class'
import { insideGrid } from '@/lib/domain/patch-grid'
import type { GridSettings } from '@/lib/domain/protocol'
import { protocolPresets } from '@/lib/domain/protocol-presets'
import type { PhotographDecoder, PreprocessSettings } from '@/lib/vision'
import { type FrozenSet, type LabelledPatches, packPatches } from '../learning/frozen-set'
import { heldOut } from './hold-out'
import { type LabelledPhotograph, openLabelledFolder } from './labelled-folder'
import { type Prepared, preparePhotographFile } from './prepared-photographs'
import type { FolderProblem } from './problems'
import { type Many, withDecoders } from './with-decoders'

export type LesionFolders = {
  folders: readonly string[]
  grid: GridSettings
  /** From one patch that training sees to the next, pixels; by default the grid's. */
  labelStride?: number
  preprocessing: PreprocessSettings
  /** Share of the patients that training does not see. */
  validationShare: number
  /** Where prepared photographs are kept. */
  workFolder: string
  onProblem(problem: FolderProblem): void
} & Many

export type FrozenLesions = {
  content: FrozenSet
  /** The same photographs, their patches `labelStride` apart. */
  lessons: FrozenSet
  /** Inside the field of view, but holding only kinds that the network has no class for. */
  otherKinds: number
}

/** @throws AppError of `openLabelledFolder`, and `folders.nothing` where no photograph could be used */
export async function freezeLesions(request: LesionFolders): Promise<FrozenLesions> {
  const { folders, grid, labelStride = grid.h - grid.ov, validationShare, onProblem } = request
  const labelled: LabelledPhotograph[] = []
  for (const folder of folders) {
    const { photographs, problems } = await openLabelledFolder(folder)
    problems.forEach(onProblem)
    labelled.push(...photographs)
  }
  const tried = await withDecoders(labelled, request, (photograph, decoder) => readOne(photograph, decoder, request))
  const read = withoutDuplicates(
    tried.flatMap((result) => result ?? []),
    onProblem,
  )
  if (read.length === 0) {
    throw new AppError(
      'folders.nothing',
      `No photograph of ${folders.join(', ')} could be used; the sentences above say why.`,
      422,
    )
  }
  const held = heldOut(
    read.map(({ patient }) => patient),
    validationShare,
  )
  const frozen = (of: GridSettings, patchesFor: (photograph: ReadPhotograph) => [number, number][]): FrozenSet => ({
    grid: of,
    gradeClasses: [],
    photographs: read.map((photograph) => frozenPhotograph(photograph, held, packPatches(patchesFor(photograph)))),
  })
  const fine = { ...grid, ov: grid.h - labelStride }
  const content = frozen(grid, ({ patches }) => patches)
  const lessons = frozen(fine, ({ marks, prepared }) => patchesOf(marks, prepared, fine).patches)
  return { content, lessons, otherKinds: read.reduce((sum, { otherKinds }) => sum + otherKinds, 0) }
}

function frozenPhotograph(
  { id, patient, prepared }: ReadPhotograph,
  held: ReadonlySet<string>,
  patches: LabelledPatches,
): FrozenSet['photographs'][number] {
  return {
    id,
    studyId: '',
    group: sha256Hex(`patient:${patient}`).slice(0, 32),
    split: held.has(patient) ? 'validation' : 'train',
    contrast800: prepared.contrast800,
    contrast256: prepared.contrast256,
    fieldOfView: prepared.fieldOfView,
    patches,
    gradeClass: null,
  }
}

type ReadPhotograph = LabelledPhotograph & {
  prepared: Prepared
  marks: Mark[]
  patches: [number, number][]
  otherKinds: number
}

/** @returns undefined where it cannot be used; why was told */
async function readOne(
  photograph: LabelledPhotograph,
  decoder: PhotographDecoder,
  { grid, preprocessing, workFolder, onProblem }: LesionFolders,
): Promise<ReadPhotograph | undefined> {
  const { file, readMarks } = photograph
  try {
    const prepared = await preparePhotographFile(file, decoder, preprocessing, workFolder)
    const found = await readMarks(prepared, decoder)
    if ('unusable' in found) {
      onProblem(found.unusable)
      return undefined
    }
    found.problems.forEach(onProblem)
    return { ...photograph, prepared, marks: found.marks, ...patchesOf(found.marks, prepared, grid) }
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    onProblem({ file, line: null, sentence: `${error.sentence} It is left out.` })
    return undefined
  }
}

function patchesOf(marks: readonly Mark[], { fieldOfView }: Prepared, grid: GridSettings) {
  const found = marksToPatches(marks, fieldOfView, grid, protocolPresets['k-of-n'].markToPatch)
  const patches: [number, number][] = []
  let otherKinds = 0
  insideGrid(fieldOfView, grid).forEach((isInside, index) => {
    if (!isInside) return
    const patchClass = patchClassFor(found.get(index)?.kinds ?? new Map())
    if (patchClass === undefined) otherKinds++
    else patches.push([index, patchClass])
  })
  return { patches, otherKinds }
}

/** The same pixels twice could lie on both sides of the split; and two folders of the same name must not give one id twice. */
function withoutDuplicates(all: ReadPhotograph[], onProblem: LesionFolders['onProblem']): ReadPhotograph[] {
  const first = new Map<string, ReadPhotograph>()
  const ids = new Map<string, number>()
  for (const photograph of all) {
    const { canonicalSha256 } = photograph.prepared
    const other = first.get(canonicalSha256)
    if (other) {
      onProblem({
        file: photograph.file,
        line: null,
        sentence: `It shows the same pixels as ${other.file}, which is used; left out.`,
      })
      continue
    }
    const before = ids.get(photograph.id) ?? 0
    ids.set(photograph.id, before + 1)
    first.set(canonicalSha256, before === 0 ? photograph : { ...photograph, id: `${photograph.id} (${before + 1})` })
  }
  return [...first.values()]
}
