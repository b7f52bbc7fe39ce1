/** Labelled patches of folders as examples, out of plain data: opened by the command, and once more by the thread that feeds it. */
import type { FeedModule } from '@/lib/network'
import { createImageCache, feedMebibytes, orderlyMebibytes } from '../learning/image-cache'
import { type Grouped, localExamples } from '../learning/local-examples'
import type { PatchTable } from '../learning/patch-table'
import { pictureStore } from './prepared-photographs'

export type LesionExamples = { workFolder: string; table: PatchTable }

export const lesionPictures = (workFolder: string) => createImageCache(orderlyMebibytes, pictureStore(workFolder))

export const lesionExamples = ({ workFolder, table }: LesionExamples): Grouped =>
  localExamples(table, lesionPictures(workFolder))

/** For the feed's thread. */
export const openExamples = async ({ workFolder, table }: LesionExamples): Promise<Grouped> =>
  localExamples(table, createImageCache(feedMebibytes, pictureStore(workFolder)))

export const lesionFeed = (data: LesionExamples): FeedModule => ({ module: import.meta.url, data })
