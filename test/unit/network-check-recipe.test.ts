import { describe, expect, it } from 'vitest'
import { type Recipe, recipePresets } from '@/lib/contracts/recipe'
import { findArchitecture } from '@/lib/network'
import { readRecipe, refuseImpossibleBlock } from '@/lib/network/check-recipe'
import { toyExamples } from '../support/toy-examples'
import { toyGrid } from '../support/toy-grid'

const local = recipePresets.tiny.local
const dense: Recipe = { ...local, block: 3 }

describe('a recipe with blocks of patches', () => {
  it('is taken where the network is dense-able and the patches lie on its lattice', () => {
    expect(() => refuseImpossibleBlock(dense, findArchitecture('tiny-local'), toyGrid())).not.toThrow()
    expect(() => refuseImpossibleBlock(local, findArchitecture('tiny-global'), toyExamples(4, 1))).not.toThrow()
  })

  it('is refused, with the reason, where the network pads', () => {
    expect(() => refuseImpossibleBlock(dense, findArchitecture('tiny-global'), toyGrid())).toThrow(
      /cannot look at a block of 3 × 3 patches/,
    )
  })

  it('is refused where patches do not lie on the lattice of its last map', () => {
    expect(() => refuseImpossibleBlock(dense, findArchitecture('tiny-local'), toyGrid({ stride: 4 }))).toThrow(
      /4 px apart, which is no multiple of the 8 px/,
    )
  })

  it('is refused where it is larger than a photograph', () => {
    expect(() => refuseImpossibleBlock({ ...local, block: 6 }, findArchitecture('tiny-local'), toyGrid())).toThrow(
      /larger than a photograph, which has 5 a side/,
    )
  })

  it('is refused for items that are no patches', () => {
    expect(() => refuseImpossibleBlock(dense, findArchitecture('tiny-local'), toyExamples(4, 1))).toThrow(
      /not lie on a grid/,
    )
  })
})

it('a recipe with a knob out of its range is refused by the knob’s name', () => {
  expect(() => readRecipe({ ...local, weightDecay: 2 })).toThrow(/wrong at “weightDecay”/)
})
