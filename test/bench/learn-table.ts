/** Recall and precision of each class in the form of the paper's Table V, and lesion against normal, for every classifier. */
import { confusionMatrix, recallPrecision } from '@/lib/domain/confusion'
import { patchClasses } from '@/lib/domain/lesion'
import { rocCurve } from '@/lib/domain/roc'
import type { FrozenPhotograph } from '@/lib/services/_shared/learning/frozen-set'
import { aligned } from './aligned'
import { labelsOf } from './learn-patches'

export type PatchAnswers = {
  name: string
  note: string
  /** Class 0…3 of every patch; null where the network only tells lesions from normal. */
  chosen: Uint8Array | null
  /** Higher = more of a lesion. */
  lesionScores: Float32Array
}

export type PatchFigures = {
  name: string
  note: string
  /** Of the lesion classes; null = undefined. */
  perClass: { name: string; recall: number | null; precision: number | null }[] | null
  auc: number | null
  /** Of each photograph that shows both lesions and normal patches. */
  aucByPhotograph: number[]
}

/** @param answers in the order of the photographs' patches */
export function figuresOf(answers: PatchAnswers, photographs: readonly FrozenPhotograph[]): PatchFigures {
  const { name, note, chosen, lesionScores } = answers
  const truth = labelsOf(photographs)
  const auc = (from: number, to: number) =>
    rocCurve(
      lesionScores.subarray(from, to),
      truth.subarray(from, to).map((k) => (k > 0 ? 1 : 0)),
    )?.auc
  let start = 0
  const aucByPhotograph = photographs.flatMap(({ patches }) => {
    start += patches.length
    return auc(start - patches.length, start) ?? []
  })
  const figures = chosen && recallPrecision(confusionMatrix(truth, chosen, patchClasses.length))
  return {
    name,
    note,
    perClass:
      figures &&
      patchClasses.slice(1).map((kind, k) => ({
        name: kind,
        recall: figures[k + 1]?.recall ?? null,
        precision: figures[k + 1]?.precision ?? null,
      })),
    auc: auc(0, truth.length) ?? null,
    aucByPhotograph,
  }
}

const nothing = '–'
const share = (value: number | null) => (value === null ? nothing : value.toFixed(4))

/** Table V's own rows: other photographs, other patches; for the order of magnitude only. */
const printedInThePaper = [
  ['Paper: local network', '0.7029', '0.5678', '0.8426', '0.7445', '0.9079', '0.8380', '0.9687', ''],
  ['Paper: random forest', '0.0078', '0.0670', '0.2754', '0.1011', '0.6859', '0.1941', nothing, ''],
  ['Paper: SVM', '0.4153', '0.0251', '0.0108', '0.0548', '0.0787', '0.0318', nothing, ''],
]

export function tellTable(rows: readonly PatchFigures[]): string {
  const kinds = patchClasses.slice(1)
  const header = ['', ...kinds.flatMap((kind) => [`${short(kind)} recall`, 'precision']), 'lesion AUC', 'by photograph']
  const lines = rows.map(({ name, perClass, auc, aucByPhotograph }) => [
    name,
    ...(perClass ?? kinds.map(() => ({ recall: null, precision: null }))).flatMap(({ recall, precision }) => [
      share(recall),
      share(precision),
    ]),
    share(auc),
    aucByPhotograph.length === 0
      ? nothing
      : `${share(Math.min(...aucByPhotograph))}…${share(Math.max(...aucByPhotograph))}`,
  ])
  return aligned([header, ...lines, ...printedInThePaper])
}

const short = (kind: string) => (kind === 'microaneurysm' ? 'MA' : kind)
