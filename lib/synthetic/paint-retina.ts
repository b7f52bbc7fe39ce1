/** Colours for every pixel of a synthetic photograph: retina, macula, disc, vessels, lesions, light, lens, grain. */
import { isInFieldOfView } from '@/lib/domain/field-of-view'
import type { LesionKind } from '@/lib/domain/lesion'
import type { RandomSource } from '@/lib/domain/random'
import type { Anatomy, Frame } from './anatomy'
import { drawsFrom } from './draws'
import { type LesionShape, outlineDistance, pixelBounds } from './lesion-shape'
import { falloff, smoothField } from './noise'
import type { VesselMaps } from './paint-vessels'

type Colour = readonly [number, number, number]

/** What a lesion does to the retina's own colour (factors), or the colour that it has itself. */
const lesionColours: Partial<Record<LesionKind, { factor: Colour } | { colour: Colour }>> = {
  microaneurysm: { factor: [0.56, 0.3, 0.38] },
  haemorrhage: { factor: [0.5, 0.22, 0.3] },
  hardExudate: { colour: [250, 232, 150] },
  softExudate: { colour: [236, 214, 168] },
}
const veinFactor: Colour = [0.66, 0.38, 0.45]
const arteryFactor: Colour = [0.84, 0.53, 0.56]
const discColour: Colour = [250, 206, 132]
const cupColour: Colour = [255, 238, 196]
const channels = [0, 1, 2] as const
/** Standard deviation of the sensor's grain, grey levels. */
const grain = 2.2

export function paintRetina(
  anatomy: Anatomy,
  frame: Frame,
  vessels: VesselMaps,
  lesions: LesionShape[],
  random: RandomSource,
): Uint8Array {
  const { width, height, fieldOfView } = frame
  const colours = new Float32Array(width * height * 3)
  const choroid = smoothField(random, 46)
  const patches = smoothField(random, 9)
  const light = smoothField(random, 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!isInFieldOfView(fieldOfView, { x: x + 0.5, y: y + 0.5 }, -1.5)) continue
      const at = y * width + x
      const texture = 1 + 0.05 * choroid(x / width, y / width) + 0.06 * patches(x / width, y / width)
      paintPlace(colours, at, anatomy, frame.toEye({ x: x + 0.5, y: y + 0.5 }), texture, vessels)
    }
  }
  for (const lesion of lesions) paintLesion(colours, lesion, frame)
  return develop(colours, anatomy, frame, light, random)
}

function paintPlace(
  colours: Float32Array,
  at: number,
  { tint, fovea, disc }: Anatomy,
  place: { x: number; y: number },
  texture: number,
  vessels: VesselMaps,
) {
  const fromFovea = Math.hypot(place.x - fovea.x, place.y - fovea.y)
  const fromDisc = Math.hypot((place.x - disc.x) * 1.08, place.y - disc.y)
  const macula = 1 - 0.24 * Math.exp(-((fromFovea / 0.17) ** 2)) - 0.2 * Math.exp(-((fromFovea / 0.055) ** 2))
  const halo = 1 + 0.14 * Math.exp(-((fromDisc / 0.3) ** 2))
  const onDisc = falloff(fromDisc, disc.radius * 0.9, disc.radius * 1.06)
  const onCup = falloff(fromDisc, disc.cupRadius * 0.6, disc.cupRadius * 1.3)
  const vein = vessels.veins[at] ?? 0
  const artery = vessels.arteries[at] ?? 0
  const reflex = vessels.reflexes[at] ?? 0
  const base = [tint.r, tint.g, tint.b]
  for (const c of channels) {
    let value = (base[c] ?? 0) * texture * macula * halo
    value += (discColour[c] - value) * 0.9 * onDisc
    value += (cupColour[c] - value) * 0.8 * onCup
    // Over the disc vessels are paler: they lie on white, not on red.
    value *= 1 - artery * (1 - arteryFactor[c]) * (1 - 0.35 * onDisc)
    value *= 1 + 0.16 * reflex
    value *= 1 - vein * (1 - veinFactor[c]) * (1 - 0.35 * onDisc)
    colours[at * 3 + c] = value
  }
}

function paintLesion(colours: Float32Array, lesion: LesionShape, frame: Frame) {
  const look = lesionColours[lesion.kind]
  if (!look || lesion.strength === 0) return
  const { left, top, right, bottom } = pixelBounds(lesion, frame, 1 + lesion.softness)
  // A lesion of three pixels has a border of its own size: soften by at least half a pixel.
  const softness = Math.max(lesion.softness, 0.5 / Math.min(lesion.rx, lesion.ry))
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const distance = outlineDistance(lesion, { x: x + 0.5, y: y + 0.5 })
      const cover = lesion.strength * falloff(distance, Math.max(0, 1 - softness), 1 + softness)
      if (cover === 0) continue
      const at = (y * frame.width + x) * 3
      for (const c of channels) {
        const here = colours[at + c] ?? 0
        const target = 'factor' in look ? here * look.factor[c] : look.colour[c]
        colours[at + c] = here + (target - here) * cover
      }
    }
  }
}

/** Light, the lens' blur, the sensor's grain, the dark surround, 8 bits. */
function develop(
  colours: Float32Array,
  anatomy: Anatomy,
  frame: Frame,
  light: (u: number, v: number) => number,
  random: RandomSource,
): Uint8Array {
  const { width, height, fieldOfView } = frame
  const draws = drawsFrom(random)
  const rgb = new Uint8Array(width * height * 3)
  let previous = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3
      // Neighbouring pixels share some of their grain, as after a camera's own interpolation.
      previous = 0.3 * previous + draws.normal() * grain
      if (!isInFieldOfView(fieldOfView, { x: x + 0.5, y: y + 0.5 })) {
        for (const c of channels) rgb[at + c] = Math.max(0, Math.min(255, 1 + previous * 0.4))
        continue
      }
      const place = frame.toEye({ x: x + 0.5, y: y + 0.5 })
      const out = place.x * place.x + place.y * place.y
      const brightness =
        (1 - anatomy.vignette * out * Math.sqrt(out)) *
        (1 + anatomy.tilt.x * place.x + anatomy.tilt.y * place.y) *
        (1 + 0.06 * light(x / width, y / width))
      for (const c of channels) {
        const value = softened(colours, width, height, x, y, c) * brightness + previous * (c === 2 ? 1.3 : 1)
        rgb[at + c] = Math.max(0, Math.min(255, Math.round(value)))
      }
    }
  }
  return rgb
}

/** A cross of five pixels, the middle one counting half. */
function softened(colours: Float32Array, width: number, height: number, x: number, y: number, c: number): number {
  const at = (y * width + x) * 3 + c
  const here = colours[at] ?? 0
  const left = x > 0 ? (colours[at - 3] ?? 0) : here
  const right = x < width - 1 ? (colours[at + 3] ?? 0) : here
  const above = y > 0 ? (colours[at - width * 3] ?? 0) : here
  const below = y < height - 1 ? (colours[at + width * 3] ?? 0) : here
  return here * 0.5 + (left + right + above + below) * 0.125
}
