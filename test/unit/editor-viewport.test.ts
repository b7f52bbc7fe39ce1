import { describe, expect, it } from 'vitest'
import {
  centreOn,
  fitViewport,
  keepInSight,
  reveal,
  toOriginal,
  toScreen,
  visibleField,
  zoomAt,
} from '@/lib/editor/geometry/viewport'

const frame = { width: 1000, height: 800 }
const content = { x: 200, y: 0, width: 3000, height: 2000 }

describe('where the photograph lies on the screen', () => {
  it('maps a place to the screen and back to the same place', () => {
    const viewport = { scale: 0.37, x: -120.5, y: 44 }
    const place = { x: 1234.5, y: 987.25 }
    const back = toOriginal(viewport, toScreen(viewport, place))
    expect(back.x).toBeCloseTo(place.x, 9)
    expect(back.y).toBeCloseTo(place.y, 9)
  })

  it('fits the whole retina, centred, with its margin', () => {
    const viewport = fitViewport(frame, content, 10)
    expect(viewport.scale).toBeCloseTo(980 / 3000, 12)
    expect(toScreen(viewport, { x: 1700, y: 1000 })).toEqual({ x: 500, y: 400 })
    expect(toScreen(viewport, { x: 200, y: 1000 }).x).toBeCloseTo(10, 9)
  })

  it('keeps the place under the pointer where it is while zooming', () => {
    const before = fitViewport(frame, content)
    const anchor = { x: 731, y: 112 }
    const after = zoomAt(before, anchor, 2.5, before.scale)
    const [was, is] = [toOriginal(before, anchor), toOriginal(after, anchor)]
    expect(is.x).toBeCloseTo(was.x, 9)
    expect(is.y).toBeCloseTo(was.y, 9)
    expect(after.scale).toBeCloseTo(before.scale * 2.5, 12)
  })

  it('stops zooming at 16 to 1 and a little below the whole retina', () => {
    const before = fitViewport(frame, content)
    expect(zoomAt(before, { x: 0, y: 0 }, 1e9, before.scale).scale).toBe(16)
    expect(zoomAt(before, { x: 0, y: 0 }, 1e-9, before.scale).scale).toBeCloseTo(before.scale * 0.6, 12)
  })

  it('never lets the photograph be dragged out of sight', () => {
    const fitted = fitViewport(frame, content)
    for (const far of [1e6, -1e6]) {
      const kept = keepInSight({ ...fitted, x: far, y: far }, frame, content)
      const left = toScreen(kept, { x: content.x, y: content.y })
      const right = toScreen(kept, { x: content.x + content.width, y: content.y + content.height })
      expect(Math.min(right.x, frame.width) - Math.max(left.x, 0)).toBeGreaterThan(300)
      expect(Math.min(right.y, frame.height) - Math.max(left.y, 0)).toBeGreaterThan(200)
    }
  })

  it('leaves a place that is in sight alone and moves another the least', () => {
    const viewport = { scale: 1, x: 0, y: 0 }
    expect(reveal(viewport, frame, { x: 300, y: 300, width: 20, height: 20 }, 40)).toEqual(viewport)
    expect(reveal(viewport, frame, { x: 1100, y: 300, width: 20, height: 20 }, 40)).toEqual({ scale: 1, x: -160, y: 0 })
  })

  it('centres a place', () => {
    expect(toScreen(centreOn({ scale: 2, x: 0, y: 0 }, frame, { x: 70, y: 90 }), { x: 70, y: 90 })).toEqual({
      x: 500,
      y: 400,
    })
  })

  it('takes the part of the crop that the photograph holds, and the photograph where they do not meet', () => {
    const size = { width: 4288, height: 2848 }
    expect(visibleField({ ...size, crop: { x: 300, y: -400, side: 3600 } })).toEqual({
      x: 300,
      y: 0,
      width: 3600,
      height: 2848,
    })
    expect(visibleField({ ...size, crop: { x: 9000, y: 0, side: 10 } })).toEqual({ x: 0, y: 0, ...size })
  })
})
