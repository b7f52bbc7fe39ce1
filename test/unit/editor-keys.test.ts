import { describe, expect, it } from 'vitest'
import { lesionKinds } from '@/lib/domain/lesion'
import { actionFor } from '@/lib/editor/actions/action'
import { isKey, type KeyPress, keyCaps } from '@/lib/editor/actions/key'
import {
  caseGradeActions,
  casePatchActions,
  gradeActions,
  marksActions,
  patchActions,
} from '@/lib/editor/actions/screens'
import { glyphPaths } from '@/lib/editor/look/glyph-path'
import { kindLooks, kindOfNumber } from '@/lib/editor/look/kind-looks'

const press = (key: string, code = '', more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...more,
})

describe('keys', () => {
  it('takes digits from either block and any layout, letters by what is written on them', () => {
    expect(isKey({ key: '3' }, press('"', 'Digit3'))).toBe(true)
    expect(isKey({ key: '3' }, press('3', 'Numpad3'))).toBe(true)
    expect(isKey({ key: 'q' }, press('q', 'KeyA'))).toBe(true)
    expect(isKey({ key: 'q' }, press('Q', 'KeyQ'))).toBe(true)
  })

  it('tells a key from the same key with Ctrl, Shift or Alt', () => {
    const undo = { key: 'z', ctrl: true }
    expect(isKey(undo, press('z', 'KeyZ', { ctrlKey: true }))).toBe(true)
    expect(isKey(undo, press('z', 'KeyZ', { metaKey: true }))).toBe(true)
    expect(isKey(undo, press('z', 'KeyZ'))).toBe(false)
    expect(isKey(undo, press('Z', 'KeyZ', { ctrlKey: true, shiftKey: true }))).toBe(false)
    expect(isKey({ key: 'c' }, press('c', 'KeyC', { ctrlKey: true }))).toBe(false)
  })

  it('does not ask whether a sign needed Shift', () => {
    expect(isKey({ key: '?' }, press('?', 'Slash', { shiftKey: true }))).toBe(true)
    expect(isKey({ key: '+' }, press('+', 'NumpadAdd'))).toBe(true)
  })

  it('is drawn as its caps', () => {
    expect(keyCaps({ key: 'z', ctrl: true, shift: true })).toEqual(['Ctrl', 'Shift', 'Z'])
    expect([keyCaps({ key: ' ' }), keyCaps({ key: 'ArrowLeft' })]).toEqual([['Space'], ['←']])
  })
})

describe('the screens', () => {
  const screens = {
    marks: marksActions,
    patches: patchActions,
    'blind grade': gradeActions('blind'),
    'revealed grade': gradeActions('revealed'),
    'case of patches': casePatchActions(['A', 'B', 'C']),
    'case of grades': caseGradeActions,
  }

  it.each(Object.entries(screens))('no key of %s means two things', (_name, actions) => {
    const owners = new Map<string, string[]>()
    for (const action of actions) {
      for (const key of action.keys) {
        const caps = keyCaps(key).join('+')
        owners.set(caps, [...(owners.get(caps) ?? []), action.name])
      }
    }
    expect([...owners].filter(([, names]) => names.length > 1)).toEqual([])
  })

  it.each(Object.entries(screens))('every action of %s has a key', (_name, actions) => {
    expect(actions.filter((action) => action.keys.length === 0)).toEqual([])
  })

  it('finds the action of a key', () => {
    expect(actionFor(marksActions, press('e', 'KeyE'))?.name).toBe('tool.ellipse')
    expect(actionFor(patchActions, press(' ', 'Space'))?.name).toBe('patch.normal')
    expect(actionFor(gradeActions('blind'), press('0', 'Digit0'))?.name).toBe('grade.0')
    expect(actionFor(marksActions, press('j', 'KeyJ'))).toBeUndefined()
  })
})

/** Machado, Oliveira and Fernandes (2009), severity 1: what colour-blind eyes see of linear RGB. */
const blindness = {
  none: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const

function lab(hex: string, matrix: readonly number[]): [number, number, number] {
  const linear = [1, 3, 5].map((i) => {
    const value = Number.parseInt(hex.slice(i, i + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  const row = (r: number) =>
    Math.min(
      1,
      Math.max(
        0,
        linear.reduce((sum, value, i) => sum + value * (matrix[3 * r + i] ?? 0), 0),
      ),
    )
  const [r, g, b] = [row(0), row(1), row(2)]
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047)
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b)
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

describe('the look of a kind', () => {
  it('has a number, a colour, a glyph and a short name of its own', () => {
    expect(kindLooks.map((look) => look.kind)).toEqual([...lesionKinds])
    expect(kindLooks.map((look) => kindOfNumber(look.number))).toEqual([...lesionKinds])
    for (const key of ['colour', 'glyph', 'short'] as const) {
      expect(new Set(kindLooks.map((look) => look[key])).size).toBe(lesionKinds.length)
    }
    expect(Object.keys(glyphPaths).sort()).toEqual(kindLooks.map((look) => look.glyph).sort())
  })

  it.each(Object.entries(blindness))('colours stay apart for eyes with %s', (_name, matrix) => {
    const colours = kindLooks.map((look) => ({ kind: look.kind, lab: lab(look.colour, matrix) }))
    const close = colours.flatMap((a, i) =>
      colours.slice(i + 1).flatMap((b) => {
        const distance = Math.hypot(...a.lab.map((value, k) => value - (b.lab[k] ?? 0)))
        return distance < 18 ? [`${a.kind} ~ ${b.kind}: ${distance.toFixed(1)}`] : []
      }),
    )
    expect(close).toEqual([])
  })

  it.each(Object.entries(blindness))('colours stand out on a retina for eyes with %s', (_name, matrix) => {
    const retina = ['#b5481f', '#8a2f12', '#c8632f', '#5a1d0c'].map((hex) => lab(hex, matrix))
    const hidden = kindLooks.flatMap(({ kind, colour }) => {
      const own = lab(colour, matrix)
      const nearest = Math.min(...retina.map((each) => Math.hypot(...each.map((value, k) => value - (own[k] ?? 0)))))
      return nearest < 30 ? [`${kind}: ${nearest.toFixed(1)}`] : []
    })
    expect(hidden).toEqual([])
  })
})
