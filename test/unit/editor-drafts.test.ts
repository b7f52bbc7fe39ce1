import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Draft, draftKey, holdsWork, isStale, parseDraft } from '@/lib/editor/drafts/draft'
import { createDraftWriter } from '@/lib/editor/drafts/draft-writer'
import { type Keep, memoryKeep } from '@/lib/editor/drafts/keep'
import { parseViewOptions, viewOptionsDefault } from '@/lib/editor/view-options'

afterEach(() => {
  vi.restoreAllMocks()
})

const draft = (note: string): Draft => ({
  version: 1,
  leaseId: '33333333-3333-4333-8333-333333333333',
  userId: '11111111-1111-4111-8111-111111111111',
  stage: 'blind',
  readingId: '22222222-2222-4222-8222-222222222222',
  startedAt: '2024-01-01T10:00:00.000Z',
  worked: 1500,
  updatedAt: '2024-01-02T10:00:00.000Z',
  content: { task: 'grade', grade: 1, note },
})
const key = draftKey(draft('').leaseId, 'blind')

describe('a draft', () => {
  it('comes back from storage as it went in, and anything else does not come back at all', async () => {
    const keep = memoryKeep()
    await keep.put('drafts', key, draft('a'))
    expect(parseDraft(await keep.get('drafts', key))).toEqual(draft('a'))
    const odd: unknown[] = [
      undefined,
      null,
      'x',
      { ...draft('a'), version: 2 },
      { ...draft('a'), content: { task: 'none' } },
    ]
    expect(odd.map(parseDraft)).toEqual([undefined, undefined, undefined, undefined, undefined])
  })

  it('knows whether it holds work, and when nobody will come back for it', () => {
    expect(holdsWork({ task: 'marks', marks: [] })).toBe(false)
    expect(holdsWork({ task: 'patches', known: [{ index: 3, kinds: [] }] })).toBe(true)
    expect(holdsWork({ task: 'grade', grade: null, note: ' ' })).toBe(false)
    const day = 24 * 3_600_000
    const updated = Date.parse('2024-01-02T10:00:00.000Z')
    expect([13 * day, 15 * day].map((age) => isStale(draft(''), updated + age))).toEqual([false, true])
  })
})

describe('writing drafts', () => {
  /** A keep whose writes end when told to. */
  function slowKeep() {
    const keep = memoryKeep()
    const finish: (() => void)[] = []
    const written: string[] = []
    const slow: Keep = {
      ...keep,
      put: (shelf, name, value) =>
        new Promise((resolve) => {
          finish.push(() => {
            const parsed = parseDraft(value)
            if (parsed?.content.task === 'grade') written.push(parsed.content.note)
            keep.put(shelf, name, value).then(resolve)
          })
        }),
    }
    const next = async () => {
      finish.shift()?.()
      for (let i = 0; i < 10; i++) await Promise.resolve()
    }
    return { slow, written, next }
  }

  it('writes one at a time and, of those that wait, the newest', async () => {
    const { slow, written, next } = slowKeep()
    const writer = createDraftWriter(slow)
    for (const note of ['a', 'b', 'c']) writer.write(draft(note))
    expect(writer.state.get()).toBe('writing')
    await next()
    await next()
    expect([written, writer.state.get()]).toEqual([['a', 'c'], 'kept'])
  })

  it('writes what was waiting when it was closed, and nothing after', async () => {
    const { slow, written, next } = slowKeep()
    const writer = createDraftWriter(slow)
    writer.write(draft('a'))
    writer.write(draft('b'))
    writer.close()
    writer.write(draft('c'))
    for (let i = 0; i < 3; i++) await next()
    expect(written).toEqual(['a', 'b'])
  })

  it('says when a draft could not be kept, and goes on', async () => {
    const spoken = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const fault = new Error('The disk is full.')
    const keep = memoryKeep()
    let isFull = true
    const writer = createDraftWriter({
      ...keep,
      put: async (...entry) => {
        if (isFull) throw fault
        await keep.put(...entry)
      },
    })
    const settle = async () => {
      for (let i = 0; i < 10; i++) await Promise.resolve()
    }
    writer.write(draft('a'))
    await settle()
    expect([writer.state.get(), spoken.mock.calls]).toEqual(['failed', [['The draft could not be written.', fault]]])
    isFull = false
    writer.write(draft('b'))
    await settle()
    expect([writer.state.get(), parseDraft(await keep.get('drafts', key))]).toEqual(['kept', draft('b')])
  })
})

describe('view options', () => {
  it('fall back to the default for anything odd', () => {
    expect([null, '{', '[]', '{"spans":99}'].map(parseViewOptions)).toEqual(Array(4).fill(viewOptionsDefault))
    expect(parseViewOptions('{"isGridShown":true}')).toEqual({ ...viewOptionsDefault, isGridShown: true })
  })
})
