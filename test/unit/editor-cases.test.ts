import { describe, expect, it } from 'vitest'
import { decisionRequest } from '@/lib/contracts/adjudication'
import { type Decision, missing, parseCaseDraft, toDecision } from '@/lib/editor/cases/case-draft'
import { goOn, newPatchSession, setNormal, toggleKind } from '@/lib/editor/patches/patch-session'

const decisionId = '22222222-2222-4222-8222-222222222222'
const decision = (more: Partial<Decision>): Decision => ({
  decisionId,
  verdict: { task: 'grade', grade: 2 },
  reason: 'Two haemorrhages below the macula.',
  isUnresolved: false,
  ...more,
})

describe('deciding a case', () => {
  it('needs every disputed patch, or a grade, and a reason', () => {
    const half = toggleKind(newPatchSession([4, 7, 9]), 'irma')
    const cases = [
      decision({}),
      decision({ reason: ' x ' }),
      decision({ verdict: { task: 'grade', grade: null } }),
      decision({ verdict: { task: 'patches', session: half } }),
    ]
    expect(cases.map(missing)).toEqual([null, 'Write the reason.', 'Choose the grade.', 'Decide 2 more patches.'])
    expect(cases.map((each) => toDecision(each) === undefined)).toEqual([false, true, true, true])
  })

  it('names each disputed patch once, a normal one too, as the server wants it', () => {
    const session = goOn(setNormal(goOn(toggleKind(newPatchSession([4, 7]), 'haemorrhage'))))
    const request = toDecision(decision({ verdict: { task: 'patches', session } }))
    expect(request).toEqual({
      id: decisionId,
      outcome: 'agreed',
      reason: 'Two haemorrhages below the macula.',
      label: {
        task: 'patches',
        patches: [
          { index: 4, kinds: ['haemorrhage'] },
          { index: 7, kinds: [] },
        ],
      },
    })
    expect(decisionRequest.safeParse(request).success).toBe(true)
  })

  it('carries no label when it is unresolved, whatever had been chosen', () => {
    const request = toDecision(decision({ isUnresolved: true }))
    expect(request).toEqual({ id: decisionId, outcome: 'unresolved', reason: 'Two haemorrhages below the macula.' })
    expect(decisionRequest.safeParse(request).success).toBe(true)
    expect(toDecision(decision({ isUnresolved: true, reason: '' }))).toBeUndefined()
  })

  it('takes nothing odd out of storage', () => {
    expect([undefined, {}, { version: 1 }].map(parseCaseDraft)).toEqual([undefined, undefined, undefined])
  })
})
