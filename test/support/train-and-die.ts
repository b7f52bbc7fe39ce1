/**
 * A training run in a process of its own, which kills itself. Arguments: the folder of its checkpoints, which data, and where to
 * die: a fail point, or after so many steps of its own.
 */
import { die, dieAt, failPoints } from './fail-points'
import { dataOf, type Kind, trainInFolder } from './training-in-folder'

const [folder = '', kind = 'items', where = ''] = process.argv.slice(2)
const point = failPoints.find((name) => name === where)
if (point) dieAt(point)
if (point === 'before the first step') die()

const { training, validation, ...rest } = dataOf(kind as Kind)
const dyingAt = (name: string, { ...examples }: typeof validation, after: number) => {
  let reads = 0
  const { read } = examples
  return {
    ...examples,
    read: (...asked: Parameters<typeof read>) => (point === name && ++reads > after ? void die() : read(...asked)),
  }
}
let steps = 0
await trainInFolder(folder, {
  ...rest,
  training: dyingAt('amid the reading of a batch', training, 30),
  validation: dyingAt('amid a validation', validation, 5),
  onProgress: () => {
    if (++steps === (point === 'between two steps' ? 7 : Number(where))) die()
  },
})
