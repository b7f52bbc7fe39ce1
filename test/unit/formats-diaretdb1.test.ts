import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { boundingRect } from '@/lib/domain/geometry'
import { diaretdb1FileName, parseDiaretdb1 } from '@/lib/formats/diaretdb1'

const readers = '../shared/data/diaretdb1/readers'

const region = {
  circle:
    '<circleregion><centroid><coords2d>828,534</coords2d></centroid><radius direction="x">90</radius></circleregion>',
  ellipse:
    '<ellipseregion><centroid><coords2d>705,640</coords2d></centroid><radius direction="x">41</radius><radius direction="y">26</radius><angle>172</angle></ellipseregion>',
  polygon:
    '<polygonregion><centroid><coords2d>5,5</coords2d></centroid><coords2d>0,0</coords2d><coords2d>10,0</coords2d><coords2d>10,10</coords2d><coords2d>0,0</coords2d></polygonregion>',
}

const marking = (shape: string, type: string, confidence = 'High') =>
  `<marking>${shape}<representativepoint><coords2d>1,1</coords2d></representativepoint><confidencelevel>${confidence}</confidencelevel><markingtype>${type}</markingtype></marking>`

const file = (...markings: string[]) =>
  `<?xml version="1.0" standalone="no"?>\n<!DOCTYPE imgannotool>\n<imgannotooldata><header><creator>x</creator></header><markinglist>${markings.join('\n')}</markinglist></imgannotooldata>`

describe('DIARETDB1 readers', () => {
  test('circles, ellipses and polygons become marks with kind and confidence', () => {
    const xml = file(
      marking(region.circle, 'Haemorrhages'),
      marking(region.ellipse, 'Red_small_dots', 'Medium'),
      marking(region.polygon, 'Hard_exudates', 'Low'),
    )
    expect(parseDiaretdb1(xml)).toEqual({
      marks: [
        {
          id: 'm1',
          kind: 'haemorrhage',
          confidence: 'high',
          shape: { type: 'ellipse', x: 828.5, y: 534.5, rx: 90, ry: 90, angle: 0 },
        },
        {
          id: 'm2',
          kind: 'microaneurysm',
          confidence: 'medium',
          shape: { type: 'ellipse', x: 705.5, y: 640.5, rx: 41, ry: 26, angle: 8 },
        },
        {
          id: 'm3',
          kind: 'hardExudate',
          confidence: 'low',
          shape: {
            type: 'polygon',
            points: [
              { x: 0.5, y: 0.5 },
              { x: 10.5, y: 0.5 },
              { x: 10.5, y: 10.5 },
            ],
          },
        },
      ],
      ignored: {},
      problems: [],
    })
  })

  test('healthy anatomy is counted and not drawn', () => {
    const xml = file(
      marking(region.circle, 'Disc'),
      marking(region.circle, 'Fundus_area'),
      marking(region.circle, 'IRMA'),
    )
    const reading = parseDiaretdb1(xml)
    expect(reading?.ignored).toEqual({ Disc: 1, Fundus_area: 1 })
    expect(reading?.marks.map(({ id, kind }) => [id, kind])).toEqual([['m3', 'irma']])
  })

  test('a reader who saw nothing is a reading without marks', () => {
    expect(parseDiaretdb1(file())).toEqual({ marks: [], ignored: {}, problems: [] })
  })

  test('what cannot be drawn is named by its number, and the others arrive', () => {
    const xml = file(
      marking(region.circle, 'Drusen'),
      marking(region.circle.replace('>90<', '>0<'), 'Haemorrhages'),
      marking(region.circle.replace('828,534', '828;534'), 'Haemorrhages'),
      marking(region.polygon.replace('<coords2d>10,10</coords2d>', ''), 'Haemorrhages'),
      marking('', 'Haemorrhages'),
      marking(region.circle, 'Soft_exudates', 'Sure'),
    )
    expect(parseDiaretdb1(xml)).toEqual({
      marks: [
        { id: 'm6', kind: 'softExudate', shape: { type: 'ellipse', x: 828.5, y: 534.5, rx: 90, ry: 90, angle: 0 } },
      ],
      ignored: {},
      problems: [
        { marking: 1, sentence: 'Marking 1 has the unknown type “Drusen”.' },
        ...[2, 3, 4, 5].map((n) => ({
          marking: n,
          sentence: `Marking ${n} (Haemorrhages) has no region that can be drawn.`,
        })),
      ],
    })
  })

  test.each([
    ['another document', '<html><body/></html>'],
    ['no document', 'image,level'],
    ['nothing', ''],
    ['a cut-off file', file(marking(region.circle, 'IRMA')).slice(0, 120)],
  ])('%s is no reading', (_, text) => {
    expect(parseDiaretdb1(text)).toBeUndefined()
  })

  test.each([
    ['internal', '<!ENTITY a "Haemorrhages">'],
    ['external', '<!ENTITY a SYSTEM "file:///etc/passwd">'],
  ])('an %s entity is not expanded', (_, entity) => {
    const declared = file(marking(region.circle, '&a;'), marking(region.circle, 'IRMA')).replace(
      'imgannotool>',
      `imgannotool [${entity}]>`,
    )
    expect(parseDiaretdb1(declared)?.marks.filter((mark) => mark.kind !== 'irma') ?? []).toEqual([])
  })

  test('the file name tells photograph and reader', () => {
    expect(diaretdb1FileName('readers/diaretdb1_image027_01_plain.xml')).toEqual({
      photograph: 'diaretdb1_image027',
      reader: 1,
    })
    expect(diaretdb1FileName('diaretdb1_image027_04.XML')).toEqual({ photograph: 'diaretdb1_image027', reader: 4 })
    expect(diaretdb1FileName('notes.xml')).toBeUndefined()
  })

  test.skipIf(!existsSync(readers))('every region of the four experts is read (skipped without ../shared/data)', () => {
    const names = readdirSync(readers)
    const totals = { marks: 0, ignored: 0, problems: 0 }
    const kinds: Record<string, number> = {}
    const shapes: Record<string, number> = {}
    for (const name of names) {
      const reading = parseDiaretdb1(readFileSync(`${readers}/${name}`, 'utf8'))
      totals.marks += reading?.marks.length ?? 0
      totals.problems += reading?.problems.length ?? 1
      totals.ignored += Object.values(reading?.ignored ?? {}).reduce((a, b) => a + b, 0)
      for (const { kind, shape } of reading?.marks ?? []) {
        kinds[kind] = (kinds[kind] ?? 0) + 1
        shapes[shape.type] = (shapes[shape.type] ?? 0) + 1
        const points = shape.type === 'polygon' ? shape.points : shape.type === 'ellipse' ? [shape] : []
        const { x0, y0, x1, y1 } = boundingRect(points)
        expect(x0 >= 0 && y0 >= 0 && x1 <= 1500 && y1 <= 1152).toBe(true)
      }
    }
    expect({ files: names.length, regions: totals.marks + totals.ignored, ...totals, kinds, shapes }).toEqual({
      files: 112,
      regions: 2789,
      marks: 2703,
      ignored: 86,
      problems: 0,
      kinds: {
        haemorrhage: 1140,
        microaneurysm: 969,
        hardExudate: 382,
        softExudate: 128,
        neovascularisation: 44,
        irma: 40,
      },
      shapes: { ellipse: 2217, polygon: 486 },
    })
  })
})
