/** What view actions act on. */
import type { Store } from '../../store'
import type { ViewOptions } from '../../view-options'

export type SurfaceControls = {
  zoomBy: (factor: number) => void
  fit: () => void
  /** Screen pixels; positive = the photograph moves right, down. */
  pan: (dx: number, dy: number) => void
}
export type WithSurface = { surface: () => SurfaceControls | null }
export type WithView = { view: Store<ViewOptions> }
