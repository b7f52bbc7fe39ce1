/**
 * What a model's card notes beside the network itself: the grid, the preprocessing, the grades and the weighting that it was
 * trained with. Whoever uses the model takes them from here, so that it is always fed as it was trained.
 */
import { z } from 'zod'
import { icdrGrades } from '@/lib/domain/lesion'
import type { WeightingMode } from '@/lib/domain/lesion-map'
import type { GridSettings } from '@/lib/domain/protocol'
import type { ModelCard } from '@/lib/network'
import { type PreprocessSettings, paperPreprocessing, preprocessSettingsSchema } from '@/lib/vision'
import { weightingModes } from './run-recipe'

type Notes = ModelCard['notes']

export type LocalNotes = { grid: GridSettings; preprocessing: PreprocessSettings }
export type GlobalNotes = { weighting: WeightingMode; gradeClasses: number[]; preprocessing: PreprocessSettings }

/** Of a local network. */
export const localNotes = ({ grid, preprocessing }: LocalNotes): Notes => ({ ...grid, preprocessing })

/** Of a global network. @param gradeClasses the grade of every class, in order */
export const globalNotes = (notes: GlobalNotes): Notes => ({ ...notes })

const side = z.int().min(1)
const preprocessing = preprocessSettingsSchema.default(paperPreprocessing)

const local = z.object({ d: side, h: side, ov: z.int().min(0), preprocessing })

/** Models that were trained before the notes held these mean the paper's settings. */
const global = z.object({
  weighting: z.enum(weightingModes),
  gradeClasses: z.array(z.int().min(0).max(4)).min(2).optional(),
  preprocessing,
})

/** @returns undefined where the card does not say which grid it was trained on */
export function readLocalNotes({ notes }: ModelCard): LocalNotes | undefined {
  const { data } = local.safeParse(notes)
  return data && { grid: { d: data.d, h: data.h, ov: data.ov }, preprocessing: data.preprocessing }
}

/** @returns undefined where the card does not say how its images were weighted */
export function readGlobalNotes({ notes, classes }: ModelCard): GlobalNotes | undefined {
  const { data } = global.safeParse(notes)
  return data && { ...data, gradeClasses: data.gradeClasses ?? icdrGrades.slice(0, classes.length) }
}
