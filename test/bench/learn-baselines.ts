/** Asks scikit-learn, in a process of its own, what the paper's baselines make of the patches. */
import { spawn } from 'node:child_process'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { pythonOfPeers, root } from './contestant'
import type { PatchFiles } from './learn-patches'
import type { PatchAnswers } from './learn-table'

export type BaselineTask = {
  train: PatchFiles
  test: PatchFiles
  /** Of a patch, pixels. */
  side: number
  trees: number
  /** Patches that the support vector machine is trained on at most: its cost grows with their square. */
  svmMax: number
  seed: number
  /** Of the forests; 0 = one a core. */
  threads: number
  /** Folder for what comes back. */
  out: string
}

const printed = z.union([
  z.strictObject({ missing: z.string() }),
  z.strictObject({
    answers: z.array(
      z.strictObject({
        name: z.string(),
        trainedOn: z.number().int(),
        seconds: z.number(),
        chosen: z.string(),
        scores: z.string(),
      }),
    ),
    versions: z.record(z.string(), z.string()),
  }),
])

export type Baselines = { answers: PatchAnswers[]; versions: Record<string, string> } | { missing: string }

export async function askBaselines(task: BaselineTask): Promise<Baselines> {
  const threads = task.threads || os.availableParallelism()
  const found = printed.parse(JSON.parse(await lastLineOf({ ...task, threads })))
  if ('missing' in found) return found
  const answers = await Promise.all(
    found.answers.map(async ({ name, trainedOn, seconds, chosen, scores }) => ({
      name,
      note: `trained on ${trainedOn} patches in ${seconds} s`,
      chosen: new Uint8Array(await fs.readFile(chosen)),
      lesionScores: new Float32Array(Uint8Array.from(await fs.readFile(scores)).buffer),
    })),
  )
  return { answers, versions: found.versions }
}

/** What it says meanwhile goes to stderr as it comes. */
function lastLineOf(task: BaselineTask): Promise<string> {
  const script = path.join(root, 'test/bench/peers/learn_baselines.py')
  const child = spawn(pythonOfPeers(), [script, JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (text) => {
    output += text
  })
  return new Promise((resolve) => {
    const missing = (why: string) => resolve(JSON.stringify({ missing: why }))
    child.on('error', (error) => missing(`Python cannot be started (${error.message}).`))
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output.trim().split('\n').at(-1) ?? '')
      else missing(`The baselines ended with ${signal ?? code}.`)
    })
  })
}
