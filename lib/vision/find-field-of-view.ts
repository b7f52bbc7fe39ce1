/**
 * Finds the lit disc of a fundus photograph (science §1) on a small copy of it. Surrounds differ (black, grey noise, a
 * bloom beside the disc, letterboxing) and so do discs (cut off above and below, nearly black, with a notch), so
 * several thresholds between surround and retina are tried, a circle is fitted to the outline of each, and the circle
 * that explains its outline and the light best is taken. Pure and deterministic.
 */
import { boundingSquare, type FieldOfView } from '@/lib/domain/field-of-view'
import { type Circle, distanceTo, fitCircle } from './fit-circle'
import { largestRegion, outlineOf } from './lit-region'
import { refineRim } from './refine-rim'

export type Levels = {
  width: number
  height: number /** `[height, width]`, the brightest channel of each pixel */
  data: Uint8Array
}

/** Where between surround (0) and retina (1) the outline is looked for. */
const thresholdShares = [0.1, 0.2, 0.36]
/** A retina is at least this many grey levels brighter than its surround. */
const contrastMin = 8
/** Share of the circle's rim that must really be seen as an edge: IDRiD shows about half, a quarter is too little. */
const rimSeenMin = 0.25
const directions = 72

/**
 * @param levels a small copy, at most about 500 pixels a side
 * @param original size of the original in pixels
 * @returns undefined when there is no lit disc to be found
 */
export function findFieldOfView(levels: Levels, original: { width: number; height: number }): FieldOfView | undefined {
  const { surround, retina } = estimateLevels(levels)
  if (retina - surround < contrastMin) return undefined
  let best: (Candidate & { score: number }) | undefined
  for (const share of thresholdShares) {
    const candidate = circleAt(levels, surround + share * (retina - surround))
    if (!candidate) continue
    const score = candidate.rimSeen * candidate.litInside * (1 - candidate.litOutside) * candidate.rimStep
    if (!best || score > best.score) best = { ...candidate, score }
  }
  if (!best || best.rimSeen < rimSeenMin || best.litInside < 0.6 || best.litOutside > 0.35) return undefined
  const circle = refineRim(levels, best.circle)
  const { cuts } = best
  // The copy's height was rounded to whole pixels, so it has a scale of its own.
  const scaleX = original.width / levels.width
  const scaleY = original.height / levels.height
  const left = Math.max(0, cuts.left ?? circle.x - circle.radius) * scaleX
  const top = Math.max(0, cuts.top ?? circle.y - circle.radius) * scaleY
  const right = Math.min(levels.width, cuts.right ?? circle.x + circle.radius) * scaleX
  const bottom = Math.min(levels.height, cuts.bottom ?? circle.y + circle.radius) * scaleY
  const centreX = tenths(circle.x * scaleX)
  const centreY = tenths(circle.y * scaleY)
  const radius = tenths((circle.radius * (scaleX + scaleY)) / 2)
  return {
    centreX,
    centreY,
    radius,
    crop: boundingSquare(centreX, centreY, radius),
    visible: { x: tenths(left), y: tenths(top), width: tenths(right - left), height: tenths(bottom - top) },
  }
}

const tenths = (value: number): number => Math.round(value * 10) / 10

/** Surround: what the darkest places look like. Retina: the median of the middle of the picture. */
function estimateLevels({ width, height, data }: Levels): { surround: number; retina: number } {
  const everywhere = new Uint32Array(256)
  const middle = new Uint32Array(256)
  for (let y = 0; y < height; y++) {
    const isMiddleRow = y > height * 0.3 && y < height * 0.7
    for (let x = 0; x < width; x++) {
      const level = data[y * width + x] ?? 0
      everywhere[level] = (everywhere[level] ?? 0) + 1
      if (isMiddleRow && x > width * 0.3 && x < width * 0.7) middle[level] = (middle[level] ?? 0) + 1
    }
  }
  return { surround: quantile(everywhere, 0.04), retina: quantile(middle, 0.5) }
}

function quantile(histogram: Uint32Array, share: number): number {
  const total = histogram.reduce((sum, n) => sum + n, 0)
  let seen = 0
  for (let level = 0; level < histogram.length; level++) {
    seen += histogram[level] ?? 0
    if (seen > total * share) return level
  }
  return histogram.length - 1
}

type Cuts = { left?: number; top?: number; right?: number; bottom?: number }
type Candidate = {
  circle: Circle
  cuts: Cuts
  /** Share of the directions in which the rim is an edge. */
  rimSeen: number
  /** Grey levels by which those edges drop: the outline of a bloom drops less than that of the retina within it. */
  rimStep: number
  litInside: number
  litOutside: number
}

function circleAt(levels: Levels, threshold: number): Candidate | undefined {
  const { width, height } = levels
  const region = largestRegion(levels, threshold)
  const short = Math.min(width, height)
  const outline = outlineOf(levels, region, threshold)
  const limits = { radiusMin: short * 0.15, radiusMax: Math.hypot(width, height) * 0.55, width, height }
  const tolerance = Math.max(1, short * 0.006)
  const circle = fitCircle(outline.points, limits, tolerance)
  if (!circle) return undefined
  const seen = new Set<number>()
  let drop = 0
  const agreeing = outline.points.filter((p) => distanceTo(circle, p) <= tolerance)
  for (const p of agreeing) {
    const turn = Math.atan2(p.y - circle.y, p.x - circle.x) / (2 * Math.PI) + 0.5
    seen.add(Math.min(directions - 1, Math.floor(turn * directions)))
    drop += levelToward(levels, circle, p, 0.975) - levelToward(levels, circle, p, 1.025)
  }
  const cuts = straightCuts(circle, outline.bounds, outline.points, tolerance)
  const rimStep = Math.max(0, drop / Math.max(1, agreeing.length))
  return { circle, cuts, rimSeen: seen.size / directions, rimStep, ...lightShares(levels, threshold, circle, cuts) }
}

/** The level in the direction of `p`, at `share` of the radius; beyond the picture its nearest pixel. */
function levelToward(
  { width, height, data }: Levels,
  circle: Circle,
  p: { x: number; y: number },
  share: number,
): number {
  const x = Math.floor(circle.x + (p.x - circle.x) * share)
  const y = Math.floor(circle.y + (p.y - circle.y) * share)
  return data[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))] ?? 0
}

/**
 * A side of the lit region that lies well inside the circle and is straight over most of the chord there is a cut
 * (letterboxing, a camera's mask); a shadow is not straight.
 */
function straightCuts(
  circle: Circle,
  bounds: { left: number; top: number; right: number; bottom: number },
  points: { x: number; y: number }[],
  tolerance: number,
): Cuts {
  const isCut = (axis: 'x' | 'y', place: number): boolean => {
    const depth = circle.radius - Math.abs(place - circle[axis])
    if (depth < 3 * tolerance) return false
    const chord = 2 * Math.sqrt(Math.max(0, circle.radius ** 2 - (place - circle[axis]) ** 2))
    const onIt = points.filter((p) => Math.abs(p[axis] - place) <= 1.5).length
    return onIt >= 0.6 * chord
  }
  return {
    left: isCut('x', bounds.left) ? bounds.left : undefined,
    right: isCut('x', bounds.right) ? bounds.right : undefined,
    top: isCut('y', bounds.top) ? bounds.top : undefined,
    bottom: isCut('y', bounds.bottom) ? bounds.bottom : undefined,
  }
}

/** Which share of the pixels is lit, inside the circle (and its cuts) and clearly outside of it. */
function lightShares(levels: Levels, threshold: number, circle: Circle, cuts: Cuts) {
  const counts = { inside: 0, insideLit: 0, outside: 0, outsideLit: 0 }
  const near = (circle.radius * 0.97) ** 2
  const far = (circle.radius * 1.04) ** 2
  const { left = 0, top = 0, right = levels.width, bottom = levels.height } = cuts
  for (let y = 0; y < levels.height; y++) {
    const isRowCutOff = y < top || y > bottom
    for (let x = 0; x < levels.width; x++) {
      const isLit = (levels.data[y * levels.width + x] ?? 0) > threshold
      const distance = (x + 0.5 - circle.x) ** 2 + (y + 0.5 - circle.y) ** 2
      const isCutOff = isRowCutOff || x < left || x > right
      if (distance < near && !isCutOff) {
        counts.inside++
        if (isLit) counts.insideLit++
      } else if (distance > far || isCutOff) {
        counts.outside++
        if (isLit) counts.outsideLit++
      }
    }
  }
  return {
    litInside: counts.insideLit / Math.max(1, counts.inside),
    litOutside: counts.outsideLit / Math.max(1, counts.outside),
  }
}
