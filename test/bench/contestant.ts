/** Runs one contestant in a process of its own; its last line on stdout is its measurement, as JSON. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { workerEnvironment } from '../../scripts/install-native.mjs'
import type { Measured, Missing } from './benchmark'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const bench = path.join(root, 'test/bench')
export const venvFolder = path.join(os.homedir(), '.cache/concord/bench-peers')

const printed = z.union([
  z.strictObject({ missing: z.string() }),
  z.strictObject({
    perSecond: z.number().positive(),
    cpuSecondsPerUnit: z.number().optional(),
    threads: z.number().int(),
    versions: z.record(z.string(), z.string()),
    facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  }),
])

/**
 * The same for everybody: the allocator that our own worker is started with, and the number of threads.
 * @param threads 0 = one a core
 */
export const sharedEnvironment = (threads: number): Record<string, string> => {
  const count = String(threads || os.availableParallelism())
  return { ...workerEnvironment(), OMP_NUM_THREADS: count, TF_NUM_INTRAOP_THREADS: count, TF_CPP_MIN_LOG_LEVEL: '3' }
}

/**
 * @param script a TypeScript file in test/bench that prints its measurement; it is handed `task` as JSON
 * @param flags of Node, where the product starts its process with some
 */
export const runOurs = (
  script: string,
  task: unknown,
  threads: number,
  flags: string[] = [],
): Promise<Measured | Missing> =>
  run(process.execPath, [...flags, '--import', 'tsx', path.join(bench, script), JSON.stringify(task)], threads)

/** @param script a Python file in test/bench/peers; it prints `{"missing": …}` where its packages are not installed */
export const runPeer = (script: string, task: unknown, threads: number): Promise<Measured | Missing> =>
  run(pythonOfPeers(), [path.join(bench, 'peers', script), JSON.stringify(task)], threads)

/** Whose packages the peers use: the one named, else that of `npm run bench -- setup`, else the system's. */
export function pythonOfPeers(): string {
  const own = path.join(venvFolder, 'bin/python')
  return process.env.CONCORD_BENCH_PYTHON || (existsSync(own) ? own : 'python3')
}

function run(program: string, args: string[], threads: number): Promise<Measured | Missing> {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...sharedEnvironment(threads) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let said = ''
  child.stdout.on('data', (text) => {
    output += text
  })
  child.stderr.on('data', (text) => {
    said += text
  })
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ missing: `${program} cannot be started (${error.message}).` }))
    child.on('close', (code, signal) => {
      if (code === 0) resolve(read(output))
      else resolve({ missing: `It ended with ${signal ?? code}: ${lastLine(said) || 'it said nothing'}` })
    })
  })
}

function read(output: string): Measured | Missing {
  const line = lastLine(output)
  try {
    return printed.parse(JSON.parse(line))
  } catch {
    return { missing: `It printed no measurement but “${line.slice(0, 200)}”.` }
  }
}

const lastLine = (text: string) => text.trim().split('\n').at(-1)?.trim() ?? ''
