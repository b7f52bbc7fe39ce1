import { describe, expect, it } from 'vitest'
import { recipePresets, recipeSchema } from '@/lib/contracts/recipe'
import { catalogue, describeArchitecture, findArchitecture } from '@/lib/network'
import { planLayers } from '@/lib/network/layers'

const plan = (id: string, side: number, classCount = 4) =>
  planLayers(findArchitecture(id).build(classCount), [side, side, 3])

describe('Table I', () => {
  it('keeps its order, with valid padding and batch normalisation before every ReLU', () => {
    const layers = plan('local-table-1', 64).map(({ layer, output }) => `${layer.type} ${output.join('×')}`)

    expect(layers).toEqual([
      ...['conv 62×62×64', 'batchNorm 62×62×64', 'relu 62×62×64'],
      ...['conv 60×60×128', 'batchNorm 60×60×128', 'relu 60×60×128', 'maxPool 30×30×128'],
      ...['conv 28×28×128', 'batchNorm 28×28×128', 'relu 28×28×128', 'maxPool 14×14×128'],
      ...['conv 12×12×256', 'batchNorm 12×12×256', 'relu 12×12×256', 'flatten 36864'],
      ...['dense 512', 'batchNorm 512', 'relu 512', 'dropout 512'],
      ...['dense 1024', 'batchNorm 1024', 'relu 1024', 'dropout 1024'],
      'dense 4',
    ])
  })

  it('carries no bias where batch normalisation would undo it', () => {
    const biases = plan('local-table-1', 80).flatMap(({ variables }) =>
      variables.filter((v) => v.name.endsWith('bias')),
    )

    expect(biases.map(({ name, shape }) => [name, shape])).toEqual([['24.dense.bias', [4]]])
  })
})

describe('AlexNet', () => {
  it('keeps its order and filters, and 6 × 6 × 256 before the fully connected layers', () => {
    const layers = plan('alexnet', 256).map(({ layer, output }) => `${layer.type} ${output.join('×')}`)

    expect(layers).toEqual([
      ...['conv 62×62×96', 'batchNorm 62×62×96', 'relu 62×62×96', 'maxPool 30×30×96'],
      ...['conv 30×30×256', 'batchNorm 30×30×256', 'relu 30×30×256', 'maxPool 14×14×256'],
      ...['conv 14×14×384', 'batchNorm 14×14×384', 'relu 14×14×384'],
      ...['conv 14×14×384', 'batchNorm 14×14×384', 'relu 14×14×384'],
      ...['conv 14×14×256', 'batchNorm 14×14×256', 'relu 14×14×256', 'maxPool 6×6×256', 'flatten 9216'],
      ...['dense 4096', 'batchNorm 4096', 'relu 4096', 'dropout 4096'],
      ...['dense 4096', 'batchNorm 4096', 'relu 4096', 'dropout 4096'],
      'dense 4',
    ])
  })

  it('has the weights of its kernels: 11, 5 and 3 pixels wide, in one tower', () => {
    const kernels = plan('alexnet', 256)
      .flatMap(({ variables }) => variables)
      .filter(({ name }) => name.endsWith('kernel'))

    expect(kernels.map(({ shape }) => shape)).toEqual([
      [11, 11, 3, 96],
      [5, 5, 96, 256],
      [3, 3, 256, 384],
      [3, 3, 384, 384],
      [3, 3, 384, 256],
      [9216, 4096],
      [4096, 4096],
      [4096, 4],
    ])
  })
})

describe('the catalogue', () => {
  it('describes every architecture for every input side that it names', () => {
    const described = catalogue.flatMap((entry) =>
      entry.inputSides.map((side) => {
        const { id, parameters, receptiveField, denseStep } = describeArchitecture(entry, side)
        return [id, side, parameters.total, receptiveField, denseStep]
      }),
    )

    expect(described).toEqual([
      ['local-table-1', 80, 34_609_092, 20, 4],
      ['local-table-1', 64, 19_929_028, 20, 4],
      ['local-dense', 56, 144_884, 46, 4],
      ['local-dense', 88, 144_884, 46, 4],
      ['local-dense', 104, 144_884, 46, 4],
      ['local-small', 80, 11_132, 20, 4],
      ['local-small', 64, 11_132, 20, 4],
      ['tiny-local', 80, 7_502, 22, 8],
      ['tiny-local', 64, 4_814, 22, 8],
      ['tiny-local', 32, 1_742, 22, 8],
      ['global-table-2', 256, 6_307_364, 2_558, null],
      ['global-table-2', 512, 6_307_364, 2_558, null],
      ['alexnet', 256, 58_326_436, 195, null],
      ['global-small', 256, 20_476, 78, null],
      ['tiny-global', 256, 4_512, 190, null],
      ['tiny-global', 64, 3_072, 190, null],
    ])
  })

  it('says of each where it comes from', () => {
    const unnamed = catalogue.filter(({ title, source }) => title.length < 4 || source.length < 20)
    expect(unnamed.map(({ id }) => id)).toEqual([])
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length)
  })

  it('builds each with two classes as it does with four, but for the layer that makes the scores', () => {
    for (const entry of catalogue) {
      const [two, four] = [2, 4].map((classCount) => plan(entry.id, entry.inputSides[0], classCount))
      const scores = four?.findLastIndex(({ variables }) => variables.length > 0)
      expect(two?.at(-1)?.output, entry.id).toEqual([2])
      expect(four?.at(-1)?.output, entry.id).toEqual([4])
      expect(two?.slice(0, scores), entry.id).toEqual(four?.slice(0, scores))
    }
  })

  it('normalises before every ReLU, and drops out after every fully connected layer but the last', () => {
    for (const entry of catalogue) {
      const kinds = plan(entry.id, entry.inputSides[0]).map(({ layer }) => layer.type)
      kinds.forEach((kind, i) => {
        if (kind === 'relu') expect(kinds[i - 1], `${entry.id}, layer ${i + 1}`).toBe('batchNorm')
        if (kind === 'dense' && i < kinds.length - 1) {
          expect(kinds.slice(i + 1, i + 4), `${entry.id}, layer ${i + 1}`).toEqual(['batchNorm', 'relu', 'dropout'])
        }
      })
    }
  })

  it('holds an architecture for every preset, of the preset’s own stage', () => {
    for (const preset of Object.values(recipePresets)) {
      for (const [stage, recipe] of Object.entries(preset)) {
        expect(recipeSchema.parse(recipe)).toEqual(recipe)
        expect(findArchitecture(recipe.architecture, recipe.stage).stage).toBe(stage)
      }
    }
  })

  it('names what it has when it is asked for something else', () => {
    expect(() => findArchitecture('vgg')).toThrow(/There is no architecture “vgg”; choose one of local-table-1/)
    expect(() => findArchitecture('local-table-1', 'global')).toThrow(/made for the local stage/)
  })

  it('refuses patches that are too small, naming the layer that is left with nothing', () => {
    expect(() => plan('local-table-1', 12)).toThrow(/An input of 12 × 12 × 3 leaves nothing for layer/)
  })
})
