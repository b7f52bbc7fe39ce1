import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkpointFolder } from '@/lib/services/_shared/learning/checkpoint-folder'

let folder: string
beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'concord-checkpoints-')), 'local')
})
afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }))

const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const at = (step: number) => ({ 'state.json': text({ step }), 'weights.bin': Uint8Array.of(step) })
const best = (epoch: number) => ({ 'model.json': text({ epoch }), 'weights.bin': Uint8Array.of(epoch) })
const stepOf = (files: Record<string, Uint8Array> | null) => files?.['weights.bin']?.[0]

describe('a folder of checkpoints', () => {
  it('is empty before the first one', async () => {
    expect(await checkpointFolder(folder).loadLatest()).toBeNull()
  })

  it('keeps the last two and the best, and resumes from the last', async () => {
    const store = checkpointFolder(folder)
    for (const step of [5, 10, 15, 20]) await store.save(at(step), 'latest')
    for (const epoch of [1, 3]) await store.save(best(epoch), 'best')
    expect((await readdir(folder)).filter((name) => name !== 'aside').sort()).toEqual([
      'best-000000003',
      'latest-000000015',
      'latest-000000020',
    ])
    expect(stepOf(await checkpointFolder(folder).loadLatest())).toBe(20)
  })

  it('keeps the last one alone once the run is over, and says where it is', async () => {
    const store = checkpointFolder(folder)
    expect(await store.last()).toBeUndefined()
    for (const step of [5, 10]) await store.save(at(step), 'latest')
    await store.save(best(1), 'best')
    await store.keepLast()
    expect((await readdir(folder)).filter((name) => name !== 'aside')).toEqual(['latest-000000010'])
    expect(await store.last()).toEqual({ folder: path.join(folder, 'latest-000000010'), step: 10 })
  })

  it('falls back to the one before where the last is damaged', async () => {
    const store = checkpointFolder(folder)
    await store.save(at(5), 'latest')
    await store.save(at(10), 'latest')
    await writeFile(path.join(folder, 'latest-000000010', 'weights.bin'), 'bit rot')
    expect(stepOf(await store.loadLatest())).toBe(5)
  })

  it('is not put back by a worker that was thought dead and comes late', async () => {
    const alive = checkpointFolder(folder)
    for (const step of [15, 20]) await alive.save(at(step), 'latest')
    const late = checkpointFolder(folder)
    await late.save(at(10), 'latest')
    await late.save(at(15), 'latest')
    expect(stepOf(await alive.loadLatest())).toBe(20)
  })
})
