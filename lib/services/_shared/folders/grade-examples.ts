/**
 * Graded photographs as examples: the 256 × 256 picture, each pixel multiplied by how much the lesion map says it matters
 * (science §4: I* = M ⊙ I, not clipped), then brought to the network's scale. Read from the training's folder, one at a time;
 * everything here follows from plain data, so that another thread can open the same examples.
 */
import type { Head } from '@/lib/domain/heads'
import { gradeClassNames, gradeClassOfHead } from '@/lib/domain/heads'
import { contrastScale, scaleInto } from '@/lib/network'
import { decodeRgb } from '@/lib/vision'
import { gradingSide, weigh } from './examine-photograph'
import { readWeights } from './lesion-weights'
import { pictureStore } from './prepared-photographs'
import type { GroupedExamples } from './train-model'

export type GradeItem = {
  id: string
  group: string
  grade: number
  contrast256: string
  /** The name of its weights in the training's folder; null: not weighted. */
  weights: string | null
}

export type GradeSet = { workFolder: string; items: readonly GradeItem[]; gradeClasses: readonly number[]; head: Head }

/** Decoded and weighted pictures that stay in memory, MiB; the others are read again. */
const mebibytesKept = 256
const imagesKept = Math.floor((mebibytesKept * 2 ** 20) / (gradingSide * gradingSide * 3 * 4))

/** For the feed's thread. */
export const openExamples = async (set: GradeSet): Promise<GroupedExamples> => gradeExamples(set)

export function gradeExamples({ workFolder, items: all, gradeClasses, head }: GradeSet): GroupedExamples {
  const items = all.flatMap((item) => {
    const label = gradeClassOfHead(head, item.grade, gradeClasses)
    return label === undefined ? [] : [{ ...item, label }]
  })
  const pictures = pictureStore(workFolder)
  const kept = new Map<number, Promise<Float32Array>>()
  const load = async ({ contrast256, weights }: GradeItem): Promise<Float32Array> => {
    const { data } = await decodeRgb(await pictures.get(contrast256))
    const image = new Float32Array(data.length)
    scaleInto(weights === null ? data : weigh(data, await readWeights(workFolder, weights)), contrastScale, image, 0)
    return image
  }
  return {
    size: items.length,
    inputShape: [gradingSide, gradingSide, 3],
    classCount: gradeClassNames(head, gradeClasses).length,
    labels: Uint8Array.from(items, ({ label }) => label),
    idOf: (i) => items[i]?.id ?? '',
    groups: items.map(({ group }) => group),
    async read(i, into, offset) {
      const item = items[i]
      if (!item) return
      const image = kept.get(i) ?? load(item)
      kept.delete(i)
      kept.set(i, image)
      for (const oldest of kept.keys()) {
        if (kept.size <= imagesKept) break
        kept.delete(oldest)
      }
      into.set(await image, offset)
    },
  }
}
