/**
 * Graded photographs as examples: the small picture, each pixel multiplied by how much the lesion map says it matters
 * (science §4: I* = M ⊙ I, not clipped), then brought to the network's scale. Read from the training's folder, one at a time;
 * everything here follows from plain data, so that another thread can open the same examples.
 */
import type { Head } from '@/lib/domain/heads'
import { gradeClassNames, gradeClassOfHead } from '@/lib/domain/heads'
import { contrastScale, type FeedModule, scaleInto } from '@/lib/network'
import { decodeRgb } from '@/lib/vision'
import type { Grouped } from '../learning/local-examples'
import { weigh } from './examine-photograph'
import { readWeights } from './lesion-weights'
import { pictureStore } from './prepared-photographs'

export type GradeItem = {
  id: string
  group: string
  grade: number
  contrast256: string
  /** The name of its weights in the training's folder; null: not weighted. */
  weights: string | null
}

export type GradeSet = {
  workFolder: string
  items: readonly GradeItem[]
  gradeClasses: readonly number[]
  head: Head
  /** Side of the pictures, pixels. */
  side: number
}

/** Decoded and weighted pictures that stay in memory, MiB; the others are read again. */
const mebibytesKept = 256

/** For the feed's thread. */
export const openExamples = async (set: GradeSet): Promise<Grouped> => gradeExamples(set)

export const gradeFeed = (data: GradeSet): FeedModule => ({ module: import.meta.url, data })

export function gradeExamples({ workFolder, items: all, gradeClasses, head, side }: GradeSet): Grouped {
  const items = all.flatMap((item) => {
    const label = gradeClassOfHead(head, item.grade, gradeClasses)
    return label === undefined ? [] : [{ ...item, label }]
  })
  const pictures = pictureStore(workFolder)
  const kept = new Map<number, Promise<Float32Array>>()
  const keptMax = Math.floor((mebibytesKept * 2 ** 20) / (side * side * 3 * 4))
  const load = async ({ contrast256, weights }: GradeItem): Promise<Float32Array> => {
    const { data } = await decodeRgb(await pictures.get(contrast256))
    const image = new Float32Array(data.length)
    scaleInto(weights === null ? data : weigh(data, await readWeights(workFolder, weights)), contrastScale, image, 0)
    return image
  }
  return {
    size: items.length,
    inputShape: [side, side, 3],
    classCount: gradeClassNames(head, gradeClasses).length,
    labels: Uint8Array.from(items, ({ label }) => label),
    idOf: (i) => items[i]?.id ?? '',
    groupOf: (i) => items[i]?.group ?? '',
    async read(i, into, offset) {
      const item = items[i]
      if (!item) return
      const image = kept.get(i) ?? load(item)
      kept.delete(i)
      kept.set(i, image)
      for (const oldest of kept.keys()) {
        if (kept.size <= keptMax) break
        kept.delete(oldest)
      }
      into.set(await image, offset)
    },
  }
}
