/** Tables of source grades from the page: they meet their photographs, now or later, and change nothing that is there. */
import { describe, expect, it } from 'vitest'
import { database } from '@/lib/db'
import { closeImport } from '@/lib/services/close-import'
import { openImport } from '@/lib/services/open-import'
import { viewImport } from '@/lib/services/view-import'
import { begin, importWorker, photographs, send } from '../support/page-import'
import { plainFundus } from '../support/plain-fundus'
import { commandLine } from '../support/study'

const { work } = importWorker()

describe('a table of source grades', () => {
  const table = 'image,level\n10_left,2\n10_right,5\n,1\n99_left,1\n11_left.jpeg,0\n'

  it('meets its photographs whichever comes first; bad lines and rows without a photograph are named by line', async () => {
    const { studyId, importId } = await begin()
    await send(importId, '10_left.jpeg', await plainFundus(21))
    await work(importId)
    await send(importId, 'trainLabels.csv', table)
    await send(importId, '11_left.jpeg', await plainFundus(22))
    await closeImport(commandLine, importId)
    expect((await viewImport(commandLine, importId)).counts.received).toBe(1)
    await work(importId)
    const report = await viewImport(commandLine, importId)
    expect(report.problems).toEqual([
      { file: 'trainLabels.csv', line: 3, sentence: '10_right has the grade “5”; a grade is 0, 1, 2, 3 or 4.' },
      { file: 'trainLabels.csv', line: 4, sentence: 'This line names no photograph.' },
      {
        file: 'trainLabels.csv',
        line: 5,
        sentence: 'No photograph called 99_left is in this study; send it, and its grade will be found.',
      },
    ])
    const grades = (await photographs(studyId)).map(({ fileName, sourceGrades }) => ({ fileName, sourceGrades }))
    const provenance = (line: number) => expect.objectContaining({ file: 'trainLabels.csv', line })
    expect(grades).toEqual([
      { fileName: '10_left.jpeg', sourceGrades: [{ grade: 2, provenance: provenance(2) }] },
      { fileName: '11_left.jpeg', sourceGrades: [{ grade: 0, provenance: provenance(6) }] },
    ])
  })

  it('is remembered: a photograph of a later import finds its row', async () => {
    const { studyId, importId } = await begin()
    await send(importId, 'trainLabels.csv', table)
    await closeImport(commandLine, importId)
    const { id: later } = await openImport(commandLine, { studyId })
    await send(later, 'more/99_left.jpeg', await plainFundus(23))
    await work(later)
    expect((await photographs(studyId))[0]?.sourceGrades).toEqual([
      { grade: 1, provenance: expect.objectContaining({ line: 5 }) },
    ])
  })

  it('never changes a grade that is there: the line of another one is named', async () => {
    const { studyId, importId } = await begin()
    await send(importId, '10_left.jpeg', await plainFundus(24))
    await work(importId)
    await send(importId, 'first.csv', 'image,level\n10_left,2\n')
    await send(importId, 'second.csv', 'image,level\n10_left,3\n')
    expect((await photographs(studyId))[0]?.sourceGrades).toEqual([
      { grade: 2, provenance: expect.objectContaining({ file: 'first.csv' }) },
    ])
    expect((await viewImport(commandLine, importId)).problems).toEqual([
      {
        file: 'second.csv',
        line: 2,
        sentence: '10_left already has source grade 2; the grade 3 of this line was left out.',
      },
    ])
  })

  it('says whose photographs they are: the same visit is the same patient, before or after they arrive', async () => {
    const { studyId, importId } = await begin()
    const visits = 'image,level,visit,eye\nIDRiD_1,0,S1,OS\nIDRiD_2,1,S1,OD\nIDRiD_3,2,S2,\n'
    await send(importId, 'IDRiD_1.jpg', await plainFundus(25))
    await work(importId)
    await send(importId, 'grades.csv', visits)
    await send(importId, 'IDRiD_2.jpg', await plainFundus(26))
    await send(importId, 'IDRiD_3.jpg', await plainFundus(27))
    await work(importId)
    expect((await photographs(studyId)).map(({ fileName, eye, patient }) => [fileName, eye, patient.code])).toEqual([
      ['IDRiD_1.jpg', 'left', 'S1'],
      ['IDRiD_2.jpg', 'right', 'S1'],
      ['IDRiD_3.jpg', 'unknown', 'S2'],
    ])
    expect(await database().patient.count({ where: { studyId } })).toBe(2)
  })
})
