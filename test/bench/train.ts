/**
 * Acceptance rows 22 and 22b: steps of training the local network, forward, backward and Adam, beside PyTorch and Keras.
 * The network is handed to the peers as the catalogue's own list of layers; inputs lie in memory for everybody.
 */
import { z } from 'zod'
import { findArchitecture } from '@/lib/network'
import type { Benchmark, Contestant } from './benchmark'
import { runOurs, runPeer } from './contestant'
import type { TrainTask } from './train-task'

const optionsSchema = z.object({
  architecture: z.string(),
  side: z.coerce.number().int().min(16),
  batch: z.coerce.number().int().min(2),
  steps: z.coerce.number().int().min(1),
  threads: z.coerce.number().int().min(0),
  dense: z.boolean().default(false),
  block: z.coerce.number().int().min(2),
  stride: z.coerce.number().int().min(1),
  crops: z.coerce.number().int().min(1),
  wasm: z.boolean().default(false),
})

const warmUpSteps = 3

export const benchmark: Benchmark = {
  usage: `npm run bench -- train — one training step of the local network, patches a second
npm run bench -- train --dense — the same network trained on crops, labelled patches a second, peers patch by patch

  --architecture ID   of the catalogue (local-table-1)
  --side PX           of a patch (64)
  --batch N           patches a step, patch by patch (32)
  --steps N           timed steps a round, after ${warmUpSteps} others (8)
  --block N           patches along one side of a crop (8)
  --stride PX         from one patch of a crop to the next (32)
  --crops N           a step (2)
  --wasm              the WebAssembly backend, too`,
  options: {
    architecture: { type: 'string', default: 'local-table-1' },
    side: { type: 'string', default: '64' },
    batch: { type: 'string', default: '32' },
    steps: { type: 'string', default: '8' },
    dense: { type: 'boolean', default: false },
    block: { type: 'string', default: '8' },
    stride: { type: 'string', default: '32' },
    crops: { type: 'string', default: '2' },
    wasm: { type: 'boolean', default: false },
  },
  plan(values) {
    const options = optionsSchema.parse(values)
    const { architecture, side, batch, steps, dense, block, stride, crops, threads } = options
    const classCount = 4
    const layers = findArchitecture(architecture, 'local').build(classCount)
    const patchByPatch: TrainTask = { architecture, layers, side, classCount, batch, steps, warmUpSteps }
    const onCrops: TrainTask = { ...patchByPatch, batch: crops, block, stride }
    const ours = (name: string, task: TrainTask): Contestant => ({
      name,
      isOurs: true,
      measure: () => runOurs('train-ours.ts', task, threads),
    })
    const peer = (name: string, script: string, more: object = {}): Contestant => ({
      name,
      isOurs: false,
      measure: () => runPeer(script, { ...patchByPatch, ...more }, threads),
    })
    const cropSide = side + (block - 1) * stride
    return {
      title: dense
        ? 'Labelled patches learned from: dense training on crops against patch by patch (acceptance row 22b)'
        : 'A training step of the local network (acceptance row 22)',
      unit: dense ? 'labelled patches' : 'patches',
      aim: dense
        ? '2 or more, with no loss of held-out AUC (docs/decisions/027 has AUCs)'
        : '1.1 or more, 1.3 hoped for',
      setting: {
        network: architecture,
        'patches of': `${side} px`,
        batch,
        optimiser: 'Adam',
        ...(dense ? { crops: `${crops} of ${cropSide} px, ${block} × ${block} patches each` } : {}),
      },
      contestants: [
        ...(dense ? [ours('Concord on crops', onCrops)] : []),
        ours(dense ? 'Concord patch by patch' : 'Concord', patchByPatch),
        ...(options.wasm ? [ours('Concord, WebAssembly', { ...patchByPatch, backend: 'wasm' })] : []),
        peer('PyTorch channels_last', 'train_torch.py', { optimiser: 'default' }),
        peer('PyTorch channels_last, fused Adam', 'train_torch.py', { optimiser: 'fused' }),
        peer('Keras', 'train_keras.py'),
      ],
    }
  },
}
