/**
 * IDRiD's lesion masks, `IDRiD_04_EX.png`: one image a photograph and kind, of the photograph's size. Each connected part
 * becomes one mark, so that a mask is a reading like any other. Decoding the image is not done here.
 */
import type { LesionKind } from '@/lib/domain/lesion'
import type { Mark, MarkShape } from '@/lib/domain/mark'
import { type Component, type Mask, maskComponents } from './mask-components'
import { simplifyOutline, traceOutline } from './mask-outline'

export type { Mask } from './mask-components'

const kindOfCode: Record<string, LesionKind> = {
  MA: 'microaneurysm',
  HE: 'haemorrhage',
  EX: 'hardExudate',
  SE: 'softExudate',
}

/**
 * @returns photograph, code and kind (null for the optic disc, which is no lesion); undefined for a name of another form
 */
export function idridMaskName(name: string): { photograph: string; code: string; kind: LesionKind | null } | undefined {
  const match = /^(.+)_(MA|HE|EX|SE|OD)\.(?:png|tiff?)$/i.exec(name.split(/[/\\]/).at(-1) ?? '')
  const photograph = match?.[1]
  const code = match?.[2]?.toUpperCase()
  return photograph === undefined || code === undefined
    ? undefined
    : { photograph, code, kind: kindOfCode[code] ?? null }
}

/** Parts of fewer pixels become an ellipse: their outline would say more about pixels than about the lesion. */
const outlineAreaMin = 30
/** Pixels by which an outline may be off, share of its area by which it may be, and corners that a mark may have. */
const outlineTolerance = 1
const outlineAreaShareMax = 0.01
const outlinePointsMax = 2000

/** @param idPrefix makes ids unique among the masks of one photograph: `EX` gives `EX-1`, `EX-2` … from the top */
export function maskToMarks(mask: Mask, kind: LesionKind, idPrefix: string): Mark[] {
  return maskComponents(mask).map((component, i) => ({
    id: `${idPrefix}-${i + 1}`,
    kind,
    shape: component.area < outlineAreaMin ? ellipseOf(component) : outlineOf(mask, component),
  }))
}

function outlineOf(mask: Mask, { startX, startY }: Component): MarkShape {
  const outline = traceOutline(mask, startX, startY)
  return { type: 'polygon', points: simplifyOutline(outline, outlineTolerance, outlineAreaShareMax, outlinePointsMax) }
}

/** The ellipse with the same centre, directions and proportions of spread, and exactly the same area. */
function ellipseOf({ area, sumX, sumY, sumXx, sumYy, sumXy }: Component): MarkShape {
  const x = sumX / area
  const y = sumY / area
  // A pixel is a square of side 1, whose own spread is 1/12 along both axes.
  const xx = sumXx / area - x * x + 1 / 12
  const yy = sumYy / area - y * y + 1 / 12
  const xy = sumXy / area - x * y
  const half = Math.sqrt(((xx - yy) / 2) ** 2 + xy ** 2)
  const large = (xx + yy) / 2 + half
  const small = (xx + yy) / 2 - half
  const proportion = (large / small) ** 0.25
  const radius = Math.sqrt(area / Math.PI)
  const angle = half === 0 ? 0 : (Math.atan2(2 * xy, xx - yy) * 90) / Math.PI
  return { type: 'ellipse', x, y, rx: radius * proportion, ry: radius / proportion, angle }
}
