/** The knobs of preprocessing (science §1), with their units. Sent to the child process with every photograph. */
import { z } from 'zod'

export const preprocessSettingsSchema = z.object({
  /** θ of Eq. 1: standard deviation of the Gaussian, pixels of the 800 × 800 image; scaled for other sizes. */
  sigmaPx: z.number().min(0.5).max(100).default(10),
  alpha: z.number().min(-20).max(20).default(4),
  beta: z.number().min(-20).max(20).default(-4),
  /** Grey of a place without contrast, and of everything outside the field of view. */
  gamma: z.number().min(0).max(255).default(128),
  /** The mask is this much smaller than the field of view, pixels of the 800 × 800 image, so that its rim does not glow. */
  rimPx: z.number().min(0).max(40).default(4),
})
export type PreprocessSettings = z.infer<typeof preprocessSettingsSchema>

export const paperPreprocessing: PreprocessSettings = { sigmaPx: 10, alpha: 4, beta: -4, gamma: 128, rimPx: 4 }

/** Sides of the squares that the two networks see, pixels (science §1). */
export const lesionSidePx = 800
export const gradingSidePx = 256

/** Limits on what a file may ask of us. A fundus camera of today delivers 12 to 50 million pixels. */
export const pixelsMax = 120_000_000
export const sidePxMin = 64
export const displaySidePxMax = 1600
