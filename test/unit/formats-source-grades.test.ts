import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseSourceGrades, problemsMax, sourceGradesReader } from '@/lib/formats/source-grades-csv'

const data = '../shared/data'

describe('tables of grades', () => {
  test("Kaggle's own form arrives whole", () => {
    expect(parseSourceGrades('image,level\n10_left,0\n10_right,4\n')).toEqual({
      rows: [
        { line: 2, image: '10_left', grade: 0 },
        { line: 3, image: '10_right', grade: 4 },
      ],
      problems: [],
    })
  })

  test('byte order mark, CRLF, quotes, spaces, endings, folders and blank lines are all right', () => {
    const text = '\uFEFF"Image" , "level"\r\n"10_left.jpeg",0\r\n\r\n images/10_right.JPG , "3"\r\n16_left,2.0'
    expect(parseSourceGrades(text)).toEqual({
      rows: [
        { line: 2, image: '10_left', grade: 0 },
        { line: 4, image: '10_right', grade: 3 },
        { line: 5, image: '16_left', grade: 2 },
      ],
      problems: [],
    })
  })

  test('more columns, in any order: patient before visit, eye in either notation', () => {
    const text = [
      'eye;level;image;dme_risk;visit;patient;remark',
      'OS;3;a;2;v1;;"with ; inside"',
      'OD;1;b;;v1;p7;',
      'right;0;c;0;;;',
      ';0;d;;;;',
    ].join('\n')
    expect(parseSourceGrades(text)).toEqual({
      rows: [
        { line: 2, image: 'a', grade: 3, patient: 'v1', eye: 'left', dmeRisk: 2 },
        { line: 3, image: 'b', grade: 1, patient: 'p7', eye: 'right' },
        { line: 4, image: 'c', grade: 0, eye: 'right', dmeRisk: 0 },
        { line: 5, image: 'd', grade: 0 },
      ],
      problems: [],
    })
  })

  test('a doubled quote is a quote, and a quoted separator is none', () => {
    expect(parseSourceGrades('image,level\n"a ""b"", c",1').rows).toEqual([{ line: 2, image: 'a "b", c', grade: 1 }])
  })

  test("IDRiD's own column names and APTOS' are known, tabs too", () => {
    expect(parseSourceGrades('Image name,Retinopathy grade,Risk of macular edema \nIDRiD_001,3,2').rows).toEqual([
      { line: 2, image: 'IDRiD_001', grade: 3, dmeRisk: 2 },
    ])
    expect(parseSourceGrades('id_code\tdiagnosis\n000c1434d8d7\t2').rows).toEqual([
      { line: 2, image: '000c1434d8d7', grade: 2 },
    ])
  })

  test('every bad line is named, and all others arrive', () => {
    const text = [
      'image,level,dme_risk',
      'a,5,0',
      'b,-1,0',
      'c,severe,0',
      'd,,0',
      ',1,0',
      'e',
      '"f,1,0',
      'g,"1"x,0',
      'h,2,9',
      'i,1.5,0',
      'last,4,1',
    ].join('\n')
    expect(parseSourceGrades(text)).toEqual({
      rows: [
        { line: 10, image: 'h', grade: 2 },
        { line: 12, image: 'last', grade: 4, dmeRisk: 1 },
      ],
      problems: [
        { line: 2, sentence: 'a has the grade “5”; a grade is 0, 1, 2, 3 or 4.' },
        { line: 3, sentence: 'b has the grade “-1”; a grade is 0, 1, 2, 3 or 4.' },
        { line: 4, sentence: 'c has the grade “severe”; a grade is 0, 1, 2, 3 or 4.' },
        { line: 5, sentence: 'd has no grade; a grade is 0, 1, 2, 3 or 4.' },
        { line: 6, sentence: 'This line names no photograph.' },
        { line: 7, sentence: 'e has no grade; a grade is 0, 1, 2, 3 or 4.' },
        { line: 8, sentence: 'The quotes of this line do not match: “"f,1,0”.' },
        { line: 9, sentence: 'The quotes of this line do not match: “g,"1"x,0”.' },
        { line: 10, sentence: 'h has the DME risk “9”, which is left out: it is 0, 1 or 2. Its grade is kept.' },
        { line: 11, sentence: 'i has the grade “1.5”; a grade is 0, 1, 2, 3 or 4.' },
      ],
    })
  })

  test('of two rows about one photograph the first counts, and a different second one is named', () => {
    expect(parseSourceGrades('image,level\n10_left,0\n10_left.jpeg,0\n10_left,3')).toEqual({
      rows: [{ line: 2, image: '10_left', grade: 0 }],
      problems: [{ line: 4, sentence: '10_left has grade 3 here, but 0 in line 2, which counts.' }],
    })
  })

  test.each([
    ['10_left,0\n10_right,1', 'The first line must name the columns image and level; it reads “10_left,0”.'],
    ['image\n10_left', 'The first line must name the columns image and level; it reads “image”.'],
    ['\u0000\u0001PNG\n1,2', 'The first line must name the columns image and level; it reads “PNG”.'],
    ['', 'The table is empty; its first line must name the columns image and level.'],
    ['\uFEFF\r\n', 'The table is empty; its first line must name the columns image and level.'],
  ])('a table without its header is refused as a whole: %j', (text, sentence) => {
    expect(parseSourceGrades(text)).toEqual({ rows: [], problems: [{ line: 1, sentence }] })
  })

  test('a line without end does not take the table with it', () => {
    const text = `image,level\n${'x'.repeat(1_000_000)},7\na,1`
    const { rows, problems } = parseSourceGrades(text)
    expect(rows).toEqual([{ line: 3, image: 'a', grade: 1 }])
    expect(problems).toEqual([{ line: 2, sentence: `${'x'.repeat(60)}… has no grade; a grade is 0, 1, 2, 3 or 4.` }])
  })

  test('a very bad table is told in a bounded number of sentences', () => {
    const reader = sourceGradesReader()
    reader.read(1, 'image,level')
    for (let line = 2; line < 20_002; line++) reader.read(line, `a${line},9`)
    reader.read(20_002, 'good,1')
    const { rows, problems } = reader.finish()
    expect(rows).toEqual([{ line: 20_002, image: 'good', grade: 1 }])
    expect(problems).toHaveLength(problemsMax)
    expect(problems.at(-1)).toEqual({ line: 10_001, sentence: 'From here on, 10001 lines could not be used.' })
  })

  test.skipIf(!existsSync(`${data}/kaggle-sample`))('real tables arrive whole (skipped without ../shared/data)', () => {
    const kaggle = parseSourceGrades(readFileSync(`${data}/kaggle-sample/trainLabels.csv`, 'utf8'))
    const idrid = parseSourceGrades(readFileSync(`${data}/idrid-grading/grades.csv`, 'utf8'))
    expect([kaggle.rows.length, kaggle.problems, idrid.rows.length, idrid.problems]).toEqual([10, [], 130, []])
    expect(idrid.rows.every((row) => row.dmeRisk !== undefined)).toBe(true)
  })
})
