/** What a process that makes a lesion map is told, ours or a peer's. */
import type { BackendName } from '@/lib/network'
import type { Layer } from '@/lib/network/layers'

export type LesionsTask = {
  architecture: string
  /** The same architecture as data, for the peers. */
  layers: Layer[]
  /** Of the picture and of a patch, pixels; pixels that neighbours share. */
  d: number
  side: number
  overlap: number
  classCount: number
  /** Numbers in the grid of the patches that are looked at, and where these lie ([x, y], pixels). */
  indices: number[]
  places: [number, number][]
  /** Files of 32-bit numbers: all weights in the order of the layers, the picture, and where the answers go. */
  weights: string
  image: string
  output: string
  /** Patches that go through the network together where they go one by one. */
  batch: number
  /** Maps that are timed, after one that is not. */
  repeats: number
  /** Of ours: at once, in bands of a given size, or patch by patch. */
  way?: { mebibytesMax: number } | 'patch by patch'
  /** Of the peer's: batch normalisation folded into the kernels. */
  isFolded?: boolean
  backend?: BackendName
}
