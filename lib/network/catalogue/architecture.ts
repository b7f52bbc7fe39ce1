/** What an entry of the catalogue says about a network. Entries are data: importing them loads no backend. */
import type { ArchitectureFacts } from '@/lib/contracts/architecture'
import type { TrainedStage } from '@/lib/contracts/recipe'
import { countParameters, denseStep, type Layer, planLayers, receptiveField } from '../layers'

export type Architecture = {
  /** Stored in recipes and models: an id never changes its meaning. */
  id: string
  title: string
  /** Where it comes from and what was settled where the source is silent. */
  source: string
  stage: TrainedStage
  /** Sides of the square three-channel inputs that it is meant for, pixels; the first is the usual one. */
  inputSides: [number, ...number[]]
  /** The layers in order, up to and with the class scores (softmax is left to the loss and to prediction). */
  build(classCount: number): Layer[]
}

/** @param inputSide pixels; the entry's usual side by default */
export function describeArchitecture(
  architecture: Architecture,
  inputSide: number = architecture.inputSides[0],
  classCount = 4,
): ArchitectureFacts {
  const { build, ...entry } = architecture
  const layers = build(classCount)
  return {
    ...entry,
    parameters: countParameters(planLayers(layers, [inputSide, inputSide, 3])),
    receptiveField: receptiveField(layers).side,
    denseStep: denseStep(layers) ?? null,
  }
}
