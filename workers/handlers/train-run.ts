/** Job `train-run`: trains a run from wherever it is. */
import type { JobHandler } from '@/lib/jobs'
import { runTraining } from '@/lib/services/run-training'

export const trainRunJob: JobHandler<'train-run'> = ({ runId }, { signal, now }) => runTraining(runId, { signal, now })
