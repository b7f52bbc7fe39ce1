/** `ModelVersion.evaluation` as it is stored. */
import { z } from 'zod'
import type { Evaluation } from '@/lib/contracts/evaluation'
import { trainedStages } from '@/lib/contracts/recipe'

const figure = z.number().nullable()
const count = z.number().int().min(0)

export const storedEvaluation = z.object({
  stage: z.enum(trainedStages),
  classes: z.array(z.string()),
  n: count,
  patients: count,
  confusion: z.array(z.array(count)),
  perClass: z.array(z.object({ name: z.string(), n: count, recall: figure, precision: figure })),
  accuracy: figure,
  quadraticWeightedKappa: z.object({ value: figure, classes: count }),
  roc: z.array(
    z.object({
      name: z.string(),
      positives: count,
      negatives: count,
      auc: figure,
      points: z.array(z.object({ fpr: z.number(), tpr: z.number(), threshold: figure })),
    }),
  ),
}) satisfies z.ZodType<Evaluation>
