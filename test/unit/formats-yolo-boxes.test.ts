import { describe, expect, it } from 'vitest'
import { parseYoloBoxes, parseYoloClasses } from '@/lib/formats/yolo-boxes'

const { classes } = parseYoloClasses('microaneurysm\nhaemorrhage\nhardExudate\nsoftExudate\nopticDisc\n')
const size = { width: 1000, height: 500 }

describe('classes.txt', () => {
  it('gives each number a kind, however the name is written; anatomy is no lesion', () => {
    const text = '\uFEFFMicroaneurysms\r\nHard Exudates\r\nhemorrhage\r\ncotton_wool-spots\r\noptic disc\r\n\r\n'
    expect(parseYoloClasses(text)).toEqual({
      classes: [
        { name: 'Microaneurysms', kind: 'microaneurysm' },
        { name: 'Hard Exudates', kind: 'hardExudate' },
        { name: 'hemorrhage', kind: 'haemorrhage' },
        { name: 'cotton_wool-spots', kind: 'softExudate' },
        { name: 'optic disc', kind: null },
      ],
      problems: [],
    })
  })

  it('takes a name that is not known for another kind of lesion, and says so with its line', () => {
    expect(parseYoloClasses('haemorrhage\nconstructor')).toEqual({
      classes: [
        { name: 'haemorrhage', kind: 'haemorrhage' },
        { name: 'constructor', kind: 'other' },
      ],
      problems: [{ line: 2, sentence: expect.stringContaining('Class 1 is called “constructor”') }],
    })
  })
})

describe('a photograph’s boxes', () => {
  it('become boxes in pixels of the photograph; the disc is passed over', () => {
    expect(parseYoloBoxes('0 0.5 0.5 0.1 0.2\r\n4 0.2 0.2 0.1 0.1\r\n\r\n2 0.25 0.5 0.5 1\r\n', size, classes)).toEqual(
      {
        marks: [
          { id: 'line-1', kind: 'microaneurysm', shape: { type: 'box', x: 450, y: 200, width: 100, height: 100 } },
          { id: 'line-4', kind: 'hardExudate', shape: { type: 'box', x: 0, y: 0, width: 500, height: 500 } },
        ],
        problems: [],
      },
    )
  })

  it('may be none: an empty file says that nothing was found', () => {
    expect(parseYoloBoxes('\n', size, classes)).toEqual({ marks: [], problems: [] })
  })

  it('are cut at the edge where rounding let them reach beyond it', () => {
    const { marks } = parseYoloBoxes('1 0.999 0.001 0.004 0.004', size, classes)
    expect(marks[0]?.shape).toEqual({ type: 'box', x: 997, y: 0, width: 3, height: 1.5 })
  })

  it.each([
    ['0 0.5 0.5 0.1', 'There are 4 values'],
    ['0', 'There is 1 value'],
    ['0 0.5 0.5 0.1 0.1 0.9', 'There are 6 values'],
    ['7 0.5 0.5 0.1 0.1', 'The class “7” is none of classes.txt, which names 0 to 4'],
    ['-1 0.5 0.5 0.1 0.1', 'The class “-1”'],
    ['MA 0.5 0.5 0.1 0.1', 'The class “MA”'],
    ['0 0,5 0.5 0.1 0.1', 'is no number'],
    ['0 NaN 0.5 0.1 0.1', 'is no number'],
    ['0 Infinity 0.5 0.1 0.1', 'is no number'],
    ['0 512 300 20 20', 'reaches beyond the picture'],
    ['0 1.2 0.5 0.1 0.1', 'reaches beyond the picture'],
    ['0 0.5 0.5 0 0.1', 'is empty'],
    ['0 0.5 0.5 -0.1 0.1', 'is empty'],
  ])('with the bad line “%s” are used without it, and the line is named', (bad, words) => {
    const good = '1 0.5 0.5 0.1 0.1'
    expect(parseYoloBoxes(`${good}\n${bad}\n${good}`, size, classes)).toEqual({
      marks: [expect.objectContaining({ id: 'line-1' }), expect.objectContaining({ id: 'line-3' })],
      problems: [{ line: 2, sentence: expect.stringContaining(words) }],
    })
  })
})
