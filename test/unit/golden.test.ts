/** The reference numbers of golden.json that the two-stage networks rest on, one test a key and named as the key. */
import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, test } from 'vitest'
import { averageTiles, weightingMatrix } from '@/lib/domain/lesion-map'
import { patchPositions } from '@/lib/domain/patch-grid'
import { splitOfPatient, splitPosition } from '@/lib/domain/patient-split'
import { seededRandom, shuffle } from '@/lib/domain/random'
import { findArchitecture } from '@/lib/network/catalogue'
import { countParameters, type PlannedLayer, planLayers } from '@/lib/network/layers'
import { contrastPlane, paperPreprocessing } from '@/lib/vision'
import { blurPlane } from '@/lib/vision/gaussian'
import golden from '../support/golden.json' with { type: 'json' }

const close = (values: number[], digits: number) => values.map((value) => expect.closeTo(value, digits))

describe('preprocess_eq1', () => {
  const side = 48
  const plane = Uint8Array.from({ length: side * side }, (_, i) => {
    const x = i % side
    const y = Math.floor(i / side)
    return ((x * 7 + y * 13 + ((x * y) % 31)) * 3) % 256
  })
  const at = (values: ArrayLike<number>, place: string) => {
    const [y = 0, x = 0] = place.split(',').map(Number)
    return values[y * side + x]
  }

  it.each([
    ['2.0', golden.preprocess_eq1.by_sigma['2.0']],
    ['10.0', golden.preprocess_eq1.by_sigma['10.0']],
  ])('the published formula, to the grey level, for sigma %s', (sigma, expected) => {
    expect([...plane.subarray(0, 8)]).toEqual(golden.preprocess_eq1.first_row8)
    const blurred = blurPlane(plane, side, side, Number(sigma))
    for (const [place, value] of Object.entries(expected['float_ref_blur_samples(kernel=8u size)'])) {
      expect(at(blurred, place), place).toBeCloseTo(value, 9)
    }
    const result = contrastPlane(plane, side, side, { ...paperPreprocessing, sigmaPx: Number(sigma) })
    expect(result.reduce((sum, value) => sum + value, 0)).toBe(expected.float_ref_output_sum)
    for (const [place, value] of Object.entries(expected.opencv8u_output_samples)) {
      const difference = Math.abs((at(result, place) ?? Number.NaN) - value)
      expect(difference, `OpenCV on bytes at ${place}`).toBeLessThanOrEqual(expected.max_abs_diff_out_8u_vs_floatref)
    }
  })
})

describe('overlap_grid', () => {
  test.each(golden.overlap_grid)('d $d, h $h, ov $ov: $clamped_positions positions, no pixel uncovered', (grid) => {
    const positions = patchPositions(grid)
    const regular = Array.from({ length: grid.positions }, (_, i) => i * grid.stride)
    const isCovered = (pixel: number) => positions.some((from) => from <= pixel && pixel < from + grid.h)
    expect({
      positions,
      withoutClamping: positions.length - (grid.uncovered_px > 0 ? 1 : 0),
      uncovered: Array.from({ length: grid.d }, (_, pixel) => pixel).filter((pixel) => !isCovered(pixel)),
    }).toEqual({
      positions: grid.uncovered_px > 0 ? [...regular, grid.d - grid.h] : regular,
      withoutClamping: grid.positions,
      uncovered: [],
    })
    expect([positions.length, grid.positions]).toEqual([grid.clamped_positions, grid.paper_s + 1])
  })
})

describe('weight_map', () => {
  const { L, P, expected } = golden.weight_map.d7_h3_ov1

  test('(L + 1) · P, averaged over the tiles that cover a pixel', () => {
    const map = weightingMatrix(L.flat(), P.flat(), { d: 7, h: 3, ov: 1 }, 'paper')
    expect([...map]).toEqual(close(expected.M.flat(), 6))
  })

  test('the sum of the tiles over their count', () => {
    const counts = expected.cover_count.flat()
    const map = averageTiles(expected.LP.flat(), [0, 2, 4], 3, 7)
    const sums = counts.map((_, pixel) => {
      const [y, x] = [Math.floor(pixel / 7), pixel % 7]
      const covers = (from: number, place: number) => from <= place && place < from + 3
      const tiles = [0, 2, 4].flatMap((top, row) => [0, 2, 4].map((left, column) => ({ top, left, row, column })))
      const over = tiles.filter(({ top, left }) => covers(top, y) && covers(left, x))
      expect(over).toHaveLength(counts[pixel] ?? 0)
      return over.reduce((sum, { row, column }) => sum + (expected.LP[row]?.[column] ?? 0), 0)
    })
    expect([...map]).toEqual(
      close(
        sums.map((sum, pixel) => sum / (counts[pixel] ?? 1)),
        6,
      ),
    )
  })

  test('a pixel that no tile covers stays unweighted', () => {
    const { M_last_row } = golden.weight_map.d8_h3_ov1_one_uncovered_strip.expected
    const map = averageTiles(expected.LP.flat(), [0, 2, 4], 3, 8)
    expect([...map.slice(56)]).toEqual(M_last_row)
    expect([...map.slice(0, 7)]).toEqual(close(expected.M[0] ?? [], 6))
  })
})

describe('network_shapes', () => {
  const sizesOf = (planned: PlannedLayer[], ...types: string[]) =>
    countParameters(planned.filter(({ layer }) => types.includes(layer.type))).total

  it.each(golden.network_shapes.global)('Table II on an input of $input', (reference) => {
    const planned = planLayers(findArchitecture('global-table-2').build(4), [reference.input, reference.input, 3])
    const flatten = planned.findIndex(({ layer }) => layer.type === 'flatten')
    const trunk = planned.slice(0, flatten)
    const head = planned.slice(flatten)
    const pooled = trunk.filter(({ layer }) => layer.type === 'maxPool')
    const { total, trainable } = countParameters(planned)
    expect({
      input: reference.input,
      spatial_same_pool: [reference.input, ...pooled.map(({ output }) => output[0])],
      // What unpadded poolings would leave, and why they are padded: the ninth would have nothing.
      spatial_floor_pool: [reference.input, ...pooled.map((_, i) => Math.floor(reference.input / 2 ** (i + 1)))],
      flatten: head[0]?.output[0],
      conv: sizesOf(trunk, 'conv'),
      fc: sizesOf(head, 'dense'),
      bn_conv_4C: sizesOf(trunk, 'batchNorm'),
      bn_fc_4C: sizesOf(head, 'batchNorm'),
      total_with_bn: total,
      trainable,
    }).toEqual(reference)
  })
})

describe('patient_split_hash', () => {
  test.each(golden.patient_split_hash.vectors)('patient $patientId', ({ patientId, u, split }) => {
    expect(splitPosition(patientId)).toBe(u)
    expect(splitOfPatient(patientId)).toBe(split === 'val' ? 'validation' : split)
  })
})

test('prng_mulberry32', () => {
  const { seed, first_uint32, first_floats, fisher_yates_shuffle_0_9_seed42 } = golden.prng_mulberry32
  const integers = seededRandom(seed)
  const floats = seededRandom(seed)
  expect({
    seed,
    first_uint32: first_uint32.map(() => integers.nextUint32()),
    first_floats: first_floats.map(() => floats.next()),
    fisher_yates_shuffle_0_9_seed42: shuffle([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], seededRandom(42)),
  }).toEqual({ seed, first_uint32, first_floats, fisher_yates_shuffle_0_9_seed42 })
})

const reference = fileURLToPath(new URL('../../../shared/golden/golden.json', import.meta.url))
it.skipIf(!fs.existsSync(reference))(
  'the numbers are those of the reference (skipped where ../shared/golden is absent)',
  () => {
    expect(golden).toEqual(JSON.parse(fs.readFileSync(reference, 'utf8')))
  },
)
