import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LesionKind, lesionKinds } from '@/lib/domain/lesion'
import { canRedo, canUndo, commit, newHistory, redo, undo } from '@/lib/editor/marks/history'
import { createMarksEditor } from '@/lib/editor/marks/marks-editor'
import type { PointerPlace, ToolName } from '@/lib/editor/tools/tool'

const photograph = { width: 2000, height: 1500 }
const at = (x: number, y: number, more: Partial<PointerPlace> = {}): PointerPlace => ({
  place: { x, y },
  pixel: 1,
  isShift: false,
  isAlt: false,
  ...more,
})

function editorWith(tool: ToolName, kind: LesionKind = 'haemorrhage') {
  let count = 0
  const editor = createMarksEditor({ photograph, newId: () => `m${++count}` }, { marks: [], kind, tool })
  const drag = (from: [number, number], ...path: [number, number][]) => {
    editor.point('down', at(...from))
    for (const place of path) editor.point('move', at(...place))
    editor.point('up', at(...(path.at(-1) ?? from)))
  }
  return { editor, drag, state: () => editor.state.get() }
}

describe('history', () => {
  it('undoes and redoes to the very same values, and forgets what was undone once something new is done', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 30 }), (values) => {
        let history = newHistory(-1.5)
        const seen = [history.present]
        for (const value of values) {
          history = commit(history, value)
          if (history.present !== seen.at(-1)) seen.push(history.present)
        }
        for (const value of [...seen].reverse().slice(1)) {
          history = undo(history)
          expect(history.present).toBe(value)
        }
        expect([canUndo(history), canRedo(history)]).toEqual([false, seen.length > 1])
        expect(redo(undo(history)).present).toBe(redo(history).present)
        expect(canRedo(commit(history, 0.5))).toBe(false)
      }),
    )
  })
})

describe('drawing', () => {
  it('is one step a gesture, however far the pointer went', () => {
    const { editor, drag } = editorWith('ellipse')
    drag([100, 100], [110, 104], [130, 110], [140, 120])
    expect(editor.marks()).toEqual([
      { id: 'm1', kind: 'haemorrhage', shape: { type: 'ellipse', x: 120, y: 110, rx: 20, ry: 10, angle: 0 } },
    ])
    editor.undo()
    expect(editor.marks()).toEqual([])
    editor.redo()
    expect(editor.marks()).toHaveLength(1)
  })

  it('shows what would be drawn and commits nothing until the end', () => {
    const { editor } = editorWith('box', 'irma')
    editor.point('down', at(10, 10))
    editor.point('move', at(60, 40))
    expect(editor.marks()).toEqual([])
    expect(editor.marksInView()).toEqual([
      { id: 'preview', kind: 'irma', shape: { type: 'box', x: 10, y: 10, width: 50, height: 30 } },
    ])
    editor.cancel()
    editor.point('up', at(60, 40))
    expect([editor.marks(), editor.marksInView()]).toEqual([[], []])
  })

  it('places a point where the pointer lets go', () => {
    const { editor, drag } = editorWith('point', 'microaneurysm')
    drag([300, 300], [305.004, 299])
    expect(editor.marks()).toEqual([{ id: 'm1', kind: 'microaneurysm', shape: { type: 'point', x: 305, y: 299 } }])
  })

  it('takes a click with a drawing tool for a selection, and draws nothing', () => {
    const { editor, drag, state } = editorWith('ellipse')
    drag([100, 100], [200, 200])
    drag([150, 150])
    expect([editor.marks().length, state().selected, state().tool]).toEqual([1, 'm1', 'select'])
  })

  it('is coarser when the photograph is far away', () => {
    const { editor } = editorWith('ellipse')
    editor.point('down', at(100, 100, { pixel: 5 }))
    editor.point('up', at(115, 115, { pixel: 5 }))
    expect(editor.marks()).toEqual([])
  })

  it('brings hidden marks back', () => {
    const { editor, drag, state } = editorWith('ellipse')
    editor.showMarks(false)
    drag([100, 100], [200, 200])
    expect([state().areMarksShown, editor.marks().length]).toEqual([true, 1])
  })
})

describe('changing marks', () => {
  const drawn = () => {
    const made = editorWith('box')
    made.drag([100, 100], [200, 180])
    made.editor.chooseTool('select')
    return made
  }

  it('moves with a drag and not with a click', () => {
    const { editor, drag, state } = drawn()
    drag([150, 140], [151, 141])
    expect(editor.marks()[0]?.shape).toMatchObject({ x: 100, y: 100 })
    expect(state().selected).toBe('m1')
    drag([150, 140], [170, 130])
    expect(editor.marks()[0]?.shape).toMatchObject({ x: 120, y: 90, width: 100, height: 80 })
    editor.undo()
    expect(editor.marks()[0]?.shape).toMatchObject({ x: 100, y: 100 })
  })

  it('resizes by a grip from where it was taken', () => {
    const { editor, drag } = drawn()
    drag([150, 140])
    drag([203, 178], [223, 198])
    expect(editor.marks()[0]?.shape).toEqual({ type: 'box', x: 100, y: 100, width: 120, height: 100 })
  })

  it('taking hold of a grip alone is no step', () => {
    const { editor, drag, state } = drawn()
    drag([150, 140])
    const before = state().history
    drag([203, 178])
    expect(state().history).toBe(before)
    expect(editor.marks()).toHaveLength(1)
  })

  it('gives the selected mark the kind of a key, and otherwise the next one', () => {
    const { editor, drag, state } = drawn()
    drag([150, 140])
    editor.chooseKind('irma')
    expect(editor.marks()[0]?.kind).toBe('irma')
    editor.select(null)
    editor.chooseKind('softExudate')
    expect([editor.marks()[0]?.kind, state().kind]).toEqual(['irma', 'softExudate'])
  })

  it('deletes the selected mark, goes on to its neighbour, and brings it back', () => {
    const { editor, state } = drawn()
    editor.chooseTool('box')
    editor.point('down', at(500, 500))
    editor.point('up', at(600, 600))
    editor.select('m1')
    editor.remove()
    expect([editor.marks().map((mark) => mark.id), state().selected]).toEqual([['m2'], 'm2'])
    editor.undo()
    expect(editor.marks().map((mark) => mark.id)).toEqual(['m1', 'm2'])
  })

  it('walks through the marks round and round', () => {
    const { editor, drag, state } = drawn()
    editor.chooseTool('box')
    drag([500, 500], [600, 600])
    const seen = [1, 1, 1, -1].map((step) => {
      editor.selectNeighbour(step === 1 ? 1 : -1)
      return state().selected
    })
    expect(seen).toEqual(['m1', 'm2', 'm1', 'm2'])
  })

  it('does not point at what is hidden', () => {
    const { editor, state } = drawn()
    editor.select('m1')
    editor.showMarks(false)
    expect(state().selected).toBeNull()
  })

  it('nudges by a pixel and never off the photograph', () => {
    const { editor } = drawn()
    editor.select('m1')
    editor.nudge(-1, 0)
    expect(editor.marks()[0]?.shape).toMatchObject({ x: 99 })
    editor.nudge(-1e6, 0)
    expect(editor.marks()[0]?.shape).toMatchObject({ x: -49.5 })
  })
})

describe('whatever is done', () => {
  type Step = { do: string; x: number; y: number }
  const step = fc.record({
    do: fc.constantFrom(
      'down',
      'move',
      'up',
      'cancel',
      'undo',
      'redo',
      'remove',
      'next',
      'tool',
      'kind',
      'nudge',
      'hide',
    ),
    x: fc.integer({ min: -300, max: 2300 }),
    y: fc.integer({ min: -300, max: 1800 }),
  })
  const perform = ({ editor }: ReturnType<typeof editorWith>, { do: name, x, y }: Step) => {
    const pick = <T>(list: readonly T[]): T => list[Math.abs(x) % list.length] as T
    switch (name) {
      case 'down':
      case 'move':
      case 'up':
        return editor.point(name, at(x, y, { isShift: x % 2 === 0 }))
      case 'cancel':
        return editor.cancel()
      case 'undo':
        return editor.undo()
      case 'redo':
        return editor.redo()
      case 'remove':
        return editor.remove()
      case 'next':
        return editor.selectNeighbour(1)
      case 'tool':
        return editor.chooseTool(pick(['select', 'point', 'ellipse', 'box'] as const))
      case 'kind':
        return editor.chooseKind(pick(lesionKinds))
      case 'nudge':
        return editor.nudge(x, y)
      default:
        return editor.showMarks(x % 2 === 0)
    }
  }

  it('marks stay on the photograph, have ids of their own, and the selection is one of them', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const made = editorWith('ellipse')
        for (const each of steps) {
          perform(made, each)
          const marks = made.editor.marks()
          const { selected } = made.state()
          expect(new Set(marks.map((mark) => mark.id)).size).toBe(marks.length)
          expect(selected === null || marks.some((mark) => mark.id === selected)).toBe(true)
          for (const { shape } of marks) {
            if (shape.type === 'ellipse' || shape.type === 'point') {
              expect(shape.x >= 0 && shape.x <= 2000 && shape.y >= 0 && shape.y <= 1500).toBe(true)
            }
          }
        }
        while (canRedo(made.state().history)) made.editor.redo()
        const newest = made.editor.marks()
        while (canUndo(made.state().history)) made.editor.undo()
        expect(made.editor.marks()).toEqual([])
        while (canRedo(made.state().history)) made.editor.redo()
        expect(made.editor.marks()).toEqual(newest)
      }),
      { numRuns: 200 },
    )
  })
})
