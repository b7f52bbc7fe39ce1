/** Between the two stages: the run's own local network looks at every photograph that has an agreed grade. */
import { loadModel } from '@/lib/network'
import { openFolder } from '@/lib/storage'
import { modelFolder } from '../stores'
import type { FrozenSet } from './frozen-set'
import { graded } from './global-examples'
import type { ImageCache } from './image-cache'
import { mapPhotograph } from './lesion-maps'
import { modelVersionId } from './publish-model'
import type { ProgressWriter } from './run-progress'

/** @returns finished: false when the signal ended it; the maps made so far stay */
export async function mapStage(
  runId: string,
  content: FrozenSet,
  images: ImageCache,
  progress: ProgressWriter,
  signal: AbortSignal,
): Promise<{ finished: boolean }> {
  const photographs = graded(content)
  const model = await loadModel(await openFolder(modelFolder(modelVersionId(runId, 'local'))))
  try {
    for (const [done, photograph] of photographs.entries()) {
      await progress.count('map', done, photographs.length)
      signal.throwIfAborted()
      await mapPhotograph(runId, model, photograph, content.grid, images, signal)
    }
    await progress.count('map', photographs.length, photographs.length)
    return { finished: true }
  } catch (error) {
    if (signal.aborted && error === signal.reason) return { finished: false }
    throw error
  } finally {
    model.dispose()
  }
}
