/**
 * The one access function. Deny by default: what has no rule here, or whose rule is not met, does not exist for the actor,
 * and "missing" and "someone else's" look the same. Services gather the facts and ask before they read on or write.
 */
import type { Role } from '@/lib/contracts/scalars'
import { AppError } from '@/lib/domain/errors'
import type { Actor } from './actor'

type Study = {
  /** Is the actor a member of the study (administrators always are)? See `studyMembership`. */ member: boolean
}
type Owned = Study & { /** The observer it belongs to. */ observerId: string }
type Pictures = Study & {
  /** Does the actor's own observer hold an item of the same photograph? Who is reading is shown nothing of what others said. */
  isReading: boolean
}
type Case = Pictures & {
  /** Did the actor's own observer read the item? Nobody decides about an answer of their own. */ hasRead: boolean
}
type Pictured = Pictures & { /** Is there a case about the photograph? */ hasCase: boolean }

/** What each action needs to know about its object; `null`: nothing, the role alone decides. */
export type Facts = {
  /** Invite, change roles, disable. */
  'people.manage': null
  /** See who there is, to choose members of a study. */
  'people.choose': null
  'study.create': null
  /** That the study is there, and its name. */
  'study.read': Study
  /** Answers, agreed labels, agreement, photographs' names: what would unblind an observer. */
  'study.results': Study
  'study.configure': Study
  'study.members': Study
  'study.import': Study
  'reading.claim': Study
  'reading.submit': Owned
  'lease.use': Owned
  'case.list': null
  'case.read': Case
  'case.decide': Case
  /** A photograph by its own id; observers see theirs through a lease. */
  'photograph.view': Pictured
  'snapshot.create': Study
  'snapshot.read': Study
  'run.start': Study
  'run.read': Study
  'run.command': Study
}
export type Action = keyof Facts

const is =
  (...roles: Role[]) =>
  (actor: Actor) =>
    roles.includes(actor.role)

const inStudy =
  (...roles: Role[]) =>
  (actor: Actor, { member }: Study) =>
    member && roles.includes(actor.role)

const reads = (actor: Actor) => is('observer', 'adjudicator')(actor) && actor.observerId !== null
const owns = (actor: Actor, { member, observerId }: Owned) => member && reads(actor) && actor.observerId === observerId
const inCases = (actor: Actor, facts: Pictures) => inStudy('adjudicator')(actor, facts) && !facts.isReading
const leads = inStudy('researcher', 'administrator')

const rules: { [A in Action]: (actor: Actor, facts: Facts[A]) => boolean } = {
  'people.manage': is('administrator'),
  'people.choose': is('researcher', 'administrator'),
  'study.create': is('researcher', 'administrator'),
  'study.read': (_actor, { member }) => member,
  'study.results': leads,
  'study.configure': leads,
  'study.members': leads,
  'study.import': leads,
  'reading.claim': (actor, { member }) => member && reads(actor),
  'reading.submit': owns,
  'lease.use': owns,
  'case.list': is('adjudicator', 'researcher', 'administrator'),
  'case.read': (actor, facts) => leads(actor, facts) || inCases(actor, facts),
  'case.decide': (actor, facts) => inCases(actor, facts) && !facts.hasRead,
  'photograph.view': (actor, facts) => leads(actor, facts) || (inCases(actor, facts) && facts.hasCase),
  'snapshot.create': leads,
  'snapshot.read': leads,
  'run.start': leads,
  'run.read': leads,
  'run.command': leads,
}

/** For a list that shows different things to different people. Prefer `authorise`. */
export function mayDo<A extends Action>(actor: Actor, action: A, ...[facts]: FactsOf<A>): boolean {
  if (!Object.hasOwn(rules, action) || facts === null) return false
  const rule: (actor: Actor, facts: Facts[A]) => boolean = rules[action]
  return rule(actor, facts as Facts[A])
}

/** Facts may be null where the object is missing: that is refused like any other. */
type FactsOf<A extends Action> = Facts[A] extends null ? [] : [facts: Facts[A] | null]

/** What does not exist, or not for this actor. The same sentence for both. */
export const noAccess = () => new AppError('access.none', 'This does not exist, or you have no access to it.', 404)

/** Refuses, unless the rule of `action` allows it. @throws AppError `access.none` (404) */
export function authorise<A extends Action>(actor: Actor, action: A, ...facts: FactsOf<A>): void {
  if (!mayDo(actor, action, ...facts)) throw noAccess()
}
