/** From a snapshot's text to what the local network is given: nothing is lost, and labels stay on their patches. */
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '@/lib/domain/canonical-json'
import { patchRects } from '@/lib/domain/patch-grid'
import { seededRandom } from '@/lib/domain/random'
import { unlabelled } from '@/lib/network'
import { type FrozenSet, packPatches } from '@/lib/services/_shared/learning/frozen-set'
import { localExamples } from '@/lib/services/_shared/learning/local-examples'
import { patchTable } from '@/lib/services/_shared/learning/patch-table'
import { splitJson } from '@/lib/services/_shared/learning/split-json'

describe('splitting JSON', () => {
  it('hands out every object of an array of the root, whatever the chunks and the text, and leaves the rest', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', '\\', '{', '}', '[', ']', ',', 'é', '\n') })
    const element = fc.record({ name: text, list: fc.array(fc.record({ deep: text })), inner: fc.record({ x: text }) })
    await fc.assert(
      fc.asyncProperty(fc.array(element), text, fc.integer({ min: 1, max: 40 }), async (elements, word, size) => {
        const whole = { a: [1, [2]], elements, word, z: { y: { x: word } } }
        const bytes = Buffer.from(canonicalJson(whole))
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        )
        const found: unknown[] = []
        let rest: unknown
        for await (const part of splitJson(Readable.from(chunks))) {
          if (part.type === 'element') found.push(JSON.parse(part.text))
          else rest = JSON.parse(part.text)
        }
        expect({ found, rest }).toEqual({ found: elements, rest: { ...whole, elements: [] } })
      }),
    )
  })
})

/** A clamped last row and column: 0, 16, 32, 48, 50. */
const grid = { d: 82, h: 32, ov: 16 }
const perAxis = 5
const d = grid.d

/** Noise: a crop is found again at one place only. */
function picture(seed: number): Uint8Array {
  const random = seededRandom(seed)
  return Uint8Array.from({ length: d * d * 3 }, () => random.nextUint32() & 255)
}
const pictures = new Map(['a', 'b'].map((name, i) => [name, picture(i)]))
const images = { get: (sha256: string) => ({ data: pictures.get(sha256) ?? new Uint8Array(), side: d }) }

const photograph = (id: string, split: 'train' | 'test', patches: [number, number][]) => ({
  id,
  studyId: 's',
  group: `of ${id}`,
  split,
  contrast800: id,
  contrast256: '',
  fieldOfView: { centreX: 0, centreY: 0, radius: 1, crop: { x: 0, y: 0, side: 1 } },
  patches,
  gradeClass: null,
})

/** The class of a patch follows from its index; every fourth patch is not labelled. */
const classOf = (index: number) => index % 4
const patches = Array.from({ length: perAxis ** 2 }, (_, index): [number, number] => [index, classOf(index)])
const labelled = patches.filter(([index]) => index % 4 !== 2)
const set: FrozenSet = {
  grid,
  gradeClasses: [],
  photographs: [
    photograph('b', 'train', labelled.slice(3)),
    photograph('c', 'test', labelled),
    photograph('a', 'train', labelled),
  ],
}

describe('the patches of one side', () => {
  const table = patchTable(set, 'train', { head: 'classes', surroundings: 0 })
  const examples = localExamples(table, images)
  const cut = ({ x, y }: { x: number; y: number }, side: number, of: string) => {
    const values = new Float32Array(side * side * 3)
    const data = pictures.get(of) ?? new Uint8Array()
    for (let i = 0; i < values.length; i++) {
      const [row, column, c] = [Math.floor(i / 3 / side), Math.floor(i / 3) % side, i % 3]
      values[i] = ((data[((y + row) * d + x + column) * 3 + c] ?? 0) - 128) / 128
    }
    return values
  }

  it('are in the order of pictures and patches, named and grouped by their photograph', async () => {
    expect(examples.size).toBe(2 * labelled.length - 3)
    expect([...examples.labels]).toEqual([...labelled, ...labelled.slice(3)].map(([, label]) => label))
    expect([examples.idOf(0), examples.idOf(labelled.length), examples.groupOf(labelled.length)]).toEqual([
      'patch 0 of photograph a',
      'patch 4 of photograph b',
      'of b',
    ])
    expect(structuredClone(table)).toEqual(table)
  })

  it('are cut out where they lie, in the network’s scale', async () => {
    for (const item of [0, 7, labelled.length - 1]) {
      const into = new Float32Array(32 * 32 * 3)
      await examples.read(item, into, 0)
      const rect = patchRects(grid)[labelled[item]?.[0] ?? 0] ?? { x: 0, y: 0 }
      expect(into).toEqual(cut(rect, 32, 'a'))
    }
  })

  it.each([
    ['one that lies within the picture', 0],
    ['one that reaches beyond it, where nothing is', 5],
  ])('are seen with their surroundings when the recipe asks for them, and keep their labels: %s', async (_, around) => {
    const wide = localExamples(patchTable(set, 'train', { head: 'classes', surroundings: around }), images)
    const side = 32 + 2 * around
    expect([wide.inputShape, [...wide.labels]]).toEqual([[side, side, 3], [...examples.labels]])
    for (const item of [0, 7, labelled.length - 1]) {
      const [into, plain] = [new Float32Array(side * side * 3).fill(9), new Float32Array(32 * 32 * 3)]
      await wide.read(item, into, 0)
      await examples.read(item, plain, 0)
      const rect = patchRects(grid)[labelled[item]?.[0] ?? 0] ?? { x: 0, y: 0 }
      const data = pictures.get('a') ?? new Uint8Array()
      const expected = Float32Array.from(into, (_value, i) => {
        const [row, column, c] = [Math.floor(i / 3 / side), Math.floor(i / 3) % side, i % 3]
        const [x, y] = [rect.x + column - around, rect.y + row - around]
        return x < 0 || y < 0 || x >= d || y >= d ? 0 : ((data[(y * d + x) * 3 + c] ?? 0) - 128) / 128
      })
      expect(into).toEqual(expected)
    }
  })

  it('lie in the same block with and without surroundings', async () => {
    const around = 5
    const wide = localExamples(patchTable(set, 'train', { head: 'classes', surroundings: around }), images)
    const [side, wideSide] = [32 + 16, 32 + 16 + 2 * around]
    for (const item of [0, 3, labelled.length - 1]) {
      const [inputs, wideInputs] = [new Float32Array(side * side * 3), new Float32Array(wideSide * wideSide * 3)]
      const [labels, wideLabels] = [new Uint8Array(4), new Uint8Array(4)]
      await examples.blocks?.read(item, 2, seededRandom(item), inputs, 0, labels, 0)
      await wide.blocks?.read(item, 2, seededRandom(item), wideInputs, 0, wideLabels, 0)
      expect(wideLabels).toEqual(labels)
      const middle = inputs.map((_value, i) => {
        const [row, column, c] = [Math.floor(i / 3 / side), Math.floor(i / 3) % side, i % 3]
        return wideInputs[((row + around) * wideSide + column + around) * 3 + c] ?? Number.NaN
      })
      expect(middle).toEqual(inputs)
    }
  })

  it('are lesion or normal for a binary head', () => {
    const binary = localExamples(patchTable(set, 'train', { head: 'binary', surroundings: 0 }), images)
    expect(binary.classCount).toBe(2)
    expect([...binary.labels]).toEqual([...examples.labels].map((label) => Math.min(1, label)))
  })

  it.each([2, 3, 4])('lie in a block of %i a side with their own labels, wherever the crop is', async (block) => {
    const side = 32 + (block - 1) * 16
    const rects = patchRects(grid)
    expect(examples.blocks?.max).toBe(4)
    for (let item = 0; item < labelled.length; item++) {
      for (const seed of [1, 2, 3]) {
        const inputs = new Float32Array(side * side * 3)
        const labels = new Uint8Array(block * block)
        await examples.blocks?.read(item, block, seededRandom(seed * 100 + item), inputs, 0, labels, 0)
        const corner = findCorner(inputs, side)
        const expected = Array.from({ length: block * block }, (_, i) => {
          const place = { x: corner.x + (i % block) * 16, y: corner.y + Math.floor(i / block) * 16 }
          const index = rects.findIndex(({ x, y }) => x === place.x && y === place.y)
          return index < 0 || index % 4 === 2 ? unlabelled : classOf(index)
        })
        expect([...labels]).toEqual(expected)
        const own = rects[labelled[item]?.[0] ?? 0]
        expect(own && (own.x - corner.x) % 16 === 0 && own.x >= corner.x && own.x < corner.x + block * 16).toBe(true)
        expect(own && (own.y - corner.y) % 16 === 0 && own.y >= corner.y && own.y < corner.y + block * 16).toBe(true)
      }
    }
  })

  function findCorner(inputs: Float32Array, side: number): { x: number; y: number } {
    for (let y = 0; y + side <= d; y++) {
      for (let x = 0; x + side <= d; x++) {
        const crop = cut({ x, y }, side, 'a')
        if (crop.every((value, i) => value === inputs[i])) return { x, y }
      }
    }
    throw new Error('That crop is nowhere in the photograph.')
  }
})

it('packed patches are the pairs that were packed', () => {
  expect([...packPatches(labelled)]).toEqual(labelled)
  expect(packPatches(labelled).length).toBe(labelled.length)
})
