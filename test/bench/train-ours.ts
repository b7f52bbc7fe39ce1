/** Training steps as the trainer takes them, timed; `train.ts` starts this with a task and reads the last line. */
import { seededRandom } from '@/lib/domain/random'
import { findArchitecture, selectBackend } from '@/lib/network'
import { createAdam } from '@/lib/network/adam'
import type { Batch } from '@/lib/network/examples'
import { createNetwork } from '@/lib/network/network'
import { trainStep } from '@/lib/network/train-step'
import type { Measured } from './benchmark'
import type { TrainTask } from './train-task'

const task: TrainTask = JSON.parse(process.argv[2] ?? '')
const { side, classCount, block = 1, stride = 0, steps, warmUpSteps } = task
const random = seededRandom(1)
const backend = await selectBackend(task.backend ? { prefer: task.backend } : {})
const network = createNetwork(backend, findArchitecture(task.architecture), [side, side, 3], classCount, random)
const adam = createAdam(backend, network.variables)
const batches = Array.from({ length: 4 }, randomBatch)
const patches = task.batch * block ** 2

let loss = Number.NaN
for (let i = 0; i < warmUpSteps; i++) loss = await step(i)
const usage = process.cpuUsage()
const began = performance.now()
for (let i = 0; i < steps; i++) loss = await step(i + warmUpSteps)
const seconds = (performance.now() - began) / 1000
const { user, system } = process.cpuUsage(usage)

const measured: Measured = {
  perSecond: (patches * steps) / seconds,
  cpuSecondsPerUnit: (user + system) / 1e6 / (patches * steps),
  threads: backend.threads,
  versions: { backend: backend.version, node: process.version },
  facts: { loss: loss.toFixed(4), 'peak MiB': Math.round(process.resourceUsage().maxRSS / 1024) },
}
console.log(JSON.stringify(measured))

function randomBatch(): Batch {
  const cropSide = side + (block - 1) * stride
  const inputs = new Float32Array(task.batch * cropSide ** 2 * 3)
  for (let i = 0; i < inputs.length; i++) inputs[i] = random.next()
  const labels = Uint8Array.from({ length: task.batch * block ** 2 }, (_, i) => i % classCount)
  return { inputs, inputShape: [cropSide, cropSide, 3], labels, block }
}

async function step(number: number): Promise<number> {
  const mode = { training: true, dropout: { rate: 0.5, random } } as const
  const batch = batches[number % batches.length]
  if (!batch) throw new Error('There are no batches.')
  return trainStep(network, adam, batch, { learningRate: 1e-4, step: number + 1, mode })
}
