/** One run of `stream`, measured: steps on a snapshot in a data folder. */
import { z } from 'zod'
import { recipePresets } from '@/lib/contracts/recipe'
import { train } from '@/lib/network'
import { patchTable } from '@/lib/services/_shared/learning/patch-table'
import { feedOf, orderlyExamples } from '@/lib/services/_shared/learning/run-examples'
import { readContent } from '@/lib/services/_shared/learning/snapshot-content'

const task = z
  .object({ data: z.string(), contentSha256: z.string(), steps: z.number(), architecture: z.string() })
  .parse(JSON.parse(process.argv[2] ?? ''))
process.env.CONCORD_DATA = task.data

const batchSize = 32
const began = performance.now()
const recipe = {
  ...recipePresets.small.local,
  architecture: task.architecture,
  epochs: 1,
  batchSize,
  viewsPerEpoch: task.steps * batchSize,
}
const content = await readContent(task.contentSha256)
const examplesOf = (split: 'train' | 'validation') =>
  ({ kind: 'patches', table: patchTable(content, split, recipe) }) as const
const training = examplesOf('train')
const openMilliseconds = performance.now() - began

let last = { examplesPerSecond: 0, feedWaitShare: 0 }
const { stepsDone } = await train({
  recipe,
  seed: 1,
  training: orderlyExamples(training),
  feed: feedOf(training),
  validation: orderlyExamples(examplesOf('validation')),
  snapshotHash: task.contentSha256,
  checkpoints: { save: async () => undefined, loadLatest: async () => null },
  checkpointEverySteps: Number.MAX_SAFE_INTEGER,
  onProgress: (progress) => {
    last = progress
  },
})
console.log(
  JSON.stringify({
    perSecond: last.examplesPerSecond,
    threads: 0,
    versions: { node: process.version },
    facts: {
      patches: training.table.labels.length,
      steps: stepsDone,
      peakMebibytes: process.resourceUsage().maxRSS / 1024,
      openMilliseconds,
      feedWaitShare: last.feedWaitShare,
    },
  }),
)
