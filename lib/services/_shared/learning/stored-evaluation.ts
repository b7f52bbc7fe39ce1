/** `ModelVersion.evaluation` as it is stored. */
import { z } from 'zod'
import type { Evaluation } from '@/lib/contracts/evaluation'
import { trainedStages } from '@/lib/contracts/recipe'
import { heads } from '@/lib/domain/heads'

const figure = z.number().nullable()
const count = z.number().int().min(0)
const operatingPoint = z.object({ sensitivity: z.number(), specificity: z.number(), threshold: figure })

export const storedEvaluation = z.object({
  stage: z.enum(trainedStages),
  // Every model that was stored without it has one score a class.
  head: z.enum(heads).default('classes'),
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
      operatingPoints: z
        .object({ highSensitivity: operatingPoint, highSpecificity: operatingPoint })
        .nullable()
        .default(null),
    }),
  ),
}) satisfies z.ZodType<Evaluation>
