/** The largest connected lit region of a small grey image, and its outline to a fraction of a pixel. */

type Grey = { width: number; height: number; data: Uint8Array }
type Region = { /** `[height, width]`, 1 = belongs to it */ mask: Uint32Array; size: number }

/** Connected over edges, not corners. Ties go to the region whose first pixel comes first. */
export function largestRegion({ width, height, data }: Grey, threshold: number): Region {
  const label = new Uint32Array(width * height)
  const stack = new Uint32Array(width * height)
  let labels = 0
  let best = 0
  let sizeBest = 0
  let depth = 0
  const visit = (at: number) => {
    if (label[at] !== 0 || (data[at] ?? 0) <= threshold) return
    label[at] = labels
    stack[depth++] = at
  }
  for (let start = 0; start < label.length; start++) {
    if (label[start] !== 0 || (data[start] ?? 0) <= threshold) continue
    labels++
    let size = 0
    visit(start)
    while (depth > 0) {
      const at = stack[--depth] ?? 0
      size++
      const x = at % width
      if (x > 0) visit(at - 1)
      if (x < width - 1) visit(at + 1)
      if (at >= width) visit(at - width)
      if (at < label.length - width) visit(at + width)
    }
    if (size > sizeBest) {
      best = labels
      sizeBest = size
    }
  }
  return { mask: label.map((l) => (l === best && best > 0 ? 1 : 0)), size: sizeBest }
}

export type Outline = {
  points: { x: number; y: number }[]
  bounds: { left: number; top: number; right: number; bottom: number }
}

/**
 * First and last crossing of the threshold along every row and column that the region touches, between pixel centres by
 * linear interpolation. Where the region runs into the border of the image there is no edge, so no point.
 */
export function outlineOf({ width, height, data }: Grey, region: Region, threshold: number): Outline {
  const points: Outline['points'] = []
  const bounds = { left: width, top: height, right: 0, bottom: 0 }
  const level = (x: number, y: number) => data[y * width + x] ?? 0
  const share = (outside: number, inside: number) =>
    inside > outside ? (threshold - outside) / (inside - outside) : 0.5
  for (let y = 0; y < height; y++) {
    const row = region.mask.subarray(y * width, (y + 1) * width)
    const first = row.indexOf(1)
    if (first < 0) continue
    const last = row.lastIndexOf(1)
    bounds.top = Math.min(bounds.top, y)
    bounds.bottom = Math.max(bounds.bottom, y + 1)
    bounds.left = Math.min(bounds.left, first)
    bounds.right = Math.max(bounds.right, last + 1)
    if (first > 0) points.push({ x: first - 0.5 + share(level(first - 1, y), level(first, y)), y: y + 0.5 })
    if (last < width - 1) points.push({ x: last + 1.5 - share(level(last + 1, y), level(last, y)), y: y + 0.5 })
  }
  for (let x = bounds.left; x < bounds.right; x++) {
    let first = bounds.top
    while (first < bounds.bottom && region.mask[first * width + x] !== 1) first++
    let last = bounds.bottom - 1
    while (last > first && region.mask[last * width + x] !== 1) last--
    if (first >= bounds.bottom) continue
    if (first > 0) points.push({ x: x + 0.5, y: first - 0.5 + share(level(x, first - 1), level(x, first)) })
    if (last < height - 1) points.push({ x: x + 0.5, y: last + 1.5 - share(level(x, last + 1), level(x, last)) })
  }
  return { points, bounds }
}
