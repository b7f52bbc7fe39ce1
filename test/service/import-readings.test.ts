/** Observers who are not here: their files become readings on the same path as any other, once, with their provenance. */
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandLineActor } from '@/lib/auth'
import { database, verifyAudit } from '@/lib/db'
import { sha256Hex } from '@/lib/domain/hash'
import { importReadings, type ReadingsImport } from '@/lib/services/import-readings'
import { encodePng } from '@/lib/vision'
import {
  gradeTask,
  makePerson,
  makeStudy,
  marksTask,
  photographRow,
  protocolOf,
  start,
  type TestStudy,
} from '../support/reading-study'

const real = path.resolve('../shared/data/diaretdb1')
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'concord-readings-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const put = (name: string, content: string | Uint8Array) => writeFile(path.join(folder, name), content)

/** A study whose photographs are called as said. */
async function studyOf(
  names: string[],
  settings: Parameters<typeof protocolOf>[0],
): Promise<TestStudy & { name: string }> {
  const study = await makeStudy(protocolOf(settings), names.length)
  for (const [i, id] of study.photographIds.entries()) {
    await database().photograph.update({ where: { id }, data: { fileName: names[i] ?? '' } })
  }
  const { name } = await database().study.findUniqueOrThrow({ where: { id: study.id } })
  return { ...study, name }
}

const bring = (study: { name: string }, request: Pick<ReadingsImport, 'format'> & Partial<ReadingsImport>) =>
  importReadings({ actor: commandLineActor, now: start }, { studyName: study.name, folder, ...request })

const readingsOf = (study: TestStudy) =>
  database().reading.findMany({
    where: { item: { studyId: study.id } },
    include: { observer: true },
    orderBy: { observer: { name: 'asc' } },
  })
const labelsOf = async (study: TestStudy) =>
  (await database().agreedLabel.findMany({ where: { item: { studyId: study.id } } })).map(({ label }) => label)

const circle = (type: string, x: number, y: number, radius: number) =>
  `<marking><circleregion><centroid><coords2d>${x},${y}</coords2d></centroid><radius direction="x">${radius}</radius></circleregion>
   <confidencelevel>High</confidencelevel><markingtype>${type}</markingtype></marking>`
const xml = (...markings: string[]) =>
  `<?xml version="1.0"?><imgannotooldata><markinglist>${markings.join('')}</markinglist></imgannotooldata>`

describe('diaretdb1', () => {
  test('each expert becomes an external observer, the rule weighs their marks, and the same files again change nothing', async () => {
    const study = await studyOf(['a/image001.jpg', 'image002.png'], { marks: marksTask(2, 3) })
    for (const [expert, y] of [
      [1, 440],
      [2, 460],
      [3, 150],
    ] as const) {
      await put(`image001_0${expert}_plain.xml`, xml(circle('Haemorrhages', 450, y, 10)))
      await put(`image002_0${expert}_plain.xml`, xml())
    }
    const observers = ['Expert 1', 'Expert 2', 'Expert 3']
    const request = { format: 'diaretdb1' as const, observer: 'Expert' }
    expect(await bring(study, request)).toEqual({
      readings: 6,
      duplicates: 0,
      perObserver: observers.map((observer) => ({ observer, readings: 2, duplicates: 0 })),
      problems: [],
    })
    expect(await bring(study, request)).toEqual({
      readings: 0,
      duplicates: 6,
      perObserver: observers.map((observer) => ({ observer, readings: 0, duplicates: 2 })),
      problems: [],
    })
    const rows = await readingsOf(study)
    expect(
      rows.map(({ observer, stage, isFinal }) => ({ name: observer.name, kind: observer.kind, stage, isFinal })),
    ).toEqual(observers.flatMap((name) => Array(2).fill({ name, kind: 'external', stage: 'blind', isFinal: true })))
    const all = [0, 1, 2, 3, 4, 5, 6, 7, 8]
    expect(await labelsOf(study)).toEqual(
      expect.arrayContaining([
        { patches: [{ index: 4, kinds: ['haemorrhage'] }], normal: all.filter((i) => i !== 4), disputed: [] },
        { patches: [], normal: all, disputed: [] },
      ]),
    )
    expect(await verifyAudit()).toMatchObject({ sound: true })
  })

  test('the provenance of a reading names format, file and hash', async () => {
    const study = await studyOf(['image001.jpg'], { marks: marksTask(1, 1) })
    const text = xml(circle('Red_small_dots', 450, 450, 5))
    await put('image001_02_plain.xml', text)
    await bring(study, { format: 'diaretdb1', observer: 'Provenance' })
    const [row] = await readingsOf(study)
    expect(row?.provenance).toEqual({
      origin: 'import',
      format: 'diaretdb1',
      files: [{ name: 'image001_02_plain.xml', sha256: sha256Hex(text) }],
      qualification: 'ophthalmologist',
    })
  })

  test('what cannot be used is named by file; the rest arrives', async () => {
    const study = await studyOf(['image001.jpg'], { marks: marksTask(1, 3) })
    await put('image001_01_plain.xml', xml(circle('Haemorrhages', 450, 450, 10), circle('Unicorns', 450, 450, 10)))
    await put('image001_02_plain.xml', 'this is no XML')
    await put('image001_03_plain.xml', xml(circle('Haemorrhages', 4000, 4000, 10)))
    await put('image009_01_plain.xml', xml())
    const report = await bring(study, { format: 'diaretdb1', observer: 'Problem' })
    expect(report).toMatchObject({ readings: 1, duplicates: 0 })
    expect(report.problems).toEqual([
      { file: 'image001_01_plain.xml', line: null, sentence: expect.stringContaining('Unicorns') },
      { file: 'image001_02_plain.xml', line: null, sentence: expect.stringContaining('no DIARETDB1 marking file') },
      { file: 'image001_03_plain.xml', line: null, sentence: expect.stringContaining('outside the photograph') },
      { file: 'image009_01_plain.xml', line: null, sentence: expect.stringContaining('no photograph called image009') },
    ])
  })

  test('a file that was changed since is refused: the first answer stands', async () => {
    const study = await studyOf(['image001.jpg'], { marks: marksTask(1, 1) })
    await put('image001_01_plain.xml', xml(circle('Haemorrhages', 450, 450, 10)))
    await bring(study, { format: 'diaretdb1', observer: 'Changed' })
    await put('image001_01_plain.xml', xml())
    const report = await bring(study, { format: 'diaretdb1', observer: 'Changed' })
    expect(report).toMatchObject({
      readings: 0,
      duplicates: 0,
      problems: [{ sentence: expect.stringContaining('first answer stands') }],
    })
    expect(await readingsOf(study)).toHaveLength(1)
  })

  test('more experts than the panel has seats: nothing is stored, and the sentence says what to do', async () => {
    const study = await studyOf(['image001.jpg'], { marks: marksTask(2, 3) })
    for (const expert of [1, 2, 3, 4]) await put(`image001_0${expert}_plain.xml`, xml())
    await expect(bring(study, { format: 'diaretdb1', observer: 'Crowd' })).rejects.toMatchObject({
      code: 'import.seats',
      sentence: expect.stringMatching(/up to 4 readings .* 3 seats .* change the panel for marks/),
    })
    expect(await readingsOf(study)).toEqual([])
  })
})

describe('idrid-masks', () => {
  async function mask(width: number, height: number, lit: (x: number, y: number) => boolean): Promise<Buffer> {
    const rgb = new Uint8Array(width * height * 3)
    for (let i = 0; i < width * height; i++) if (lit(i % width, Math.floor(i / width))) rgb.fill(255, 3 * i, 3 * i + 3)
    return encodePng(rgb, width, height)
  }
  const none = () => false

  test('all masks of a photograph are one reading; a kind without a mask is not there; the optic disc is no lesion', async () => {
    const study = await studyOf(['IDRiD_01.jpg', 'IDRiD_02.jpg'], { marks: marksTask(1, 1) })
    const square = (left: number) => (x: number, y: number) => x >= left && x < left + 40 && y >= 430 && y < 470
    await put('IDRiD_01_EX.png', await mask(900, 900, square(430)))
    await put('IDRiD_01_MA.png', await mask(900, 900, square(730)))
    await put('IDRiD_02_OD.png', await mask(900, 900, none))
    const report = await bring(study, { format: 'idrid-masks', observer: 'Masks' })
    expect(report).toEqual({
      readings: 2,
      duplicates: 0,
      perObserver: [{ observer: 'Masks', readings: 2, duplicates: 0 }],
      problems: [],
    })
    const labels = await labelsOf(study)
    expect(labels).toEqual(
      expect.arrayContaining([
        {
          patches: [
            { index: 4, kinds: ['hardExudate'] },
            { index: 5, kinds: ['microaneurysm'] },
          ],
          normal: [0, 1, 2, 3, 6, 7, 8],
          disputed: [],
        },
        { patches: [], normal: [0, 1, 2, 3, 4, 5, 6, 7, 8], disputed: [] },
      ]),
    )
  })

  test('a mask of another size, and one that is no picture, cost their photograph’s reading only', async () => {
    const study = await studyOf(['IDRiD_01.jpg', 'IDRiD_02.jpg', 'IDRiD_03.jpg'], { marks: marksTask(1, 1) })
    await put('IDRiD_01_EX.png', await mask(90, 90, none))
    await put('IDRiD_02_EX.png', 'no picture')
    await put('IDRiD_03_EX.png', await mask(900, 900, none))
    const report = await bring(study, { format: 'idrid-masks', observer: 'Masks' })
    expect(report.readings).toBe(1)
    expect(report.problems).toEqual([
      { file: 'IDRiD_01_EX.png', line: null, sentence: expect.stringContaining('90 × 90 pixels') },
      { file: 'IDRiD_02_EX.png', line: null, sentence: expect.any(String) },
    ])
  })
})

describe('grades-csv', () => {
  test('grades become readings of an observer, not source grades; bad lines are named', async () => {
    const names = ['IDRiD_001.jpg', 'IDRiD_002.jpg', 'IDRiD_003.jpg']
    const study = await studyOf(names, { grade: gradeTask(1, 1) })
    await put('grades.csv', 'image,level,dme_risk\nIDRiD_001,3,2\nIDRiD_002,7,0\nIDRiD_009,1,0\nIDRiD_003,0,0\n')
    const report = await bring(study, { format: 'grades-csv', observer: 'Grades' })
    expect(report).toMatchObject({ readings: 2, duplicates: 0 })
    expect(report.problems).toEqual([
      { file: 'grades.csv', line: 3, sentence: expect.stringContaining('7') },
      { file: 'grades.csv', line: 4, sentence: expect.stringContaining('no photograph called IDRiD_009') },
    ])
    expect(await labelsOf(study)).toEqual(expect.arrayContaining([{ grade: 3 }, { grade: 0 }]))
    expect(await database().sourceGrade.count({ where: { photograph: { studyId: study.id } } })).toBe(0)
  })

  test('an observer who is not here is final at once, where people on screen are shown the source grade', async () => {
    const study = await studyOf(['IDRiD_001.jpg'], { grade: gradeTask(1, 1, true) })
    await database().sourceGrade.create({
      data: { photographId: study.photographIds[0] ?? '', grade: 4, provenance: {} },
    })
    await put('grades.csv', 'image,level\nIDRiD_001,1\n')
    await bring(study, { format: 'grades-csv', observer: 'Final' })
    expect((await readingsOf(study)).map(({ stage, isFinal }) => ({ stage, isFinal }))).toEqual([
      { stage: 'blind', isFinal: true },
    ])
    expect(await labelsOf(study)).toEqual([{ grade: 1 }])
  })

  test('an observer keeps the qualification they came with', async () => {
    const study = await studyOf(['IDRiD_001.jpg'], { grade: gradeTask(1, 1) })
    await put('grades.csv', 'image,level\nIDRiD_001,1\n')
    await bring(study, { format: 'grades-csv', observer: 'Qualified', qualification: 'trainedObserver' })
    const again = bring(study, { format: 'grades-csv', observer: 'Qualified', qualification: 'ophthalmologist' })
    await expect(again).rejects.toMatchObject({ code: 'observer.qualification', status: 409 })
    expect(await bring(study, { format: 'grades-csv', observer: 'Qualified' })).toMatchObject({
      duplicates: 1,
      problems: [],
    })
  })
})

test('only who may import into a study brings readings into it, and a folder without any says so', async () => {
  const study = await studyOf(['image001.jpg'], { marks: marksTask(1, 1) })
  const request = { studyName: study.name, folder, format: 'diaretdb1' as const }
  for (const person of [
    await makePerson(study),
    await makePerson(study, 'adjudicator'),
    await makePerson(null, 'researcher'),
  ]) {
    await expect(importReadings(person.at(start), request)).rejects.toMatchObject({ code: 'access.none' })
  }
  await expect(bring({ name: 'No such study' }, { format: 'diaretdb1' })).rejects.toMatchObject({ code: 'access.none' })
  await expect(bring(study, { format: 'diaretdb1' })).rejects.toMatchObject({ code: 'import.nothing', status: 422 })
  await expect(bring(study, { format: 'diaretdb1', folder: path.join(folder, 'none') })).rejects.toMatchObject({
    code: 'import.folder',
  })
})

test.skipIf(!existsSync(real))(
  'DIARETDB1 as it is published (skipped where ../shared/data is absent): four experts, every file used, agreed and disputed patches',
  { timeout: 120_000 },
  async () => {
    const study = await makeStudy(protocolOf({ marks: marksTask(3, 4) }), 0)
    const patient = await database().patient.create({ data: { studyId: study.id, code: 'all' } })
    const names = readdirSync(path.join(real, 'images'))
    const fieldOfView = { centreX: 750, centreY: 576, radius: 576, crop: { x: 174, y: 0, side: 1152 } }
    const rows = names.map((name) => ({
      ...photographRow(study.id, patient.id, name),
      width: 1500,
      height: 1152,
      fieldOfView,
    }))
    await database().photograph.createMany({ data: rows })
    const { openItems } = await import('@/lib/services/_shared/open-items')
    const settings = { ...protocolOf({ marks: marksTask(3, 4) }), grid: { d: 800, h: 80, ov: 32 } }
    const version = { studyId: study.id, version: 2, settings, settingsHash: '-' }
    const { id } = await database().protocolVersion.create({ data: version })
    await openItems(
      database(),
      rows.map((row) => row.id),
      { id, studyId: study.id, settings },
    )
    const { name } = await database().study.findUniqueOrThrow({ where: { id: study.id } })
    const report = await bring({ name }, { format: 'diaretdb1', folder: real })
    expect(report).toMatchObject({ readings: 4 * names.length, duplicates: 0, problems: [] })
    const labels = await database().agreedLabel.findMany({ where: { item: { studyId: study.id } } })
    const sum = (key: 'patches' | 'normal' | 'disputed') =>
      labels.reduce((total, { label }) => total + (label as Record<typeof key, unknown[]>)[key].length, 0)
    expect(sum('patches')).toBeGreaterThan(0)
    expect(sum('disputed')).toBeGreaterThan(0)
    expect(sum('normal')).toBeGreaterThan(sum('patches'))
  },
)
