/** What a run's networks learn from, out of plain data: opened by the worker, and once more by the thread that feeds it. */
import type { FeedModule } from '@/lib/network'
import { type GradedTable, globalExamples } from './global-examples'
import { createImageCache } from './image-cache'
import { type Grouped, localExamples } from './local-examples'
import type { PatchTable } from './patch-table'

export type RunExamples = { kind: 'patches'; table: PatchTable } | { kind: 'grades'; table: GradedTable }

/**
 * Of pictures that the feed's thread keeps decoded: a hundred photographs, to each of which it comes back many times in an epoch.
 * Of more, it decodes again what it needs (15 ms each, beside the network): memory does not grow with their number.
 */
const feedMebibytes = 192

/** Of those that the worker keeps: it goes through a set in the order of its pictures. */
const orderlyMebibytes = 32

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
