import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { patientGroups } from '@/lib/services/_shared/learning/patient-groups'

const member = fc.record({
  patientCode: fc.integer({ min: 0, max: 30 }).map(String),
  canonicalSha256: fc.integer({ min: 0, max: 40 }).map(String),
})

describe('groups that are never split', () => {
  it('hold everybody of one code and everybody with one picture, and nobody who is linked to none of them', () => {
    fc.assert(
      fc.property(fc.array(member, { maxLength: 60 }), (members) => {
        const groups = patientGroups(members).map(({ group }) => group)
        const linked = members.map((a) =>
          members.map((b) => a.patientCode === b.patientCode || a.canonicalSha256 === b.canonicalSha256),
        )
        const reachable = closure(linked)
        members.forEach((_, i) => {
          members.forEach((_, j) => {
            expect(groups[i] === groups[j]).toBe(reachable[i]?.[j])
          })
        })
      }),
      { numRuns: 200 },
    )
  })

  it('do not depend on the order in which photographs are looked at', () => {
    fc.assert(
      fc.property(fc.array(member, { maxLength: 40 }), fc.nat(), (members, turn) => {
        const shift = members.length === 0 ? 0 : turn % members.length
        const turned = [...members.slice(shift), ...members.slice(0, shift)]
        const groups = patientGroups(members)
        expect(patientGroups(turned)).toEqual([...groups.slice(shift), ...groups.slice(0, shift)])
      }),
    )
  })
})

/** Who can be reached from whom, by any number of links. */
function closure(linked: boolean[][]): boolean[][] {
  const reach = linked.map((row) => [...row])
  for (let k = 0; k < reach.length; k++) {
    for (const row of reach) {
      if (row[k])
        reach[k]?.forEach((is, j) => {
          if (is) row[j] = true
        })
    }
  }
  return reach
}
