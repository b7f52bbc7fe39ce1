/** The network room's door: everything that the rest of the house may use. Nothing here loads tfjs before it is called. */
export { type Backend, type BackendName, selectBackend, whyNotNative } from './backend'
export { catalogue, findArchitecture } from './catalogue'
export { type Architecture, describeArchitecture } from './catalogue/architecture'
export type { CheckpointStore } from './checkpoint'
export { isDenseAble } from './dense'
export {
  type Batch,
  type Blocks,
  contrastScale,
  type Examples,
  type InputScale,
  scaleInto,
  unlabelled,
} from './examples'
export type { FeedModule } from './feed-thread'
export { type Askable, loadModel, type Model, type ModelCard, type ModelFiles } from './model'
export { type PredictOptions, predict } from './predict'
export { type GridOptions, predictGrid } from './predict-grid'
export type { EpochSummary, Progress } from './progress'
export { type TrainingOptions, type TrainingResult, train } from './trainer'
export { mostLikely, type Validation } from './validation'
