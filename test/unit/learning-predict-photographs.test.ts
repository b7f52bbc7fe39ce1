import { expect, it } from 'vitest'
import { recipePresets } from '@/lib/contracts/recipe'
import { seededRandom } from '@/lib/domain/random'
import { contrastScale, findArchitecture, type Model, predict, selectBackend } from '@/lib/network'
import { createNetwork } from '@/lib/network/network'
import type { FrozenPhotograph, FrozenSet } from '@/lib/services/_shared/learning/frozen-set'
import type { ImageCache } from '@/lib/services/_shared/learning/image-cache'
import { localExamples } from '@/lib/services/_shared/learning/local-examples'
import { patchTable } from '@/lib/services/_shared/learning/patch-table'
import { predictLabelled } from '@/lib/services/_shared/learning/predict-photographs'
import { withHistory } from '../support/random-network'

const grid = { d: 160, h: 64, ov: 32 }
const classes = ['normal', 'microaneurysm', 'haemorrhage', 'exudate']

const photograph = (name: string, split: 'train' | 'test', patches: [number, number][]): FrozenPhotograph => ({
  ...{
    id: name,
    studyId: 'study',
    group: name,
    split,
    contrast800: name,
    contrast256: name,
    patches,
    gradeClass: null,
  },
  fieldOfView: { centreX: 80, centreY: 80, radius: 80, crop: { x: 0, y: 0, side: 160 } },
})

/** Pictures of noise, another one for every name. */
const images: ImageCache = {
  get(name) {
    const random = seededRandom(name.charCodeAt(0))
    return { side: grid.d, data: Uint8Array.from({ length: grid.d ** 2 * 3 }, () => random.next() * 256) }
  },
}

async function model(surroundings: number): Promise<Model> {
  const side = grid.h + 2 * surroundings
  const random = seededRandom(1)
  const network = withHistory(
    createNetwork(await selectBackend(), findArchitecture('tiny-local'), [side, side, 3], classes.length, random),
    random,
  )
  const recipe = { ...recipePresets.paper.local, surroundings }
  const card = { classes, inputScale: contrastScale, recipe } as Model['card']
  return { card, network, dispose: network.dispose }
}

it.each([0, 8])(
  'looking at whole photographs gives every labelled patch, in the order of the examples, what it gets alone with %i px around it',
  async (surroundings) => {
    const content: FrozenSet = {
      grid,
      gradeClasses: [],
      photographs: [
        photograph('b', 'test', [
          [3, 1],
          [0, 2],
          [15, 0],
        ]),
        photograph('c', 'test', []),
        photograph('d', 'train', [[1, 1]]),
        photograph('a', 'test', [
          [6, 3],
          [5, 0],
        ]),
      ],
    }
    const local = await model(surroundings)

    const found = await predictLabelled(local, content, 'test', images, new AbortController().signal)
    const expected = await predict(
      local,
      localExamples(patchTable(content, 'test', { head: 'classes', surroundings }), images),
    )

    expect(found.length).toBe(5 * classes.length)
    for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 5)
    local.dispose()
  },
)
