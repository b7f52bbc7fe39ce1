/**
 * Moments at which a training run may die. `dieAt` puts itself between the program and the file system (no line of the product
 * knows of it) and kills the process with −9 at one of them.
 */
import fs, { type FileHandle } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import path from 'node:path'

export const failPoints = [
  'before the first step',
  'between two steps',
  'amid the reading of a batch',
  'before a checkpoint is begun',
  'before a file of a checkpoint is written',
  'amid a file of a checkpoint',
  'before a file of a checkpoint is on the disk',
  'before a checkpoint is renamed',
  'after a checkpoint was renamed',
  'before an older checkpoint is removed',
  'amid the removal of an older checkpoint',
  'amid a validation',
  'before the best model is renamed',
  'after the best model was renamed',
  'before the last checkpoint is renamed',
  'after the last checkpoint was renamed',
] as const
export type FailPoint = (typeof failPoints)[number]

export const die = () => process.kill(process.pid, 'SIGKILL')

/** Checkpoints of a tiny run are taken after steps 5 and 10 (see `trainTiny`), and at its end. */
const [second, last] = ['latest-000000010', 'latest-000000012']

/** @param point those that lie in the program itself do nothing here */
export function dieAt(point: FailPoint): void {
  const { rename, rm, mkdir, open } = fs
  let renamed = 0
  const writing = () => renamed === checkpointsBefore
  /** Folders that were renamed into place before the second checkpoint: the first one, and the best model of epoch 1. */
  const checkpointsBefore = 2

  fs.rename = async (from, to) => {
    const name = path.basename(String(to))
    if (point === 'before a checkpoint is renamed' && name === second) die()
    if (point === 'before the last checkpoint is renamed' && name === last) die()
    if (point === 'before the best model is renamed' && name.startsWith('best-')) die()
    await rename(from, to)
    renamed++
    if (point === 'after a checkpoint was renamed' && name === second) die()
    if (point === 'after the last checkpoint was renamed' && name === last) die()
    if (point === 'after the best model was renamed' && name.startsWith('best-')) die()
  }
  fs.rm = async (target, options) => {
    const isOlder = path.basename(String(target)).startsWith('latest-')
    if (isOlder && point === 'before an older checkpoint is removed') die()
    if (isOlder && point === 'amid the removal of an older checkpoint') {
      await rm(path.join(String(target), 'weights.bin'))
      die()
    }
    await rm(target, options)
  }
  Object.assign(fs, {
    mkdir: async (...asked: Parameters<typeof mkdir>) => {
      if (point === 'before a checkpoint is begun' && writing()) die()
      return mkdir(...asked)
    },
  })
  fs.open = async (file, ...more) => {
    const handle = await open(file, ...more)
    return path.basename(String(file)) === 'weights.bin' && writing() ? deadly(handle, point) : handle
  }
  syncBuiltinESMExports()
}

function deadly(handle: FileHandle, point: FailPoint): FileHandle {
  const { writeFile, sync } = handle
  handle.writeFile = async (data, ...more) => {
    if (point === 'before a file of a checkpoint is written') die()
    if (point === 'amid a file of a checkpoint' && data instanceof Uint8Array) {
      await writeFile.call(handle, data.subarray(0, data.length / 2))
      die()
    }
    return writeFile.call(handle, data, ...more)
  }
  handle.sync = async () => {
    if (point === 'before a file of a checkpoint is on the disk') die()
    return sync.call(handle)
  }
  return handle
}
