/** What a page says about an entry of the catalogue of networks. */
import type { TrainedStage } from './recipe'

export type ArchitectureFacts = {
  id: string
  title: string
  /** Where it comes from and what was settled where the source is silent. */
  source: string
  stage: TrainedStage
  /** Sides of the square three-channel inputs that it is meant for, pixels; the first is the usual one. */
  inputSides: number[]
  /** Numbers of the network at its usual input, for the classes of its stage: all of them, and those that are learned. */
  parameters: { total: number; trainable: number }
  /** Pixels of the input that one position of the last map sees. */
  receptiveField: number
  /** A whole photograph in one pass for patches at multiples of so many pixels; null: patch by patch. */
  denseStep: number | null
}
