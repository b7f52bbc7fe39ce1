/**
 * The knobs of preprocessing (science §1), with their units. Sent to the child process with every photograph, and kept with
 * every model: a network must be fed as it was trained.
 */
import { z } from 'zod'

/** Sides of the squares that the paper's two networks see, pixels. A study stores its photographs at these. */
export const lesionSidePx = 800
export const gradingSidePx = 256

const sidePx = z.int().min(64).max(4096)

export const preprocessSettingsSchema = z.object({
  /** θ of Eq. 1: standard deviation of the Gaussian, pixels at d = 800; in proportion at any other d. */
  sigmaPx: z.number().min(0.5).max(100).default(10),
  /** Factor of the photograph in Eq. 1, without unit. */
  alpha: z.number().min(-20).max(20).default(4),
  /** Factor of the blurred photograph in Eq. 1, without unit. An even retina shows γ everywhere where β = −α. */
  beta: z.number().min(-20).max(20).default(-4),
  /** Grey level of a place without contrast, and of everything outside the field of view. */
  gamma: z.number().min(0).max(255).default(128),
  /** The mask is this much smaller than the field of view, pixels at d = 800, so that its rim does not glow. */
  rimPx: z.number().min(0).max(40).default(4),
  /** d of the lesion stage: side of its square, pixels. */
  lesionSidePx: sidePx.default(lesionSidePx),
  /** d of the grading stage: side of its square, pixels; it is shrunk from the other one. */
  gradingSidePx: sidePx.default(gradingSidePx),
})
export type PreprocessSettings = z.infer<typeof preprocessSettingsSchema>

export const paperPreprocessing: PreprocessSettings = {
  sigmaPx: 10,
  alpha: 4,
  beta: -4,
  gamma: 128,
  rimPx: 4,
  lesionSidePx,
  gradingSidePx,
}

/** Limits on what a file may ask of us. A fundus camera of today delivers 12 to 50 million pixels. */
export const pixelsMax = 120_000_000
export const sidePxMin = 64
export const displaySidePxMax = 1600
export const thumbnailSidePx = 256
