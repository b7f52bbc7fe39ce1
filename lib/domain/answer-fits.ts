/** Does an answer fit the item it is for? Settled before anything is stored: what is stored can always be weighed. */
import type { Mark } from './mark'
import type { ReadingAnswer, Task } from './reading'

export type AnswerableItem = {
  task: Task
  /** Of a `patches` item, in the item's order. */
  patchIndices: readonly number[]
  /** Of the original photograph, pixels. */
  width: number
  height: number
}

/** @returns what does not fit, as a sentence; null where everything does */
export function misfit(item: AnswerableItem, answer: ReadingAnswer): string | null {
  if (answer.task !== item.task) return `The item asks for ${item.task}, the answer is about ${answer.task}.`
  switch (answer.task) {
    case 'grade':
      return null
    case 'patches':
      return patchesMisfit(item.patchIndices, answer.patches)
    case 'marks':
      return marksMisfit(item, answer.marks)
  }
}

function patchesMisfit(asked: readonly number[], answered: readonly { index: number; kinds: readonly string[] }[]) {
  const isSame = asked.length === answered.length && asked.every((index, i) => answered[i]?.index === index)
  if (!isSame) {
    return `The answer must hold the ${asked.length} patches of the item, each once and in its order; it holds ${answered.length} entries.`
  }
  const repeated = answered.find(({ kinds }) => new Set(kinds).size !== kinds.length)
  return repeated ? `Patch ${repeated.index} names a kind twice; name each kind once.` : null
}

function marksMisfit({ width, height }: AnswerableItem, marks: readonly Mark[]): string | null {
  if (new Set(marks.map(({ id }) => id)).size !== marks.length) return 'Two marks have the same id; give each its own.'
  const outside = marks.filter((mark) => {
    const { x, y } = anchor(mark)
    return !(x >= 0 && x <= width && y >= 0 && y <= height)
  })
  const [first] = outside
  if (!first) return null
  return `${outside.length} of ${marks.length} marks lie outside the photograph of ${width} × ${height} pixels; the first is “${first.id}”.`
}

/** The middle of a mark. Its rim may reach beyond the edge: lesions are cut off there too. */
function anchor({ shape }: Mark): { x: number; y: number } {
  switch (shape.type) {
    case 'point':
    case 'ellipse':
      return shape
    case 'box':
      return { x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 }
    case 'polygon': {
      const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length
      return { x: mean(shape.points.map(({ x }) => x)), y: mean(shape.points.map(({ y }) => y)) }
    }
  }
}
