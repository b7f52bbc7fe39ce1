/** Acceptance row 6: whenever a run is killed, it goes on by itself and ends with the very weights of the run left alone. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seededRandom } from '@/lib/domain/random'
import { type FailPoint, failPoints } from '../support/fail-points'
import { dataOf, type Kind, trainInFolder } from '../support/training-in-folder'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'concord-kills-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A process that trains until it kills itself. @returns what ended it */
async function trainUntilKilled(kind: Kind, where: FailPoint | number): Promise<string | null> {
  const program = ['--import', 'tsx', 'test/support/train-and-die.ts', folder, kind, String(where)]
  const child = spawn(process.execPath, program, {
    stdio: 'ignore',
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
  })
  const [code, signal]: [number | null, string | null] = await once(child, 'exit').then(([c, s]) => [c, s])
  return signal ?? `exit code ${code}`
}

const whole = new Map<Kind, ReturnType<typeof trainInFolder>>()
/** The run left alone. */
async function leftAlone(kind: Kind) {
  const known = whole.get(kind) ?? mkdtemp(path.join(folder, 'whole-')).then((own) => trainInFolder(own, dataOf(kind)))
  whole.set(kind, known)
  return known
}

const inThread: FailPoint[] = ['between two steps', 'amid a file of a checkpoint', 'amid a validation']
const cases: [Kind, FailPoint][] = [
  ...failPoints.map((point): [Kind, FailPoint] => ['items', point]),
  ...inThread.map((point): [Kind, FailPoint] => ['blocks', point]),
]

describe('a run that is killed with −9', () => {
  it.each(cases)('while it learns from %s, %s, ends exactly like the run left alone', async (kind, point) => {
    const expected = await leftAlone(kind)
    expect(await trainUntilKilled(kind, point)).toBe('SIGKILL')
    expect(await trainInFolder(folder, dataOf(kind))).toEqual(expected)
  })

  it('again and again, after a few steps each time, ends exactly like the run left alone', async () => {
    const random = seededRandom(5)
    const expected = await leftAlone('items')
    // Checkpoints are five steps apart: some of these processes get further, others repeat what was lost.
    for (let i = 0; i < kills; i++) await trainUntilKilled('items', 1 + Math.floor(random.next() * 7))
    expect(await trainInFolder(folder, dataOf('items'))).toEqual(expected)
  })
})

/** CONCORD_KILLS=50 for a long night. */
const kills = Number(process.env.CONCORD_KILLS ?? 5)
