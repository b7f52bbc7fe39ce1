/**
 * Who may come in where (acceptance row 13). One row for every method of every route and for every page; the test beside this
 * file fails for what has no row. Adding one: call it what the file tree calls it (`POST api/things/[id]`, `page (group)/things`),
 * say who may come in, and give a request that is valid for `own` things.
 *
 *   own     everybody who may, for things of their own study (a lease: of the observer's own)
 *   others  everybody who may for things of a study that they are not in; by default the administrator, where they may at all
 *   always  instead of the two: the object does not matter
 *
 * Whoever is not named is told that it does not exist, in the same words as for what is missing. Anonymous and disabled people are
 * asked to sign in, unless a row is for `anyone`. `test/support/world.ts` has the things and the people.
 */
import { randomUUID } from 'node:crypto'
import { protocolPresets } from '@/lib/domain/protocol-presets'
import type { Question } from '../support/ask'
import type { Asker, Things, World } from '../support/world'

type Who = Exclude<Asker, 'anonymous' | 'disabled'>
type May = { own: Who[]; others?: Who[] } | { always: Who[] } | { anyone: 'all' | 'existing' }

export type Row = {
  what: string
  may: May
  /** A request that is valid where the things exist. For pages only `params` and `path` count. */
  ask?: (things: Things, world: World) => Question
}

const readers: Who[] = ['observer', 'otherObserver', 'adjudicator']
const leaders: Who[] = ['researcher', 'administrator']
const everybody: Who[] = [...readers, ...leaders]

const reading = (leaseId: string) => ({
  id: randomUUID(),
  leaseId,
  stage: 'blind',
  answer: { task: 'grade', grade: 2 },
  secondsSpent: 5,
  startedAt: new Date().toISOString(),
})

export const matrix: Row[] = [
  // ── signing in and up, health ──
  { what: 'GET api/auth/[...nextauth]', may: { anyone: 'all' }, ask: () => ({ params: { nextauth: ['csrf'] } }) },
  {
    what: 'POST api/auth/[...nextauth]',
    may: { anyone: 'all' },
    ask: () => ({
      params: { nextauth: ['signout'] },
      body: { csrfToken: 'not the one of the page: nobody is signed out' },
    }),
  },
  { what: 'GET api/health', may: { anyone: 'all' } },
  {
    what: 'POST api/sign-up',
    may: { anyone: 'existing' },
    ask: ({ token }, { takenEmail }) => ({
      body: { token, name: 'Observer A', email: takenEmail, password: 'a password that is long' },
    }),
  },
  { what: 'page (sign-in)/sign-in', may: { anyone: 'all' } },
  { what: 'page (sign-in)/invite/[token]', may: { anyone: 'all' }, ask: ({ token }) => ({ params: { token } }) },
  { what: 'page .', may: { always: everybody } },

  // ── people ──
  { what: 'page (admin)/people', may: { always: ['administrator'] } },
  { what: 'POST api/invitations', may: { always: ['administrator'] }, ask: () => ({ body: { role: 'observer' } }) },
  {
    what: 'DELETE api/invitations/[id]',
    may: { own: ['administrator'] },
    ask: ({ invitationId: id }) => ({ params: { id } }),
  },
  {
    what: 'PATCH api/people/[id]',
    may: { own: ['administrator'] },
    ask: ({ personId: id }) => ({ params: { id }, body: { qualification: null } }),
  },

  // ── studies ──
  { what: 'POST api/studies', may: { always: leaders }, ask: () => ({ body: { name: `Study ${randomUUID()}` } }) },
  {
    what: 'PUT api/studies/[id]/members',
    may: { own: leaders },
    ask: ({ studyId: id }) => ({ params: { id }, body: { add: [], remove: [] } }),
  },
  { what: 'GET api/studies/[id]/protocol', may: { own: leaders }, ask: ({ studyId: id }) => ({ params: { id } }) },
  {
    what: 'PUT api/studies/[id]/protocol',
    may: { own: leaders },
    ask: ({ studyId: id }) => ({ params: { id }, body: protocolPresets['k-of-n'] }),
  },
  { what: 'page (researcher)/studies', may: { always: leaders } },
  { what: 'page (researcher)/studies/[id]', may: { own: leaders }, ask: ({ studyId: id }) => ({ params: { id } }) },
  {
    what: 'page (researcher)/studies/[id]/import',
    may: { own: leaders },
    ask: ({ studyId: id }) => ({ params: { id } }),
  },
  {
    what: 'page (researcher)/studies/[id]/people',
    may: { own: leaders },
    ask: ({ studyId: id }) => ({ params: { id } }),
  },
  {
    what: 'page (researcher)/studies/[id]/protocol',
    may: { own: leaders },
    ask: ({ studyId: id }) => ({ params: { id } }),
  },

  // ── photographs ──
  {
    what: 'page (researcher)/studies/[id]/photographs',
    may: { own: leaders },
    ask: ({ studyId: id }) => ({ params: { id } }),
  },
  { what: 'POST api/imports', may: { own: leaders }, ask: ({ studyId }) => ({ body: { studyId } }) },
  { what: 'GET api/imports/[id]', may: { own: leaders }, ask: ({ importId: id }) => ({ params: { id } }) },
  {
    what: 'PUT api/imports/[id]/files',
    may: { own: leaders },
    ask: ({ importId: id }) => ({
      params: { id },
      path: `/api/imports/${id}/files?name=notes.txt`,
      body: 'no photograph',
      headers: { 'content-type': 'application/octet-stream' },
    }),
  },
  { what: 'POST api/imports/[id]/close', may: { own: leaders }, ask: ({ importId: id }) => ({ params: { id } }) },
  {
    what: 'GET api/photographs/[id]/image/[variant]',
    may: { own: ['adjudicator', ...leaders] },
    ask: ({ photographId: id }) => ({ params: { id, variant: 'display' } }),
  },

  // ── reading ──
  { what: 'page (grader)/queue', may: { always: readers } },
  {
    what: 'POST api/readings/claim',
    may: { own: readers },
    ask: ({ studyId }) => ({ body: { studyId, task: 'grade' } }),
  },
  {
    what: 'POST api/leases/[id]',
    may: { own: ['observer'] },
    ask: ({ leaseId: id }) => ({ params: { id }, body: { action: 'renew' } }),
  },
  {
    what: 'GET api/leases/[id]/image/[variant]',
    may: { own: ['observer'] },
    ask: ({ leaseId: id }) => ({ params: { id, variant: 'contrast800' } }),
  },
  { what: 'page (grader)/read/[leaseId]', may: { own: ['observer'] }, ask: ({ leaseId }) => ({ params: { leaseId } }) },
  { what: 'POST api/readings', may: { own: ['observer'] }, ask: ({ leaseId }) => ({ body: reading(leaseId) }) },

  // ── adjudication ──
  { what: 'page (adjudicator)/cases', may: { always: ['adjudicator', ...leaders] } },
  {
    what: 'page (adjudicator)/cases/[id]',
    may: { own: ['adjudicator', ...leaders] },
    ask: ({ caseId: id }) => ({ params: { id } }),
  },
  { what: 'GET api/cases', may: { always: ['adjudicator', ...leaders] } },
  {
    what: 'POST api/cases/[id]/decision',
    may: { own: ['adjudicator'] },
    ask: ({ caseId: id }) => ({
      params: { id },
      body: { id: randomUUID(), outcome: 'unresolved', reason: 'The photograph is out of focus.' },
    }),
  },

  // ── learning ──
  { what: 'GET api/snapshots', may: { always: leaders } },
  {
    what: 'POST api/snapshots',
    may: { own: leaders },
    ask: ({ studyId }) => ({
      body: { name: 'A snapshot', studyIds: [studyId], split: { train: 0.7, validation: 0.15 } },
    }),
  },
  { what: 'GET api/snapshots/[id]', may: { own: leaders }, ask: ({ snapshotId: id }) => ({ params: { id } }) },
  { what: 'page (researcher)/snapshots', may: { always: leaders } },
  {
    what: 'page (researcher)/snapshots/[id]',
    may: { own: leaders },
    ask: ({ snapshotId: id }) => ({ params: { id } }),
  },
  { what: 'GET api/runs', may: { always: leaders } },
  {
    what: 'POST api/runs',
    may: { own: leaders },
    ask: ({ snapshotId }) => ({ body: { snapshotId, name: 'A run', preset: 'tiny' } }),
  },
  { what: 'GET api/runs/[id]', may: { own: leaders }, ask: ({ runId: id }) => ({ params: { id } }) },
  {
    what: 'POST api/runs/[id]',
    may: { own: leaders },
    ask: ({ runId: id }) => ({ params: { id }, body: { command: 'stop' } }),
  },
  {
    what: 'POST api/runs/[id]/continue',
    may: { own: leaders },
    ask: ({ runId: id }) => ({ params: { id }, body: { name: 'More of it', epochsLocal: 1, epochsGlobal: 1 } }),
  },
  { what: 'page (researcher)/runs', may: { always: leaders } },
  { what: 'page (researcher)/runs/[id]', may: { own: leaders }, ask: ({ runId: id }) => ({ params: { id } }) },
]
