/** What a process that measures the preparation of photographs is told, ours or a peer's. */
export type ImportTask = {
  /** Files, in this order. */
  photographs: string[]
  /** Timed; `warmUps` before them are not. Photographs are taken in turn. */
  count: number
  warmUps: number
  /**
   * `whole` and `half`: decode (every pixel, or at half the size), find the field of view, cut and pad the square, shrink it
   * to d, Eq. 1. `store`: whole, and everything else that an import keeps: hash, bare original, preview, coded squares.
   */
  work: 'whole' | 'half' | 'store'
  lesionSidePx: number
  gradingSidePx: number
}
