/**
 * YOLO's boxes: one text file a photograph, one line a lesion, `class cx cy w h`, all four as shares of the photograph's
 * width and height; `classes.txt` names the class numbers, one a line from 0 on. A line that cannot be used costs itself
 * and nothing else.
 */
import type { LesionKind } from '@/lib/domain/lesion'
import type { Mark } from '@/lib/domain/mark'
import { tableLines } from './csv-lines'

export type YoloLineProblem = { line: number; sentence: string }

/** null: healthy anatomy, which is no lesion. */
export type YoloClass = { name: string; kind: LesionKind | null }

const kindOfName = new Map<string, LesionKind>([
  ['microaneurysm', 'microaneurysm'],
  ['ma', 'microaneurysm'],
  ['haemorrhage', 'haemorrhage'],
  ['hemorrhage', 'haemorrhage'],
  ['he', 'haemorrhage'],
  ['hardexudate', 'hardExudate'],
  ['exudate', 'hardExudate'],
  ['ex', 'hardExudate'],
  ['softexudate', 'softExudate'],
  ['cottonwoolspot', 'softExudate'],
  ['se', 'softExudate'],
  ['irma', 'irma'],
  ['venousbeading', 'venousBeading'],
  ['neovascularisation', 'neovascularisation'],
  ['neovascularization', 'neovascularisation'],
  ['other', 'other'],
])
const anatomy = new Set(['opticdisc', 'opticdisk', 'od', 'fovea', 'macula'])

/** Lower case, without spaces, hyphens and underscores, and without a plural's s. */
const plainName = (name: string) => name.toLowerCase().replace(/[\s_-]+/g, '')
const singular = (name: string) => (name.endsWith('s') ? name.slice(0, -1) : name)

/**
 * @param text of `classes.txt`
 * @returns one entry a class number. A name that is not known is a lesion of kind *other*: what it marks is not normal
 */
export function parseYoloClasses(text: string): { classes: YoloClass[]; problems: YoloLineProblem[] } {
  const problems: YoloLineProblem[] = []
  const lines = [...tableLines(text)]
  while (lines.at(-1)?.text.trim() === '') lines.pop()
  const classes = lines.map(({ line, text: content }): YoloClass => {
    const name = content.trim()
    const plain = plainName(name)
    if (anatomy.has(plain)) return { name, kind: null }
    const kind = kindOfName.get(plain) ?? kindOfName.get(singular(plain))
    if (kind) return { name, kind }
    problems.push({
      line,
      sentence: `Class ${line - 1} is called “${excerpt(name)}”, which is no lesion that is known here; what it marks counts as another kind of lesion.`,
    })
    return { name, kind: 'other' }
  })
  return { classes, problems }
}

/** Boxes that reach a little beyond the picture are cut at its edge: shares are rounded. */
const overhangMax = 0.01

/**
 * @param text of one photograph's file; empty = nothing was found
 * @param photograph its size, pixels
 * @returns boxes of lesions, in the order of the lines; anatomy is passed over
 */
export function parseYoloBoxes(
  text: string,
  photograph: { width: number; height: number },
  classes: readonly YoloClass[],
): { marks: Mark[]; problems: YoloLineProblem[] } {
  const marks: Mark[] = []
  const problems: YoloLineProblem[] = []
  for (const { line, text: content } of tableLines(text)) {
    if (content.trim() === '') continue
    const found = readLine(content, classes)
    if (typeof found === 'string') problems.push({ line, sentence: found })
    else if (found.kind) marks.push({ id: `line-${line}`, kind: found.kind, shape: boxOf(found, photograph) })
  }
  return { marks, problems }
}

type Box = { kind: LesionKind | null; left: number; top: number; right: number; bottom: number }

/** @returns the box as shares, or what is wrong with the line */
function readLine(content: string, classes: readonly YoloClass[]): Box | string {
  const cells = content.trim().split(/\s+/)
  if (cells.length !== 5) {
    return `There ${cells.length === 1 ? 'is 1 value' : `are ${cells.length} values`} (“${excerpt(content)}”); a box is five: class cx cy w h.`
  }
  const [number = '', ...shares] = cells
  const known = /^\d+$/.test(number) ? classes[Number(number)] : undefined
  if (!known) {
    return `The class “${excerpt(number)}” is none of classes.txt, which names 0 to ${classes.length - 1}.`
  }
  const [cx = Number.NaN, cy = Number.NaN, w = Number.NaN, h = Number.NaN] = shares.map(shareOf)
  if (![cx, cy, w, h].every(Number.isFinite)) {
    return `“${excerpt(content)}” holds something that is no number; a box is class cx cy w h.`
  }
  const [left, top, right, bottom] = [cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2]
  const isInside = left >= -overhangMax && top >= -overhangMax && right <= 1 + overhangMax && bottom <= 1 + overhangMax
  if (!isInside) {
    return `The box “${excerpt(content)}” reaches beyond the picture; its numbers are shares of width and height, 0 to 1.`
  }
  if (w <= 0 || h <= 0) return `The box “${excerpt(content)}” is empty; its width and height are above 0.`
  return { kind: known.kind, left, top, right, bottom }
}

/** NaN for what is no plain number. */
const shareOf = (text: string): number =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN

function boxOf({ left, top, right, bottom }: Box, { width, height }: { width: number; height: number }): Mark['shape'] {
  const clip = (share: number) => Math.min(1, Math.max(0, share))
  const [x, y] = [clip(left) * width, clip(top) * height]
  return { type: 'box', x, y, width: clip(right) * width - x, height: clip(bottom) * height - y }
}

/** Short, and without control characters: sentences are shown to people. */
function excerpt(text: string): string {
  const clean = text.replace(/\p{Cc}+/gu, ' ').trim()
  return clean.length > 60 ? `${clean.slice(0, 60)}…` : clean
}
