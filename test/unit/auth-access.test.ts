import { describe, expect, it } from 'vitest'
import { type Action, authorise, type Facts, mayDo } from '@/lib/auth/access'
import { type Actor, auditActor, commandLineActor } from '@/lib/auth/actor'
import { type Role, roles } from '@/lib/contracts/scalars'
import { AppError } from '@/lib/domain/errors'

const own = 'observer-of-the-actor'
const actorOf = (role: Role): Actor => ({
  userId: 'u',
  role,
  qualification: null,
  observerId: role === 'observer' || role === 'adjudicator' ? own : null,
  name: 'Somebody',
})

/** Facts that speak for the actor in every respect; a test takes away one at a time. */
const best: { [A in Action]: Facts[A] } = {
  'people.manage': null,
  'people.choose': null,
  'study.create': null,
  'study.read': { member: true },
  'study.results': { member: true },
  'study.configure': { member: true },
  'study.members': { member: true },
  'study.import': { member: true },
  'reading.claim': { member: true },
  'reading.submit': { member: true, observerId: own },
  'lease.use': { member: true, observerId: own },
  'case.list': null,
  'case.read': { member: true, hasRead: false, isReading: false },
  'case.decide': { member: true, hasRead: false, isReading: false },
  'photograph.view': { member: true, hasCase: true, isReading: false },
  'snapshot.create': { member: true },
  'snapshot.read': { member: true },
  'run.start': { member: true },
  'run.read': { member: true },
  'run.command': { member: true },
}
const actions = Object.keys(best) as Action[]
const may = mayDo as (actor: Actor, action: string, facts?: unknown) => boolean
const allowed = (action: Action, facts: unknown) =>
  roles.filter((role) => may(actorOf(role), action, facts ?? undefined))

describe('access', () => {
  it('is what this table says for members, and nothing more', () => {
    const table = Object.fromEntries(actions.map((action) => [action, allowed(action, best[action]).join(' ')]))
    const leads = 'researcher administrator'
    const reads = 'observer adjudicator'
    expect(table).toEqual({
      'people.manage': 'administrator',
      'people.choose': leads,
      'study.create': leads,
      'study.read': 'observer adjudicator researcher administrator',
      'study.results': leads,
      'study.configure': leads,
      'study.members': leads,
      'study.import': leads,
      'reading.claim': reads,
      'reading.submit': reads,
      'lease.use': reads,
      'case.list': 'adjudicator researcher administrator',
      'case.read': 'adjudicator researcher administrator',
      'case.decide': 'adjudicator',
      'photograph.view': 'adjudicator researcher administrator',
      'snapshot.create': leads,
      'snapshot.read': leads,
      'run.start': leads,
      'run.read': leads,
      'run.command': leads,
    })
  })

  it('to anything of a study is nobody’s who is not a member', () => {
    const ofStudies = actions.filter((action) => best[action] !== null)
    expect(ofStudies.flatMap((action) => allowed(action, { ...best[action], member: false }))).toEqual([])
  })

  it('to what is missing is refused with the same words as to what is somebody else’s', () => {
    const answers = [null, { member: false }].map((facts) => {
      try {
        authorise(actorOf('researcher'), 'study.read', facts)
        return 'allowed'
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        return [error.code, error.sentence, error.status]
      }
    })
    expect(answers).toEqual(Array(2).fill(['access.none', 'This does not exist, or you have no access to it.', 404]))
  })

  it('to another observer’s lease or reading is nobody’s', () => {
    for (const action of ['lease.use', 'reading.submit'] as const) {
      expect(allowed(action, { member: true, observerId: 'somebody-else' })).toEqual([])
    }
  })

  it('needs an observer to read as', () => {
    expect(mayDo({ ...actorOf('observer'), observerId: null }, 'reading.claim', { member: true })).toBe(false)
  })

  it('lets nobody decide a case with an answer of their own in it', () => {
    expect(allowed('case.decide', { member: true, hasRead: true, isReading: false })).toEqual([])
  })

  it('shows a photograph to an adjudicator only for the sake of a case', () => {
    expect(allowed('photograph.view', { member: true, hasCase: false, isReading: false })).toEqual([
      'researcher',
      'administrator',
    ])
  })

  it('hides a case and its photograph from an adjudicator who is reading the photograph', () => {
    const leads = ['researcher', 'administrator']
    expect(allowed('case.read', { ...best['case.read'], isReading: true })).toEqual(leads)
    expect(allowed('case.decide', { ...best['case.decide'], isReading: true })).toEqual([])
    expect(allowed('photograph.view', { ...best['photograph.view'], isReading: true })).toEqual(leads)
  })

  it('is denied for an action that no rule names', () => {
    expect(
      ['study.delete', 'constructor', '__proto__', 'toString'].map((action) =>
        may(commandLineActor, action, { member: true }),
      ),
    ).toEqual(Array(4).fill(false))
  })

  it('is recorded under the person, or under the system for the command line', () => {
    expect([auditActor(actorOf('observer')), auditActor(commandLineActor)]).toEqual(['user:u', 'system'])
  })
})
