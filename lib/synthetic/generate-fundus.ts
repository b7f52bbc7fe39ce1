/**
 * A synthetic fundus photograph with known truth: the same settings give the same bytes. Made for tests, the demonstration
 * and fixtures; it has the right size and holds the right lesions, and need not convince an ophthalmologist.
 */
import type { FieldOfView } from '@/lib/domain/field-of-view'
import type { IcdrGrade, LesionKind } from '@/lib/domain/lesion'
import type { Mark } from '@/lib/domain/mark'
import { seededRandom } from '@/lib/domain/random'
import { type CameraStyle, drawAnatomy, type Eye, frameFor } from './anatomy'
import { drawsFrom } from './draws'
import { planLesions } from './lesion-plan'
import { addToMask, shapeOf } from './lesion-shape'
import { paintRetina } from './paint-retina'
import { paintVessels } from './paint-vessels'
import { placeLesions } from './place-lesions'
import { growVessels } from './vessel-tree'

export type FundusSettings = {
  seed: number
  grade: IcdrGrade
  eye: Eye
  /** Pixels; 1024 by default. */
  width?: number
  /** Pixels; three quarters of the width by default, a letterboxed one is square. */
  height?: number
  cameraStyle?: CameraStyle
}

export type SyntheticFundus = {
  width: number
  height: number
  /** `[height, width, 3]` */
  rgb: Uint8Array
  grade: IcdrGrade
  fieldOfView: FieldOfView
  /** Every lesion, in pixels of the photograph; ellipses and polygons. */
  lesions: Mark[]
  /**
   * Per kind that occurs: `[height, width]`, 1 where the centre of a pixel lies within a lesion. Lesions made of vessels
   * (IRMA, beading, new vessels) are the region that holds them.
   */
  masks: Partial<Record<LesionKind, Uint8Array>>
}

export function generateFundus(settings: FundusSettings): SyntheticFundus {
  const { grade, eye, width = 1024, cameraStyle = 'whole' } = settings
  const height = settings.height ?? (cameraStyle === 'letterboxed' ? width : Math.round(width * 0.75))
  const random = seededRandom(settings.seed)
  const draws = drawsFrom(random)
  const anatomy = drawAnatomy(draws)
  const frame = frameFor(width, height, eye, cameraStyle, draws)
  const vessels = growVessels(anatomy, draws)
  const lesions = placeLesions(planLesions(grade, draws), anatomy, frame, vessels, draws)
  const rgb = paintRetina(anatomy, frame, paintVessels(vessels, lesions, frame), lesions, random)
  const masks: SyntheticFundus['masks'] = {}
  for (const lesion of lesions) {
    masks[lesion.kind] ??= new Uint8Array(width * height)
    addToMask(lesion, masks[lesion.kind] ?? new Uint8Array(0), frame)
  }
  return {
    width,
    height,
    rgb,
    grade,
    fieldOfView: frame.fieldOfView,
    lesions: lesions.map((lesion, i) => ({ id: `lesion-${i + 1}`, kind: lesion.kind, shape: shapeOf(lesion) })),
    masks,
  }
}
