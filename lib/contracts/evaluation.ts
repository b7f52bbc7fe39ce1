/** The figures of a model on patients that training never saw (science §8). `null` = undefined (0/0), never 0. */
import type { OperatingPoints } from '@/lib/domain/roc'
import type { Recipe } from './recipe'

export type ClassFigures = { name: string; n: number; recall: number | null; precision: number | null }

export type Evaluation = {
  stage: 'local' | 'global'
  head: Recipe['head']
  classes: string[]
  n: number
  patients: number
  /** Rows = truth, columns = prediction. */
  confusion: number[][]
  perClass: ClassFigures[]
  accuracy: number | null
  /** Fixed scale 0…K−1 over this many classes. */
  quadraticWeightedKappa: { value: number | null; classes: number }
  /** Local: lesion (any class ≥ 1) against normal. Global: referable (grade ≥ 2) against grade 0 and, with all classes, against 0–1. */
  roc: {
    name: string
    positives: number
    negatives: number
    auc: number | null
    points: { fpr: number; tpr: number; threshold: number | null }[]
    /** null: undefined, or stored before they were kept. */
    operatingPoints: OperatingPoints | null
  }[]
}
