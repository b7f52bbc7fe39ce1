import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { database } from '@/lib/db'
import { importFolder } from '@/lib/services/import-folder'
import { plainFundus, plainFundusPng } from '../support/plain-fundus'
import { commandLine, newStudy, person } from '../support/study'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'concord-import-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function put(name: string, bytes: Uint8Array | string): Promise<string> {
  const file = path.join(folder, name)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, bytes)
  return file
}

describe('a folder from the command line', () => {
  it('brings in every photograph below it, and names what could not be used', async () => {
    const studyId = await newStudy()
    await put('images/10_left.jpeg', await plainFundus(41))
    await put('images/deeper/10_right.JPG', await plainFundus(42))
    await put('images/copy.jpeg', await plainFundus(41))
    await put('images/broken.jpeg', 'no photograph')
    await put('masks/10_left_MA.png', await plainFundusPng(43))
    await put('readers/10_left.png', await plainFundusPng(44))
    await put('.thumbnails/10_left.png', await plainFundusPng(45))
    await put('notes.txt', 'x')
    await symlink('/etc/hosts', path.join(folder, 'images/link.jpg'))
    const grades = await put('trainLabels.csv', 'image,level\n10_left,1\n10_right,9\n12_left,0\n')
    const seen: number[] = []
    const report = await importFolder(commandLine, {
      studyId,
      folder,
      grades,
      concurrency: 2,
      onProgress: (done, total) => seen.push(done / total),
    })
    expect(report).toMatchObject({
      state: 'closed',
      counts: { received: 0, ingested: 2, duplicate: 1, rejected: 1, sourceGrades: 1 },
      problemsTotal: 3,
    })
    expect(report.problems.map(({ file, line }) => ({ file, line }))).toEqual([
      { file: 'images/broken.jpeg', line: null },
      { file: 'trainLabels.csv', line: 3 },
      { file: 'trainLabels.csv', line: 4 },
    ])
    expect(seen).toEqual([0.25, 0.5, 0.75, 1])
  })

  it('brought in again finds everything there already', async () => {
    const studyId = await newStudy()
    await put('1_left.jpeg', await plainFundus(51))
    await put('1_right.jpeg', await plainFundus(52))
    await importFolder(commandLine, { studyId, folder, concurrency: 1 })
    const again = await importFolder(commandLine, { studyId, folder, concurrency: 2 })
    expect(again.counts).toEqual({ received: 0, ingested: 0, duplicate: 2, rejected: 0, sourceGrades: 0 })
    expect(await database().photograph.count({ where: { studyId } })).toBe(2)
  })

  it('takes patients and eyes from a table without taking its grades for claims', async () => {
    const studyId = await newStudy()
    await put('images/IDRiD_002.jpg', await plainFundus(61))
    await put('images/IDRiD_003.jpg', await plainFundus(62))
    const patients = await put('grades.csv', 'image,level,visit,eye\nIDRiD_002,3,S1,OS\nIDRiD_003,2,S1,OD\n')
    const { counts } = await importFolder(commandLine, { studyId, folder, patients, concurrency: 1 })
    expect(counts).toMatchObject({ ingested: 2, sourceGrades: 0 })
    const photographs = await database().photograph.findMany({
      where: { studyId },
      orderBy: { fileName: 'asc' },
      include: { patient: true },
    })
    expect(photographs.map(({ eye, patient }) => [eye, patient.code])).toEqual([
      ['left', 'S1'],
      ['right', 'S1'],
    ])
  })

  it('finds a table of grades that is named as it lies in the folder', async () => {
    const studyId = await newStudy()
    await put('images/10_left.jpeg', await plainFundus(71))
    await put('trainLabels.csv', 'image,level\n10_left,1\n')
    const { counts } = await importFolder(commandLine, { studyId, folder, grades: 'trainLabels.csv', concurrency: 1 })
    expect(counts).toMatchObject({ ingested: 1, sourceGrades: 1 })
  })

  it('refuses a table of grades that is not called .csv, since it would not be found again', async () => {
    const studyId = await newStudy()
    const grades = await put('labels.txt', 'image,level\n10_left,1\n')
    await expect(importFolder(commandLine, { studyId, folder, grades, concurrency: 1 })).rejects.toMatchObject({
      code: 'import.table',
      sentence: 'labels.txt is no table: its name must end in .csv; rename it.',
    })
  })

  it('is refused for a folder or table that is not there, and for somebody who is not in the study', async () => {
    const studyId = await newStudy()
    const missing = path.join(folder, 'nowhere')
    await expect(importFolder(commandLine, { studyId, folder: missing, concurrency: 1 })).rejects.toMatchObject({
      code: 'import.folder',
    })
    await expect(importFolder(commandLine, { studyId, folder, grades: missing, concurrency: 1 })).rejects.toMatchObject(
      { code: 'import.table' },
    )
    await expect(importFolder(await person('researcher'), { studyId, folder, concurrency: 1 })).rejects.toMatchObject({
      code: 'access.none',
    })
  })
})
