/**
 * Acceptance row 13: every route and page × everybody × {own, someone else's, missing}, made from the file tree and compared with
 * what authorisation-matrix.ts declares.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { ask } from '../support/ask'
import { askPage } from '../support/ask-page'
import { type Entry, entriesOfApp } from '../support/file-tree'
import { type Asker, askers, makeWorld, type Whose, type World, whose } from '../support/world'
import { matrix, type Row } from './authorisation-matrix'

vi.mock('next/headers', async () => (await import('../support/ask-page')).mockNextHeaders())

/** `in`: got past the door (what it answers about the content is another test's). */
type Cell = 'in' | 'does not exist' | 'sign in' | `answered ${string}`

const entries = await entriesOfApp()
let world: World
beforeAll(async () => {
  world = await makeWorld()
})

describe('the matrix', () => {
  it('has one row for every route and page of the file tree, and none for what is gone', () => {
    expect(matrix.map(({ what }) => what).sort()).toEqual(entries.map(({ what }) => what).sort())
  })

  it('knows no server action and no handler that was not made by the wrapper', () => {
    const sources = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))
    expect(sources.filter((file) => /['"]use server['"]/.test(readFileSync(`app/${file}`, 'utf8')))).toEqual([])
    const bare = entries.filter((entry) => entry.kind === 'route' && !('access' in entry.handler))
    expect(bare.map(({ what }) => what)).toEqual([])
  })
})

describe.each(entries.map((entry) => [entry.what, entry] as const))('%s', (what, entry) => {
  const row = matrix.find((each) => each.what === what)

  it.each(whose)('lets in who is declared, for %s things', async (object) => {
    if (!row) throw new Error(`Add a row for “${what}” to test/security/authorisation-matrix.ts.`)
    const seen: Partial<Record<Asker, Cell>> = {}
    for (const asker of askers) seen[asker] = (await answer(entry, row, asker, object)).cell
    expect(seen).toEqual(Object.fromEntries(askers.map((asker) => [asker, declared(row, asker, object)])))
  })

  it('answers the same for what is missing and for what is somebody else’s', async () => {
    if (!row || !('own' in row.may)) return
    for (const asker of askers) {
      if (declared(row, asker, 'others') === 'in') continue
      const [others, missing] = [await answer(entry, row, asker, 'others'), await answer(entry, row, asker, 'missing')]
      expect(others).toEqual(missing)
    }
  })
})

function declared({ may }: Row, asker: Asker, object: Whose): Cell {
  if ('anyone' in may) return may.anyone === 'existing' && object === 'missing' ? 'does not exist' : 'in'
  if (asker === 'anonymous' || asker === 'disabled') return 'sign in'
  if ('always' in may) return may.always.includes(asker) ? 'in' : 'does not exist'
  const others = may.others ?? may.own.filter((who) => who === 'administrator')
  const let_in = { own: may.own, others, missing: [] }[object]
  return let_in.some((who) => who === asker) ? 'in' : 'does not exist'
}

async function answer(entry: Entry, row: Row, asker: Asker, object: Whose): Promise<{ cell: Cell; body?: unknown }> {
  const question = { ...row.ask?.(world.things[object], world), as: world.people[asker] }
  if (entry.kind === 'page') return { cell: cellOfPage(await askPage(entry.page, question)) }
  const response = await ask(entry.handler, { method: entry.method, ...question })
  return cellOfResponse(response)
}

function cellOfPage(answered: string): Cell {
  if (answered === 'not found') return 'does not exist'
  return answered.startsWith('redirect /sign-in') ? 'sign in' : 'in'
}

/** 409 and 422 are answers about the content, given to whoever may know it. */
async function cellOfResponse(response: Response): Promise<{ cell: Cell; body?: unknown }> {
  const { status } = response
  if ([200, 409, 422].includes(status)) {
    await response.body?.cancel()
    return { cell: 'in' }
  }
  const { error } = await response.json()
  const { requestId, ...rest } = error
  expect(requestId).toBe(response.headers.get('x-request-id'))
  const cells: Record<number, Cell> = { 401: 'sign in', 404: 'does not exist' }
  return { cell: cells[status] ?? `answered ${status} ${error.sentence}`, body: rest }
}
