/** Lesion maps as the product makes them, timed; `lesions.ts` starts this with a task and reads the last line. */
import { readFile, writeFile } from 'node:fs/promises'
import { patchCount } from '@/lib/domain/patch-grid'
import { findArchitecture, predict, predictGrid, selectBackend } from '@/lib/network'
import { createNetwork } from '@/lib/network/network'
import { patchesOf } from '@/lib/network/predict-grid'
import { layoutOf, writeWeights } from '@/lib/network/weights'
import type { Measured } from './benchmark'
import type { LesionsTask } from './lesions-task'

const task: LesionsTask = JSON.parse(process.argv[2] ?? '')
const { side, classCount, indices, batch, repeats, way } = task
const grid = { d: task.d, h: side, ov: task.overlap }
const backend = await selectBackend(task.backend ? { prefer: task.backend } : {})
const network = createNetwork(backend, findArchitecture(task.architecture), [side, side, 3], classCount)
writeWeights(network, await readFile(task.weights), layoutOf(network), task.weights)
const image = new Float32Array(Uint8Array.from(await readFile(task.image)).buffer)

let probabilities = await look()
const usage = process.cpuUsage()
const began = performance.now()
for (let i = 0; i < repeats; i++) probabilities = await look()
const seconds = (performance.now() - began) / 1000
const { user, system } = process.cpuUsage(usage)
await writeFile(task.output, new Uint8Array(probabilities.buffer))

const measured: Measured = {
  perSecond: repeats / seconds,
  cpuSecondsPerUnit: (user + system) / 1e6 / repeats,
  threads: backend.threads,
  versions: { backend: backend.version, node: process.version },
  facts: { 'peak MiB': Math.round(process.resourceUsage().maxRSS / 1024) },
}
console.log(JSON.stringify(measured))

/** Probabilities of the patches that are looked at, in the order of `indices`. */
async function look(): Promise<Float32Array> {
  if (way === 'patch by patch') return predict({ network }, patchesOf(image, grid, indices), { batchSize: batch })
  const asked = new Set(indices)
  const inside = Array.from({ length: patchCount(grid) }, (_, index) => asked.has(index))
  const all = await predictGrid({ network }, image, grid, { inside, ...way })
  const found = new Float32Array(indices.length * classCount)
  indices.forEach((index, i) => {
    found.set(all.subarray(index * classCount, (index + 1) * classCount), i * classCount)
  })
  return found
}
