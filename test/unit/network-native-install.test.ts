import { mkdtemp, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ensureNativeBackend, workerEnvironment } from '../../scripts/install-native.mjs'

describe('the native backend', () => {
  let project: string

  beforeEach(async () => {
    project = await mkdtemp(path.join(os.tmpdir(), 'concord-native-'))
    // Nothing of this machine's compilers and Python can be found there.
    vi.stubEnv('PATH', project)
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await rm(project, { recursive: true })
  })

  it('gives way to WebAssembly where it cannot be built, saying why, what it costs and what to do, and leaves nothing behind', async () => {
    const { backend, notice } = await ensureNativeBackend({ project })

    expect(backend).toBe('wasm')
    expect(notice).toMatch(
      /^Native TensorFlow is not in place: .+\. Networks run on WebAssembly instead, .+ start again/,
    )
    expect(await readdir(project)).toEqual([])
  })
})

describe('the environment of a process that trains', () => {
  it('holds an allocator that keeps its memory, on Linux', () => {
    const { LD_PRELOAD, MALLOC_ARENA_MAX } = workerEnvironment()

    expect(Boolean(LD_PRELOAD ?? MALLOC_ARENA_MAX)).toBe(process.platform === 'linux')
  })
})
