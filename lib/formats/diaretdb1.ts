/**
 * DIARETDB1 ground truth: one XML file for each photograph and expert, `diaretdb1_image027_01_plain.xml`, of circles,
 * ellipses and polygons with a type and a confidence. Coordinates name pixels (the centre of pixel 3 is at 3.5 of ours);
 * radii are semi-axes; angles run counter-clockwise on the screen, ours clockwise (the representative points of all 220
 * long ellipses of the readers at hand lie inside with this reading of the angle, and not with the other).
 */
import { XMLParser } from 'fast-xml-parser'
import type { LesionKind } from '@/lib/domain/lesion'
import type { Confidence, Mark, MarkShape, Point } from '@/lib/domain/mark'

export type Diaretdb1Reading = {
  marks: Mark[]
  /** Markings of healthy anatomy (disc, fundus area) by type: no lesions, counted. */
  ignored: Record<string, number>
  /** Markings that could not be used, by their number in the file, from 1. */
  problems: { marking: number; sentence: string }[]
}

const kindOfType: Record<string, LesionKind> = {
  Red_small_dots: 'microaneurysm',
  Haemorrhages: 'haemorrhage',
  Hard_exudates: 'hardExudate',
  Soft_exudates: 'softExudate',
  IRMA: 'irma',
  Neovascularisation: 'neovascularisation',
}
const anatomy = ['Disc', 'Fundus_area']
const confidences: Record<string, Confidence> = { High: 'high', Medium: 'medium', Low: 'low' }

/** @returns undefined for a name of another form */
export function diaretdb1FileName(name: string): { photograph: string; reader: number } | undefined {
  const match = /^(.+)_(\d{2})(?:_plain)?\.xml$/i.exec(name.split(/[/\\]/).at(-1) ?? '')
  return match?.[1] === undefined ? undefined : { photograph: match[1], reader: Number(match[2]) }
}

/** Entities are not expanded, and numbers stay text until they are checked. */
const parser = new XMLParser({
  processEntities: false,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  alwaysCreateTextNode: true,
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => ['marking', 'coords2d', 'radius'].includes(name),
})

/** @returns the reading; undefined where the text is not such a file at all */
export function parseDiaretdb1(xml: string): Diaretdb1Reading | undefined {
  const list = childOf(childOf(parseXml(xml), 'imgannotooldata'), 'markinglist')
  if (list === undefined) return undefined
  const reading: Diaretdb1Reading = { marks: [], ignored: {}, problems: [] }
  childrenOf(list, 'marking').forEach((marking, i) => {
    const type = textOf(childOf(marking, 'markingtype'))
    if (anatomy.includes(type)) {
      reading.ignored[type] = (reading.ignored[type] ?? 0) + 1
      return
    }
    const kind = kindOfType[type]
    const shape = shapeOf(marking)
    if (kind === undefined) {
      reading.problems.push({
        marking: i + 1,
        sentence: `Marking ${i + 1} has the unknown type “${type.slice(0, 40)}”.`,
      })
    } else if (shape === undefined) {
      reading.problems.push({ marking: i + 1, sentence: `Marking ${i + 1} (${type}) has no region that can be drawn.` })
    } else {
      const confidence = confidences[textOf(childOf(marking, 'confidencelevel'))]
      reading.marks.push({ id: `m${i + 1}`, kind, shape, ...(confidence === undefined ? {} : { confidence }) })
    }
  })
  return reading
}

function parseXml(xml: string): unknown {
  try {
    return parser.parse(xml)
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}

function shapeOf(marking: unknown): MarkShape | undefined {
  const round = childOf(marking, 'circleregion') ?? childOf(marking, 'ellipseregion')
  if (round !== undefined) return ellipseOf(round)
  const polygon = childOf(marking, 'polygonregion')
  const corners = childrenOf(polygon, 'coords2d').map(pointOf)
  const points = corners.filter((point) => point !== undefined)
  if (points.length !== corners.length) return undefined
  const [first] = points
  const last = points.at(-1)
  const isClosed = points.length > 1 && first?.x === last?.x && first?.y === last?.y
  const open = isClosed ? points.slice(0, -1) : points
  return open.length < 3 ? undefined : { type: 'polygon', points: open }
}

function ellipseOf(region: unknown): MarkShape | undefined {
  const centre = pointOf(childrenOf(childOf(region, 'centroid'), 'coords2d')[0])
  const radii = childrenOf(region, 'radius').map((radius) => ({
    direction: childOf(radius, '@direction'),
    value: numberOf(radius),
  }))
  const radiusOf = (direction: string) => radii.find((radius) => radius.direction === direction)?.value
  const rx = radiusOf('x')
  const ry = radii.length === 1 ? rx : radiusOf('y')
  const turn = childOf(region, 'angle') === undefined ? 0 : numberOf(childOf(region, 'angle'))
  const isSound = rx !== undefined && ry !== undefined && rx > 0 && ry > 0
  if (!centre || !isSound || turn === undefined) return undefined
  return { type: 'ellipse', ...centre, rx, ry, angle: (180 - (turn % 180)) % 180 }
}

function pointOf(coordinates: unknown): Point | undefined {
  const match = /^\s*(-?\d{1,6}(?:\.\d+)?)\s*,\s*(-?\d{1,6}(?:\.\d+)?)\s*$/.exec(textOf(coordinates))
  return match ? { x: Number(match[1]) + 0.5, y: Number(match[2]) + 0.5 } : undefined
}

function numberOf(node: unknown): number | undefined {
  const text = textOf(node).trim()
  return /^-?\d{1,6}(\.\d+)?$/.test(text) ? Number(text) : undefined
}

const childOf = (node: unknown, name: string): unknown =>
  typeof node === 'object' && node !== null && Object.hasOwn(node, name) ? Reflect.get(node, name) : undefined

function childrenOf(node: unknown, name: string): unknown[] {
  const children = childOf(node, name)
  return Array.isArray(children) ? children : []
}

function textOf(node: unknown): string {
  const text = childOf(node, '#text')
  return typeof text === 'string' ? text : ''
}
