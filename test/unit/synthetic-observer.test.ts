import { describe, expect, it } from 'vitest'
import { isInFieldOfView } from '@/lib/domain/field-of-view'
import { type ObserverSkill, observerSkills, simulateObserver } from '@/lib/synthetic'
import { fundus } from '../support/fixtures'

const perfect: ObserverSkill = {
  sensitivity: {
    microaneurysm: 1,
    haemorrhage: 1,
    hardExudate: 1,
    softExudate: 1,
    irma: 1,
    venousBeading: 1,
    neovascularisation: 1,
  },
  falseMarksPerPhotograph: 0,
  gradeConfusion: [0, 1, 2, 3, 4].map((row) => [0, 1, 2, 3, 4].map((column) => (row === column ? 1 : 0))),
  localisationPx: 0,
}
const eye = fundus({ seed: 51, grade: 3 })
const readings = (skill: ObserverSkill, count = 400) =>
  Array.from({ length: count }, (_, seed) => simulateObserver({ seed, skill }, eye))
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('a simulated observer', () => {
  it('answers the same for the same seed, and otherwise for another', () => {
    const skill = observerSkills.trainedObserver
    const [first, again, other] = [1, 1, 2].map((seed) => simulateObserver({ seed, skill }, eye))
    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
  })

  it('with perfect skill says the truth and nothing else', () => {
    const { marks, grade } = simulateObserver({ seed: 1, skill: perfect }, eye)
    const withoutId = ({ kind, shape }: { kind: string; shape: unknown }) => ({ kind, shape })
    expect({ grade, marks: marks.map(withoutId) }).toEqual({ grade: 3, marks: eye.lesions.map(withoutId) })
  })

  it('finds the share of each kind that its skill says', () => {
    const skill = { ...perfect, sensitivity: { microaneurysm: 0.4, haemorrhage: 0.9 } }
    const found = (kind: string) =>
      mean(readings(skill).map(({ marks }) => marks.filter((mark) => mark.kind === kind).length)) /
      eye.lesions.filter((lesion) => lesion.kind === kind).length
    expect(found('microaneurysm')).toBeCloseTo(0.4, 1)
    expect(found('haemorrhage')).toBeCloseTo(0.9, 1)
  })

  it('marks nothing of a kind that its skill does not name', () => {
    const skill = { ...perfect, sensitivity: { haemorrhage: 1 } }
    const kinds = new Set(simulateObserver({ seed: 1, skill }, eye).marks.map((mark) => mark.kind))
    expect(kinds).toEqual(new Set(['haemorrhage']))
  })

  it('makes false marks at its rate, on lit retina', () => {
    const skill = { ...perfect, sensitivity: {}, falseMarksPerPhotograph: 1.5 }
    const marks = readings(skill).map((reading) => reading.marks)
    expect(Math.abs(mean(marks.map((m) => m.length)) - 1.5)).toBeLessThan(0.2)
    const outside = marks
      .flat()
      .filter(({ shape }) => shape.type !== 'ellipse' || !isInFieldOfView(eye.fieldOfView, shape))
    expect(outside).toEqual([])
  })

  it('is off by its localisation error', () => {
    const index = eye.lesions.findIndex(({ shape }) => shape.type === 'ellipse')
    const truth = eye.lesions[index]?.shape
    const offsets = readings({ ...perfect, localisationPx: 3 }).map(({ marks }) => {
      const seen = marks[index]?.shape
      return seen?.type === 'ellipse' && truth?.type === 'ellipse' ? seen.x - truth.x : Number.NaN
    })
    expect(Math.abs(mean(offsets))).toBeLessThan(0.6)
    expect(Math.sqrt(mean(offsets.map((offset) => offset * offset)))).toBeCloseTo(3, 0)
  })

  it('confuses grades at its rates', () => {
    const confusion = [0, 1, 2, 3, 4].map(() => [0, 0, 0.25, 0.7, 0.05])
    const grades = readings({ ...perfect, gradeConfusion: confusion }).map((reading) => reading.grade)
    const share = (grade: number) => grades.filter((g) => g === grade).length / grades.length
    expect([share(0), share(1)]).toEqual([0, 0])
    expect(Math.abs(share(2) - 0.25)).toBeLessThan(0.08)
    expect(Math.abs(share(3) - 0.7)).toBeLessThan(0.08)
  })

  it.each(Object.entries(observerSkills))(
    'of the skill “%s” has grade confusions that are probabilities',
    (_, skill) => {
      for (const row of skill.gradeConfusion) expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12)
    },
  )

  it('calls a microaneurysm a haemorrhage as often as its skill says', () => {
    const truth = eye.lesions.filter((lesion) => lesion.kind === 'microaneurysm').length
    const others = eye.lesions.filter((lesion) => lesion.kind === 'haemorrhage').length
    const counts = readings({ ...perfect, redConfusion: 0.2 }).map(
      ({ marks }) => marks.filter((mark) => mark.kind === 'haemorrhage').length,
    )
    expect(mean(counts) / (0.2 * truth + 0.8 * others)).toBeCloseTo(1, 1)
  })
})
