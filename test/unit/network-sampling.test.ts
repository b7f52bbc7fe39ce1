import { describe, expect, it } from 'vitest'
import { seededRandom } from '@/lib/domain/random'
import { drawOrder } from '@/lib/network/sampling'

const labels = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 3)

const countOf = (order: Uint32Array, label: number) => order.filter((item) => labels[item] === label).length

describe('the order of an epoch', () => {
  it('shows every class that occurs equally often when sampling is balanced', () => {
    const order = drawOrder(labels, 30, 'sampling', seededRandom(1))

    expect([0, 1, 2, 3].map((label) => countOf(order, label))).toEqual([10, 10, 0, 10])
  })

  it('shows no item of a class again before all of that class were shown', () => {
    const order = drawOrder(labels, 36, 'sampling', seededRandom(1))
    const normals = [...order].filter((item) => labels[item] === 0)

    expect(normals.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  })

  it('shows every item once when it is not balanced and asked for as many', () => {
    const order = drawOrder(labels, labels.length, 'none', seededRandom(1))

    expect([...order].sort((a, b) => a - b)).toEqual(Array.from(labels, (_, item) => item))
  })

  it('is the same for the same state of the generator and another for another', () => {
    const draw = (seed: number) => [...drawOrder(labels, 30, 'sampling', seededRandom(seed))]

    expect(draw(4)).toEqual(draw(4))
    expect(draw(4)).not.toEqual(draw(5))
  })
})
