/** The vision room: files become photographs, photographs become what people see and what networks are fed with. */
export { contrastInMask, contrastPlane } from './contrast'
export type { Mask } from './decode-mask'
export { createPhotographDecoder, decodeMask, type PhotographDecoder } from './decoder'
export { discMask } from './disc-mask'
export { decodeRgb, encodeJpeg, encodePng, type RgbImage } from './images'
export type { PreparedPhotograph } from './prepare-photograph'
export { type PreprocessSettings, paperPreprocessing, preprocessSettingsSchema } from './settings'
export type { PhotographView } from './view-photograph'
