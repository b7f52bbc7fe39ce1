/**
 * Models as folders of this machine. A grading model holds the lesion model that weighted its images, whole, in `lesions/`:
 * it alone is enough to grade, and either of the two is enough to map lesions.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import { canonicalJson } from '@/lib/domain/canonical-json'
import { AppError } from '@/lib/domain/errors'
import { loadModel, type Model, type ModelFiles } from '@/lib/network'
import { openFolder } from '@/lib/storage'
import { type GlobalNotes, type LocalNotes, readGlobalNotes, readLocalNotes } from '../learning/model-notes'

export type LesionModel = Model & { notes: LocalNotes }
/** lesions: null where images are not weighted. */
export type GradingModel = Model & { notes: GlobalNotes; lesions: LesionModel | null }

const inner = 'lesions/'
const manifestName = 'manifest.json'

/** @throws AppError `model.missing`, `model.otherKind`, `network.modelUnreadable`, `storage.damaged` */
export async function openLesionModel(folder: string): Promise<LesionModel> {
  return loadLesions(folder, await readLesionFiles(folder))
}

/** The files of a lesion model, or of the one inside a grading model, as they were published. @throws as `openLesionModel` */
export async function readLesionFiles(folder: string): Promise<ModelFiles> {
  const files = await readModelFolder(folder)
  return lesionsInside(files) ?? files
}

/** @throws AppError as `openLesionModel` */
export async function openGradingModel(folder: string): Promise<GradingModel> {
  const files = await readModelFolder(folder)
  const model = await loadModel(files)
  const { card } = model
  const notes = card.stage === 'global' ? readGlobalNotes(card) : undefined
  if (!notes) {
    model.dispose()
    throw otherKind(folder, 'grades photographs', 'npx concord train-grades')
  }
  const lesionFiles = lesionsInside(files)
  if (!lesionFiles && notes.weighting !== 'none') {
    model.dispose()
    throw new AppError(
      'model.otherKind',
      `${folder} does not hold the lesion model that weights its images; train it again with npx concord train-grades.`,
      422,
    )
  }
  const lesions = lesionFiles && notes.weighting !== 'none' ? await loadLesions(`${folder}/lesions`, lesionFiles) : null
  const dispose = () => {
    model.dispose()
    lesions?.dispose()
  }
  if (lesions && canonicalJson(lesions.notes.preprocessing) !== canonicalJson(notes.preprocessing)) {
    dispose()
    throw new AppError(
      'model.otherKind',
      `The two models in ${folder} were trained on images that were prepared differently; train the second one again.`,
      422,
    )
  }
  return { ...model, notes, lesions, dispose }
}

/**
 * A lesion model whole, manifest and all, as it will lie in a grading model: what is there can be opened by itself.
 * @throws as `openLesionModel`
 */
export async function readAsInnerFiles(folder: string): Promise<ModelFiles> {
  const files = await readLesionFiles(folder)
  const manifest = files[manifestName] ?? (await fs.readFile(path.join(folder, manifestName)))
  return Object.fromEntries(
    Object.entries({ ...files, [manifestName]: manifest }).map(([name, bytes]) => [`${inner}${name}`, bytes]),
  )
}

function lesionsInside(files: ModelFiles): ModelFiles | undefined {
  const found = Object.entries(files).filter(([name]) => name.startsWith(inner))
  return found.length === 0
    ? undefined
    : Object.fromEntries(found.map(([name, bytes]) => [name.slice(inner.length), bytes]))
}

async function loadLesions(folder: string, files: ModelFiles): Promise<LesionModel> {
  const model = await loadModel(files)
  const notes = model.card.stage === 'local' ? readLocalNotes(model.card) : undefined
  if (notes) return { ...model, notes }
  model.dispose()
  throw otherKind(folder, 'finds lesions', 'npx concord train-lesions')
}

async function readModelFolder(folder: string): Promise<ModelFiles> {
  try {
    return await openFolder(folder)
  } catch (error) {
    const isNoFolder = error instanceof Error && 'code' in error && error.code === 'ENOTDIR'
    const isMissing = error instanceof AppError && error.code === 'storage.missing'
    if (!isNoFolder && !isMissing) throw error
    throw new AppError(
      'model.missing',
      `There is no model at ${folder}; give the folder that a training was told with --out.`,
      404,
    )
  }
}

const otherKind = (folder: string, does: string, command: string) =>
  new AppError(
    'model.otherKind',
    `${folder} holds no model that ${does}; train one with ${command}, or give another.`,
    422,
  )
