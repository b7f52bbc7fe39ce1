/**
 * Images for the global network: the preprocessed 256 × 256 picture, each pixel multiplied by how much the lesion map says
 * it matters (science §4: I* = M ⊙ I, not clipped), then brought to the network's scale. `none` leaves the picture alone.
 */
import type { SnapshotContent, Split } from '@/lib/contracts/snapshot'
import type { WeightingMode } from '@/lib/domain/lesion-map'
import { contrastScale, scaleInto } from '@/lib/network'
import type { ImageCache, Pixels } from './image-cache'
import { weightsOf } from './lesion-maps'
import { type FrozenPhotograph, type Grouped, inOrder } from './local-examples'

const side = 256

/** 256 × 256 weights are 256 KiB. */
const weightsKept = 1024

export const graded = (content: SnapshotContent): FrozenPhotograph[] =>
  inOrder(content.photographs).filter(({ gradeClass }) => gradeClass !== null)

export function globalExamples(
  runId: string,
  content: SnapshotContent,
  split: Split,
  mode: WeightingMode,
  images: ImageCache,
): Grouped {
  const items = graded(content).filter((photograph) => photograph.split === split)
  const weights = weightCache(runId, content, mode)
  return {
    size: items.length,
    inputShape: [side, side, 3],
    classCount: content.gradeClasses.length,
    labels: Uint8Array.from(items, ({ gradeClass }) => gradeClass ?? 0),
    idOf: (i) => `photograph ${items[i]?.id}`,
    groups: items.map(({ group }) => group),
    read: async (i, into, offset) => {
      const item = items[i]
      if (!item) return
      const pixels = await images.get(item.contrast256)
      const weighted = mode === 'none' ? pixels.data : weigh(pixels, await weights(item.id))
      scaleInto(weighted, contrastScale, into, offset)
    },
  }
}

function weigh({ data }: Pixels, weights: Float32Array): Float32Array {
  const weighted = new Float32Array(data.length)
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] ?? 1
    for (let c = 3 * i; c < 3 * i + 3; c++) weighted[c] = (data[c] ?? 0) * weight
  }
  return weighted
}

function weightCache(runId: string, { grid }: SnapshotContent, mode: WeightingMode) {
  const kept = new Map<string, Promise<Float32Array>>()
  return (photographId: string): Promise<Float32Array> => {
    const known = kept.get(photographId) ?? weightsOf(runId, photographId, grid, mode)
    kept.delete(photographId)
    kept.set(photographId, known)
    for (const oldest of kept.keys()) {
      if (kept.size <= weightsKept) break
      kept.delete(oldest)
    }
    return known
  }
}
