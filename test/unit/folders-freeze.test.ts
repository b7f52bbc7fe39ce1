import { cp, mkdtemp, readdir, rm, unlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { marksToPatches } from '@/lib/domain/marks-to-patches'
import { patchClassFor } from '@/lib/domain/patch-class'
import { insideGrid } from '@/lib/domain/patch-grid'
import { gridPresets } from '@/lib/domain/protocol'
import { protocolPresets } from '@/lib/domain/protocol-presets'
import { freezeGrades } from '@/lib/services/_shared/folders/freeze-grades'
import { freezeLesions, type LesionFolders } from '@/lib/services/_shared/folders/freeze-lesions'
import { heldOut } from '@/lib/services/_shared/folders/hold-out'
import type { FolderProblem } from '@/lib/services/_shared/folders/problems'
import { paperPreprocessing } from '@/lib/vision'
import { badFiles, fundus } from '../support/fixtures'
import { eyes, writeBoxFolder, writeGradeFolder, writeMaskFolder } from '../support/lesion-folders'

let parent: string
let templates: string
beforeAll(async () => {
  templates = await mkdtemp(path.join(os.tmpdir(), 'concord-freeze-templates-'))
  await writeMaskFolder(path.join(templates, 'masks'), eyes([1, 2, 3], 3))
  await writeBoxFolder(path.join(templates, 'boxes'), eyes([11, 12], 3))
  const graded = [...eyes([21, 22, 23], 0), ...eyes([31, 32], 2), ...eyes([41], 4)]
  await writeGradeFolder(path.join(templates, 'grades'), graded, { patients: (name) => `P${name.at(-1)}` })
  // Decoded once for all tests of this file: what is prepared is found again by its bytes.
  parent = templates
  await freeze([path.join(templates, 'masks'), path.join(templates, 'boxes')])
  await freezeGraded(path.join(templates, 'grades'))
})
afterAll(() => rm(templates, { recursive: true }))
beforeEach(async () => {
  parent = await mkdtemp(path.join(os.tmpdir(), 'concord-freeze-'))
  await cp(path.join(templates, 'work'), path.join(parent, 'work'), { recursive: true })
})
afterEach(() => rm(parent, { recursive: true, force: true }))

async function copyOf(kind: 'masks' | 'boxes' | 'grades', name = kind as string): Promise<string> {
  const folder = path.join(parent, name)
  await cp(path.join(templates, kind), folder, { recursive: true })
  return folder
}

async function freeze(folders: string[], changes: Partial<LesionFolders> = {}) {
  const problems: FolderProblem[] = []
  const frozen = await freezeLesions({
    folders,
    grid: gridPresets.paper,
    preprocessing: paperPreprocessing,
    validationShare: 0.2,
    workFolder: path.join(parent, 'work'),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onProblem: (problem) => problems.push(problem),
    ...changes,
  })
  return { ...frozen, problems: problems.map(({ file, sentence }) => `${path.relative(parent, file)}: ${sentence}`) }
}

/** The class of each patch by the generator's truth and the field of view that was found. */
function truthOf(seed: number, fieldOfView: Parameters<typeof insideGrid>[0]): [number, number][] {
  const { lesions } = fundus({ seed, grade: 3 })
  const found = marksToPatches(lesions, fieldOfView, gridPresets.paper, protocolPresets['k-of-n'].markToPatch)
  return insideGrid(fieldOfView, gridPresets.paper).flatMap((isInside, index) => {
    const label = patchClassFor(found.get(index)?.kinds ?? new Map())
    return isInside && label !== undefined ? [[index, label] as [number, number]] : []
  })
}

function shareEqual(a: readonly (readonly [number, number])[], b: readonly [number, number][]): number {
  const labels = new Map(b)
  return a.filter(([index, label]) => labels.get(index) === label).length / Math.max(a.length, b.length)
}

describe('folders of photographs with known lesions', () => {
  it('become labelled patches, from masks and from boxes alike, that say what is to be seen', async () => {
    const { content, problems } = await freeze([await copyOf('masks'), await copyOf('boxes')])
    const seedOf = (id: string) => Number(/eye-(\d+)/.exec(id)?.[1])
    const shares = content.photographs.map(({ id, fieldOfView, patches }) =>
      shareEqual([...patches], truthOf(seedOf(id), fieldOfView)),
    )
    expect({ ids: content.photographs.map(({ id }) => id), problems }).toEqual({
      ids: ['masks/eye-1.jpg', 'masks/eye-2.jpg', 'masks/eye-3.jpg', 'boxes/eye-11.jpg', 'boxes/eye-12.jpg'],
      problems: [],
    })
    // Masks are rounded to pixels, boxes are larger than what they hold; vessels' lesions have neither.
    expect(Math.min(...shares)).toBeGreaterThan(0.9)
  })

  it('are the same content whenever they are read, and are not decoded twice', async () => {
    const folders = [await copyOf('masks'), await copyOf('boxes')]
    const first = await freeze(folders)
    const made = await readdir(path.join(parent, 'work', 'prepared'))
    expect(await freeze(folders)).toEqual(first)
    expect(await readdir(path.join(parent, 'work', 'prepared'))).toEqual(made)
  })

  it('hold some patients out, each wholly on one side', async () => {
    const folder = await copyOf('masks')
    await cp(path.join(folder, 'images', 'eye-1.jpg'), path.join(folder, 'images', '7_left.jpg'))
    await cp(path.join(folder, 'images', 'eye-2.jpg'), path.join(folder, 'images', '7_right.jpg'))
    await unlink(path.join(folder, 'images', 'eye-1.jpg'))
    await unlink(path.join(folder, 'images', 'eye-2.jpg'))
    const { content } = await freeze([folder], { validationShare: 0.5 })
    const sides = content.photographs.map(({ split }) => split)
    expect([sides[0] === sides[1], new Set(sides).size]).toEqual([true, 2])
  })

  it('leave out what cannot be decoded, and the same pixels the second time, each with a sentence', async () => {
    const folder = await copyOf('masks')
    const bad = await badFiles()
    for (const { name, bytes } of bad) await writeFile(path.join(folder, 'images', name), bytes)
    const again = await copyOf('masks', 'again')
    const { content, problems } = await freeze([folder, again])
    expect(content.photographs.map(({ id }) => id)).toEqual(['masks/eye-1.jpg', 'masks/eye-2.jpg', 'masks/eye-3.jpg'])
    for (const { name } of bad) {
      expect(problems.filter((problem) => problem.startsWith(`masks/images/${name}: `))).toHaveLength(1)
    }
    expect(problems.filter((problem) => problem.startsWith('again/'))).toEqual(
      [1, 2, 3].map(
        (n) =>
          `again/images/eye-${n}.jpg: It shows the same pixels as ${folder}/images/eye-${n}.jpg, which is used; left out.`,
      ),
    )
  })

  it('leave a photograph out whose mask cannot be used, and name the mask', async () => {
    const folder = await copyOf('masks')
    await writeFile(path.join(folder, 'masks', 'eye-2_MA.png'), 'no mask')
    const { content, problems } = await freeze([folder])
    expect(content.photographs.map(({ id }) => id)).toEqual(['masks/eye-1.jpg', 'masks/eye-3.jpg'])
    expect(problems).toEqual([
      expect.stringMatching(
        /^masks\/masks\/eye-2_MA.png: The file is not a JPEG, PNG or TIFF .* The photograph is left out.$/,
      ),
    ])
  })

  it('of one name are told apart', async () => {
    await cp(path.join(templates, 'masks'), path.join(parent, 'a', 'set'), { recursive: true })
    await cp(path.join(templates, 'boxes'), path.join(parent, 'b', 'set'), { recursive: true })
    await cp(path.join(parent, 'b/set/images/eye-11.jpg'), path.join(parent, 'b/set/images/eye-1.jpg'))
    await cp(path.join(parent, 'b/set/labels/eye-11.txt'), path.join(parent, 'b/set/labels/eye-1.txt'))
    await unlink(path.join(parent, 'b/set/images/eye-11.jpg'))
    const { content } = await freeze([path.join(parent, 'a/set'), path.join(parent, 'b/set')])
    const ids = content.photographs.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toContain('set/eye-1.jpg (2)')
  })

  it('of which nothing can be used are refused', async () => {
    const folder = await copyOf('masks')
    for (const n of [1, 2, 3]) await writeFile(path.join(folder, 'images', `eye-${n}.jpg`), 'no photograph')
    await expect(freeze([folder])).rejects.toMatchObject({ code: 'folders.nothing' })
  })

  it('are not gone on with once somebody wants to stop', async () => {
    const stop = new AbortController()
    stop.abort(new Error('enough'))
    await expect(freeze([await copyOf('masks')], { signal: stop.signal })).rejects.toThrow('enough')
  })
})

async function freezeGraded(folder: string) {
  const problems: FolderProblem[] = []
  const frozen = await freezeGrades({
    folder,
    gradeClasses: [0, 1, 2, 3],
    preprocessing: paperPreprocessing,
    validationShare: 0.3,
    workFolder: path.join(parent, 'work'),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onProblem: (problem) => problems.push(problem),
  })
  return {
    grades: Object.fromEntries(frozen.map(({ id, grade }) => [path.parse(id).name, grade])),
    sides: Object.fromEntries(frozen.map(({ id, split }) => [path.parse(id).name, split])),
    problems: problems.map(({ file, line, sentence }) => `${path.relative(parent, file)}${line ?? ''}: ${sentence}`),
  }
}

describe('a folder of graded photographs', () => {
  const all = { 'eye-21': 0, 'eye-22': 0, 'eye-23': 0, 'eye-31': 2, 'eye-32': 2 }
  const fourthLeftOut = '1 photograph of a grade that is not trained (trained: 0, 1, 2, 3); left out: eye-41.jpg.'

  it('gives each photograph its grade; patients of the table are wholly on one side, other grades are left out', async () => {
    const { grades, sides, problems } = await freezeGraded(await copyOf('grades'))
    expect({ grades, problems }).toEqual({ grades: all, problems: [`grades/grades.csv: ${fourthLeftOut}`] })
    expect([sides['eye-21'], sides['eye-22']]).toEqual([sides['eye-31'], sides['eye-32']])
    expect(new Set(Object.values(sides)).size).toBe(2)
  })

  it('may have Kaggle’s table, with both eyes of a patient on one side', async () => {
    const folder = await copyOf('grades')
    await unlink(path.join(folder, 'grades.csv'))
    for (const [from, to] of [
      ['eye-21', '1_left'],
      ['eye-22', '1_right'],
      ['eye-23', '2_left'],
      ['eye-31', '2_right'],
    ]) {
      await cp(path.join(folder, 'images', `${from}.jpg`), path.join(folder, 'images', `${to}.jpeg`))
      await unlink(path.join(folder, 'images', `${from}.jpg`))
    }
    await writeFile(path.join(folder, 'trainLabels.csv'), 'image,level\n1_left,0\n1_right,0\n2_left,0\n2_right,2\n')
    const { grades, sides, problems } = await freezeGraded(folder)
    expect(grades).toEqual({ '1_left': 0, '1_right': 0, '2_left': 0, '2_right': 2 })
    expect([sides['1_left'], sides['2_left']]).toEqual([sides['1_right'], sides['2_right']])
    expect(problems).toEqual([
      'grades/trainLabels.csv: 2 photographs of images/ without a grade here; left out: eye-32.jpg, eye-41.jpg.',
    ])
  })

  it('names each line that cannot be used, and photographs or lines without the other', async () => {
    const folder = await copyOf('grades')
    const lines = ['image;level', 'eye-21;0', 'eye-22;five', 'eye-23;5', 'eye-31;2', 'eye-99;1', 'eye-32;-1', 'eye-41']
    await writeFile(path.join(folder, 'grades.csv'), lines.join('\r\n'))
    expect(await freezeGraded(folder)).toMatchObject({
      grades: { 'eye-21': 0, 'eye-31': 2 },
      problems: [
        expect.stringMatching(/^grades\/grades.csv3: eye-22 has the grade “five”/),
        expect.stringMatching(/^grades\/grades.csv4: eye-23 has the grade “5”/),
        expect.stringMatching(/^grades\/grades.csv7: eye-32 has the grade “-1”/),
        expect.stringMatching(/^grades\/grades.csv8: eye-41 has no grade/),
        'grades/grades.csv: 1 line without a photograph in images/; passed over: eye-99.',
        expect.stringMatching(
          /: 4 photographs of images\/ without a grade here; left out: eye-22.jpg, eye-23.jpg, eye-32.jpg and 1 more.$/,
        ),
      ],
    })
  })

  it('names the same pixels with another grade', async () => {
    const folder = await copyOf('grades')
    await cp(path.join(folder, 'images', 'eye-21.jpg'), path.join(folder, 'images', 'eye-32.jpg'))
    const { grades, problems } = await freezeGraded(folder)
    expect(Object.keys(grades)).not.toContain('eye-32')
    expect(problems.at(-1)).toMatch(
      /eye-32.jpg: It shows the same pixels as .*eye-21.jpg, which is used as grade 0, and not as 2; left out.$/,
    )
  })

  it.each<[string, (folder: string) => Promise<void>, string]>([
    ['without a table', (f) => unlink(path.join(f, 'grades.csv')), 'has no grades.csv'],
    ['whose table is empty', (f) => writeFile(path.join(f, 'grades.csv'), ''), 'names no grade that can be used'],
    ['whose table has other columns', (f) => writeFile(path.join(f, 'grades.csv'), 'a,b\n1,2'), 'names no grade'],
  ])('%s is refused', async (_, spoil, words) => {
    const folder = await copyOf('grades')
    await spoil(folder)
    await expect(freezeGraded(folder)).rejects.toMatchObject({
      code: 'folders.noGrades',
      sentence: expect.stringContaining(words),
    })
  })
})

describe('who is held out', () => {
  it.each([
    [1, 0.2, 0],
    [2, 0.2, 1],
    [4, 0.2, 1],
    [18, 0.2, 4],
    [45, 0.2, 9],
    [3, 0.9, 2],
    [18, 0, 0],
  ])('of %i patients at a share of %f are %i', (count, share, held) => {
    const patients = Array.from({ length: count }, (_, i) => `patient ${i}`)
    expect(heldOut([...patients, ...patients], share).size).toBe(held)
  })

  it('does not depend on the order in which the photographs came', () => {
    const patients = Array.from({ length: 20 }, (_, i) => `patient ${i}`)
    expect(heldOut([...patients].reverse(), 0.3)).toEqual(heldOut(patients, 0.3))
  })
})
