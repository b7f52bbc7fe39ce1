/**
 * Images for the global network: the preprocessed 256 × 256 picture, each pixel multiplied by how much the lesion map says
 * it matters (science §4: I* = M ⊙ I, not clipped), then brought to the network's scale. `none` leaves the picture alone.
 */
import type { Split } from '@/lib/contracts/snapshot'
import { gradeClassNames, gradeClassOfHead, type Head } from '@/lib/domain/heads'
import type { WeightingMode } from '@/lib/domain/lesion-map'
import type { GridSettings } from '@/lib/domain/protocol'
import { contrastScale, scaleInto } from '@/lib/network'
import { type FrozenPhotograph, type FrozenSet, inOrder } from './frozen-set'
import type { ImageCache, Pixels } from './image-cache'
import { weightsOf } from './lesion-maps'
import type { Grouped } from './local-examples'

const side = 256

/** 256 × 256 weights are 256 KiB. */
const weightsKept = 256

/** Plain data, so that it goes into another thread as it is. */
export type GradedTable = {
  /** Whose lesion maps weigh the images. */
  runId: string
  grid: GridSettings
  weighting: WeightingMode
  classCount: number
  items: { id: string; group: string; contrast256: string; label: number }[]
}

export const graded = ({ photographs }: Pick<FrozenSet, 'photographs'>): FrozenPhotograph[] =>
  inOrder(photographs).filter(({ gradeClass }) => gradeClass !== null)

/** Without the photographs whose grade the head leaves out. */
export function gradedTable(
  set: FrozenSet,
  split: Split,
  head: Head,
  { runId, weighting }: { runId: string; weighting: WeightingMode },
): GradedTable {
  const items = graded(set)
    .filter((photograph) => photograph.split === split)
    .flatMap(({ id, group, contrast256, gradeClass }) => {
      const grade = set.gradeClasses[gradeClass ?? -1]
      const label = grade === undefined ? undefined : gradeClassOfHead(head, grade, set.gradeClasses)
      return label === undefined ? [] : [{ id, group, contrast256, label }]
    })
  return { runId, grid: set.grid, weighting, classCount: gradeClassNames(head, set.gradeClasses).length, items }
}

export function globalExamples({ items, classCount, ...table }: GradedTable, images: ImageCache): Grouped {
  const weights = weightCache(table)
  return {
    size: items.length,
    inputShape: [side, side, 3],
    classCount,
    labels: Uint8Array.from(items, ({ label }) => label),
    idOf: (i) => `photograph ${items[i]?.id}`,
    groupOf: (i) => items[i]?.group ?? '',
    read: async (i, into, offset) => {
      const item = items[i]
      if (!item) return
      const pixels = await images.get(item.contrast256)
      const weighted = table.weighting === 'none' ? pixels.data : weigh(pixels, await weights(item.id))
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

function weightCache({ runId, grid, weighting }: Pick<GradedTable, 'runId' | 'grid' | 'weighting'>) {
  const kept = new Map<string, Promise<Float32Array>>()
  return (photographId: string): Promise<Float32Array> => {
    const known = kept.get(photographId) ?? weightsOf(runId, photographId, grid, weighting)
    kept.delete(photographId)
    kept.set(photographId, known)
    for (const oldest of kept.keys()) {
      if (kept.size <= weightsKept) break
      kept.delete(oldest)
    }
    return known
  }
}
