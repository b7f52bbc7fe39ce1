/** A run's state in a word, and its stage in the words of the page. */
import { Badge, type Tone } from '@/app/_ui'
import type { RunSummary } from '@/lib/contracts/run'

const tones: Record<RunSummary['state'], Tone> = {
  queued: 'neutral',
  running: 'accent',
  stopped: 'warning',
  failed: 'danger',
  finished: 'good',
}

export const RunState = ({ state }: { state: RunSummary['state'] }) => <Badge tone={tones[state]}>{state}</Badge>

export const stageNames: Record<RunSummary['stage'], string> = {
  '': 'Waiting for a worker',
  local: 'Lesion network',
  map: 'Lesion maps',
  global: 'Grading network',
  evaluate: 'Evaluation',
}
