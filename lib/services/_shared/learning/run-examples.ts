/** What a run's networks learn from, out of plain data: opened by the worker, and once more by the thread that feeds it. */
import type { FeedModule } from '@/lib/network'
import { type GradedTable, globalExamples } from './global-examples'
import { createImageCache, feedMebibytes, orderlyMebibytes } from './image-cache'
import { type Grouped, localExamples } from './local-examples'
import type { PatchTable } from './patch-table'

export type RunExamples = { kind: 'patches'; table: PatchTable } | { kind: 'grades'; table: GradedTable }

/** For the worker itself: validation and test items, one after the other. */
export const orderlyExamples = (data: RunExamples): Grouped => open(data, orderlyMebibytes)

/** For the feed's thread. */
export const openExamples = async (data: RunExamples): Promise<Grouped> => open(data, feedMebibytes)

/** Tells the thread to open these examples. */
export const feedOf = (data: RunExamples): FeedModule => ({ module: import.meta.url, data })

function open(data: RunExamples, mebibytes: number): Grouped {
  const images = createImageCache(mebibytes)
  return data.kind === 'patches' ? localExamples(data.table, images) : globalExamples(data.table, images)
}
