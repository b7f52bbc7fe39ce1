/** What a process that measures training steps is told, ours or a peer's. */
import type { BackendName } from '@/lib/network'
import type { Layer } from '@/lib/network/layers'

export type TrainTask = {
  architecture: string
  /** The same architecture as data, for the peers. */
  layers: Layer[]
  /** Of a patch, pixels. */
  side: number
  classCount: number
  /** Patches a step; crops a step where `block` is given. */
  batch: number
  /** Timed, after `warmUpSteps` that are not. */
  steps: number
  warmUpSteps: number
  /** Patches along one side of a crop, and pixels from one to the next. */
  block?: number
  stride?: number
  backend?: BackendName
}
