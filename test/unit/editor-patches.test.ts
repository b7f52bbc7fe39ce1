import { describe, expect, it } from 'vitest'
import { createPatchEditor } from '@/lib/editor/patches/patch-editor'
import {
  answeredCount,
  currentAnswer,
  goOn,
  goTo,
  isComplete,
  isPast,
  newPatchSession,
  setNormal,
  toggleKind,
  toPatchesAnswer,
} from '@/lib/editor/patches/patch-session'

describe('answering patch after patch', () => {
  it('never takes an unanswered patch for a normal one', () => {
    const start = newPatchSession([5, 9])
    const toggledTwice = toggleKind(toggleKind(start, 'irma'), 'irma')
    expect(currentAnswer(toggledTwice)).toBeUndefined()
    expect(toPatchesAnswer(goOn(setNormal(start)))).toBeUndefined()
  })

  it('answers every patch once, in the order of the claim, kinds in the order of the keys', () => {
    const first = toggleKind(toggleKind(newPatchSession([9, 5]), 'hardExudate'), 'microaneurysm')
    const done = goOn(setNormal(goOn(first)))
    expect([isComplete(done), isPast(done)]).toEqual([true, true])
    expect(toPatchesAnswer(done)).toEqual({
      task: 'patches',
      patches: [
        { index: 9, kinds: ['microaneurysm', 'hardExudate'] },
        { index: 5, kinds: [] },
      ],
    })
  })

  it('comes back to what was left open after the last patch', () => {
    const skipped = goOn(newPatchSession([1, 2, 3]))
    const end = goOn(setNormal(goOn(setNormal(skipped))))
    expect([end.at, answeredCount(end)]).toEqual([0, 2])
  })

  it('takes up a draft where it was left', () => {
    const restored = newPatchSession(
      [1, 2, 3],
      new Map([
        [1, []],
        [3, ['other' as const]],
      ]),
    )
    expect([restored.at, answeredCount(restored)]).toEqual([1, 2])
    expect(isPast(newPatchSession([1], new Map([[1, []]])))).toBe(true)
  })

  it('ignores a place that does not exist, and answers after the end', () => {
    const session = newPatchSession([1, 2])
    expect(goTo(session, 7)).toBe(session)
    const past = { ...session, at: 2 }
    expect(setNormal(past)).toBe(past)
  })
})

describe('the pace', () => {
  it('toggles and stays, until told to go on', () => {
    const editor = createPatchEditor(newPatchSession([1, 2]), false)
    editor.kind('haemorrhage', false)
    editor.kind('hardExudate', false)
    expect(editor.session()).toMatchObject({ at: 0, answers: [['haemorrhage', 'hardExudate'], undefined] })
    editor.goOn()
    expect(editor.session().at).toBe(1)
  })

  it('answers and goes on when quick; Shift adds and stays', () => {
    const editor = createPatchEditor(newPatchSession([1, 2]), true)
    editor.kind('haemorrhage', false)
    editor.kind('irma', true)
    editor.kind('other', true)
    expect(editor.session()).toMatchObject({ at: 1, answers: [['haemorrhage'], ['irma', 'other']] })
  })

  it('takes back one answer a step and shows the patch that it was about', () => {
    const editor = createPatchEditor(newPatchSession([1, 2, 3]), false)
    editor.normal()
    editor.normal()
    editor.goBack()
    editor.undo()
    expect(editor.session()).toEqual({ indices: [1, 2, 3], answers: [[], undefined, undefined], at: 1 })
    editor.redo()
    expect(editor.session().answers).toEqual([[], [], undefined])
  })
})
