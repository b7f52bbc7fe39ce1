/**
 * A mark is one lesion drawn by one observer. Coordinates are pixels of the *original* photograph
 * (x to the right, y down, the centre of the top-left pixel at 0.5, 0.5), so that no crop or resize ever moves it.
 */
import type { LesionKind } from './lesion'

export type Point = { x: number; y: number }

export type MarkShape =
  | { type: 'point'; x: number; y: number }
  /** Semi-axes in pixels; `angle` in degrees, clockwise, of the first semi-axis from the x axis. */
  | { type: 'ellipse'; x: number; y: number; rx: number; ry: number; angle: number }
  /** Top-left corner and size. */
  | { type: 'box'; x: number; y: number; width: number; height: number }
  | { type: 'polygon'; points: Point[] }

export type Confidence = 'high' | 'medium' | 'low'

export type Mark = { id: string; kind: LesionKind; shape: MarkShape; confidence?: Confidence }
