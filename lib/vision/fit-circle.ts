/**
 * Circles through points of which many are wrong: sample three, count who agrees, refine with those who do.
 * The draws come from a fixed seed, so the same points always give the same circle.
 */
import { seededRandom } from '@/lib/domain/random'

export type Spot = { x: number; y: number }
export type Circle = { x: number; y: number; radius: number }
export type CircleLimits = {
  radiusMin: number
  radiusMax: number /** The centre lies in 0 … width × 0 … height. */
  width: number
  height: number
}

const drawsMax = 120
const pointsForVotingMax = 360

/**
 * The circle that most points agree with, within `tolerance` (units of the points), refined by least squares over all
 * that agree; undefined when no three points make an allowed circle.
 */
export function fitCircle(points: Spot[], limits: CircleLimits, tolerance: number): Circle | undefined {
  if (points.length < 12) return undefined
  const random = seededRandom(points.length)
  const step = Math.max(1, Math.floor(points.length / pointsForVotingMax))
  const voters = points.filter((_, i) => i % step === 0)
  const places = Float64Array.from(voters.flatMap(({ x, y }) => [x, y]))
  const draw = () => voters[Math.floor(random.next() * voters.length)]
  let best: Circle | undefined
  let votesBest = 0
  for (let i = 0; i < drawsMax; i++) {
    const circle = circleThrough(draw(), draw(), draw())
    if (!circle || !isAllowed(circle, limits)) continue
    const votes = countVotes(places, circle, tolerance)
    if (votes > votesBest) {
      best = circle
      votesBest = votes
    }
  }
  for (let round = 0; best && round < 4; round++) {
    const agreeing = points.filter((p) => best && distanceTo(best, p) <= tolerance)
    const refined = leastSquaresCircle(agreeing, best)
    if (!isAllowed(refined, limits)) break
    best = refined
  }
  return best
}

/** @param places x, y, x, y … Compared by squares: this is where the time goes. */
function countVotes(places: Float64Array, { x, y, radius }: Circle, tolerance: number): number {
  const near = Math.max(0, radius - tolerance) ** 2
  const far = (radius + tolerance) ** 2
  let votes = 0
  for (let i = 0; i < places.length; i += 2) {
    const dx = (places[i] ?? 0) - x
    const dy = (places[i + 1] ?? 0) - y
    const square = dx * dx + dy * dy
    if (square >= near && square <= far) votes++
  }
  return votes
}

/** From a point to the nearest point of the rim. (`Math.hypot` would take ten times as long.) */
export const distanceTo = (circle: Circle, p: Spot): number =>
  Math.abs(Math.sqrt((p.x - circle.x) ** 2 + (p.y - circle.y) ** 2) - circle.radius)

function isAllowed(circle: Circle, limits: CircleLimits): boolean {
  return (
    circle.radius >= limits.radiusMin &&
    circle.radius <= limits.radiusMax &&
    circle.x >= 0 &&
    circle.x <= limits.width &&
    circle.y >= 0 &&
    circle.y <= limits.height
  )
}

function circleThrough(a?: Spot, b?: Spot, c?: Spot): Circle | undefined {
  if (!a || !b || !c) return undefined
  const [bx, by, cx, cy] = [b.x - a.x, b.y - a.y, c.x - a.x, c.y - a.y]
  const cross = 2 * (bx * cy - by * cx)
  if (Math.abs(cross) < 1e-6) return undefined
  const b2 = bx * bx + by * by
  const c2 = cx * cx + cy * cy
  const x = (cy * b2 - by * c2) / cross
  const y = (bx * c2 - cx * b2) / cross
  return { x: a.x + x, y: a.y + y, radius: Math.hypot(x, y) }
}

/** Gauss–Newton on the distances to the rim: unlike the algebraic fit it is not drawn inward by short arcs. */
function leastSquaresCircle(points: Spot[], start: Circle): Circle {
  let circle = start
  for (let round = 0; round < 8; round++) {
    // Normal equations of r(x, y, R) = |p − centre| − R: the rows are (−ux, −uy, −1) with u the unit vector to p.
    let [xx, xy, yy, x1, y1, n, rx, ry, r1] = [0, 0, 0, 0, 0, 0, 0, 0, 0]
    for (const p of points) {
      const dx = p.x - circle.x
      const dy = p.y - circle.y
      const distance = Math.sqrt(dx * dx + dy * dy)
      if (distance === 0) continue
      const ux = dx / distance
      const uy = dy / distance
      const residual = distance - circle.radius
      xx += ux * ux
      xy += ux * uy
      yy += uy * uy
      x1 += ux
      y1 += uy
      n += 1
      rx += ux * residual
      ry += uy * residual
      r1 += residual
    }
    const shift = solveSymmetric3(xx, xy, x1, yy, y1, n, rx, ry, r1)
    if (!shift) return circle
    circle = { x: circle.x + shift.x, y: circle.y + shift.y, radius: circle.radius + shift.z }
    if (Math.abs(shift.x) + Math.abs(shift.y) + Math.abs(shift.z) < 1e-6) break
  }
  return circle
}

/** Solves [[a,b,c],[b,d,e],[c,e,f]]·v = (p,q,r) by Cramer's rule; undefined when the arcs do not fix a circle. */
function solveSymmetric3(
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
  p: number,
  q: number,
  r: number,
): { x: number; y: number; z: number } | undefined {
  const det = a * (d * f - e * e) - b * (b * f - e * c) + c * (b * e - d * c)
  if (Math.abs(det) < 1e-9) return undefined
  return {
    x: (p * (d * f - e * e) - b * (q * f - e * r) + c * (q * e - d * r)) / det,
    y: (a * (q * f - e * r) - p * (b * f - e * c) + c * (b * r - q * c)) / det,
    z: (a * (d * r - q * e) - b * (b * r - q * c) + p * (b * e - d * c)) / det,
  }
}
