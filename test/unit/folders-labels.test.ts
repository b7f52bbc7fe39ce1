import { cp, mkdir, mkdtemp, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openLabelledFolder } from '@/lib/services/_shared/folders/labelled-folder'
import { createPhotographDecoder, encodeJpeg, type PhotographDecoder } from '@/lib/vision'
import { fundus } from '../support/fixtures'
import { eyes, maskPng, writeBoxFolder, writeMaskFolder } from '../support/lesion-folders'

let parent: string
let templates: string
let decoder: PhotographDecoder
beforeAll(async () => {
  decoder = createPhotographDecoder()
  templates = await mkdtemp(path.join(os.tmpdir(), 'concord-folder-templates-'))
  await writeMaskFolder(path.join(templates, 'masks'), eyes([1, 2], 2))
  await writeBoxFolder(path.join(templates, 'boxes'), eyes([1, 2], 2))
})
afterAll(async () => {
  await decoder.close()
  await rm(templates, { recursive: true })
})
beforeEach(async () => {
  parent = await mkdtemp(path.join(os.tmpdir(), 'concord-folders-'))
})
afterEach(() => rm(parent, { recursive: true, force: true }))

const size = { width: 640, height: 480 }

async function copyOf(kind: 'masks' | 'boxes'): Promise<string> {
  const folder = path.join(parent, 'set')
  await cp(path.join(templates, kind), folder, { recursive: true })
  return folder
}

/** What is said of a folder, with its paths shortened. */
async function told(folder: string) {
  const { photographs, problems } = await openLabelledFolder(folder)
  return {
    photographs: photographs.map(({ id }) => id),
    problems: problems.map(
      ({ file, line, sentence }) =>
        `${path.relative(folder, file)}${line ?? ''}: ${sentence.replaceAll(`${folder}/`, '')}`,
    ),
  }
}

const kinds = (marks: readonly { kind: string }[]) => [...new Set(marks.map(({ kind }) => kind))].sort()

describe('a folder with masks', () => {
  it('gives the marks of each photograph, one for each part of each mask', async () => {
    const folder = await copyOf('masks')
    const { photographs, problems } = await openLabelledFolder(folder)
    const [first] = photographs
    const read = await first?.readMarks(size, decoder)
    expect({ ...first, readMarks: undefined, problems }).toEqual({
      file: path.join(folder, 'images', 'eye-1.jpg'),
      id: 'set/eye-1.jpg',
      patient: 'eye-1',
      readMarks: undefined,
      problems: [],
    })
    const truth = Object.keys(fundus({ seed: 1, grade: 2 }).masks).filter((kind) => kind !== 'irma')
    expect(read && 'marks' in read ? kinds(read.marks) : read).toEqual(truth.sort())
  })

  it('takes a photograph without any mask for one without lesions, and says so', async () => {
    const folder = await copyOf('masks')
    await rm(path.join(folder, 'masks'), { recursive: true })
    await mkdir(path.join(folder, 'masks'))
    const { photographs } = await openLabelledFolder(folder)
    expect(await photographs[0]?.readMarks(size, decoder)).toEqual({ marks: [], problems: [] })
    expect(await told(folder)).toEqual({
      photographs: ['set/eye-1.jpg', 'set/eye-2.jpg'],
      problems: ['masks: 2 photographs without any mask count as free of lesions: eye-1, eye-2.'],
    })
  })

  it('names masks of unknown kinds and of photographs that are not there', async () => {
    const folder = await copyOf('masks')
    await writeFile(path.join(folder, 'masks', 'eye-1_XX.png'), '')
    await writeFile(path.join(folder, 'masks', 'eye-9_MA.png'), '')
    await writeFile(path.join(folder, 'masks', 'eye-9_HE.png'), '')
    expect((await told(folder)).problems).toEqual([
      "masks: 1 file here has no mask's name (NAME_MA, _HE, _EX, _SE or _OD, .png or .tif); passed over: eye-1_XX.png.",
      'masks: 2 masks here belong to no photograph of images/; passed over: eye-9_HE.png, eye-9_MA.png.',
    ])
  })

  it.each<[string, () => Promise<Buffer>, string]>([
    [
      'of another size',
      () => maskPng(new Uint8Array(100 * 100), 100, 100),
      'The mask has 100 × 100 pixels and its photograph 640 × 480',
    ],
    [
      'that is damaged',
      async () => (await maskPng(new Uint8Array(640 * 480), 640, 480)).subarray(0, 60),
      'damaged or incomplete',
    ],
    ['that is empty', async () => Buffer.alloc(0), 'The file is empty.'],
    ['that is a JPEG', () => encodeJpeg(new Uint8Array(640 * 480 * 3), 640, 480), 'A mask must be a PNG or TIFF'],
    ['that is no picture', async () => Buffer.from('mask'), 'is not a JPEG, PNG or TIFF'],
  ])(
    'leaves a photograph out whose mask is one %s: what it would show must not pass for normal',
    async (_, bytes, words) => {
      const folder = await copyOf('masks')
      const file = path.join(folder, 'masks', 'eye-1_MA.png')
      await writeFile(file, await bytes())
      const { photographs } = await openLabelledFolder(folder)
      const [bad, good] = await Promise.all(photographs.map(({ readMarks }) => readMarks(size, decoder)))
      expect(bad).toEqual({ unusable: { file, line: null, sentence: expect.stringContaining(words) } })
      expect(good).toHaveProperty('marks')
    },
  )
})

describe('a folder with boxes', () => {
  it('gives a box for each line; an empty file says that nothing was found', async () => {
    const folder = await copyOf('boxes')
    await writeFile(path.join(folder, 'labels', 'eye-2.txt'), '')
    const { photographs, problems } = await openLabelledFolder(folder)
    const read = await Promise.all(photographs.map(({ readMarks }) => readMarks(size, decoder)))
    const counts = read.map((found) => ('marks' in found ? found.marks.length : undefined))
    expect({ counts, problems }).toEqual({ counts: [fundus({ seed: 1, grade: 2 }).lesions.length, 0], problems: [] })
  })

  it('leaves out, with a sentence, a photograph that nobody labelled', async () => {
    const folder = await copyOf('boxes')
    await unlink(path.join(folder, 'labels', 'eye-1.txt'))
    expect(await told(folder)).toEqual({
      photographs: ['set/eye-2.jpg'],
      problems: [
        'images/eye-1.jpg: There is no labels/eye-1.txt, so nobody has labelled it; left out. (An empty file says that it shows no lesion.)',
      ],
    })
  })

  it('names the file and line of a box that cannot be used, and uses the others', async () => {
    const folder = await copyOf('boxes')
    const file = path.join(folder, 'labels', 'eye-1.txt')
    await writeFile(file, '0 0.5 0.5 0.1 0.1\n0 half 0.5 0.1 0.1\n2 0.4 0.4 0.1 0.1\n')
    const { photographs } = await openLabelledFolder(folder)
    expect(await photographs[0]?.readMarks(size, decoder)).toEqual({
      marks: [expect.objectContaining({ kind: 'microaneurysm' }), expect.objectContaining({ kind: 'hardExudate' })],
      problems: [{ file, line: 2, sentence: expect.stringContaining('“0 half 0.5 0.1 0.1”') }],
    })
  })

  it('names at most twenty lines of a file, and counts the others', async () => {
    const folder = await copyOf('boxes')
    await writeFile(path.join(folder, 'labels', 'eye-1.txt'), 'nonsense\n'.repeat(1000))
    const { photographs } = await openLabelledFolder(folder)
    const read = await photographs[0]?.readMarks(size, decoder)
    const problems = read && 'problems' in read ? read.problems : []
    expect([problems.length, problems.at(-1)?.sentence]).toEqual([21, '980 more lines could not be used.'])
  })

  it('names labels of photographs that are not there, and classes that it does not know', async () => {
    const folder = await copyOf('boxes')
    await writeFile(path.join(folder, 'labels', 'eye-9.txt'), '')
    await writeFile(path.join(folder, 'classes.txt'), 'haemorrhage\ndrusen\n')
    expect((await told(folder)).problems).toEqual([
      'classes.txt2: Class 1 is called “drusen”, which is no lesion that is known here; what it marks counts as another kind of lesion.',
      'labels: 1 file here belongs to no photograph of images/; passed over: eye-9.txt.',
    ])
  })

  it('takes classes.txt from labels/ where a labelling tool has put it', async () => {
    const folder = await copyOf('boxes')
    await cp(path.join(folder, 'classes.txt'), path.join(folder, 'labels', 'classes.txt'))
    await unlink(path.join(folder, 'classes.txt'))
    expect((await told(folder)).problems).toEqual([])
  })

  it.each([
    ['missing', async (file: string) => unlink(file), 'classes.txt is missing'],
    ['empty', async (file: string) => writeFile(file, '\n'), 'classes.txt is empty'],
  ])('whose classes.txt is %s is refused', async (_, spoil, words) => {
    const folder = await copyOf('boxes')
    await spoil(path.join(folder, 'classes.txt'))
    await expect(openLabelledFolder(folder)).rejects.toMatchObject({
      code: 'folders.classes',
      sentence: expect.stringContaining(words),
    })
  })
})

describe('a folder of photographs', () => {
  it('may be made of links, may have folders inside and names in capitals', async () => {
    const folder = path.join(parent, 'set')
    await mkdir(path.join(folder, 'Images', 'first'), { recursive: true })
    await symlink(
      path.join(templates, 'masks', 'images', 'eye-1.jpg'),
      path.join(folder, 'Images', 'first', 'EYE-1.jpg'),
    )
    await symlink(path.join(templates, 'masks', 'masks'), path.join(folder, 'Masks'))
    const { photographs } = await openLabelledFolder(folder)
    const read = await photographs[0]?.readMarks(size, decoder)
    expect([photographs.length, read && 'marks' in read && read.marks.length > 0]).toEqual([1, true])
  })

  it('names what is no photograph by its name, and a second one of the same name', async () => {
    const folder = await copyOf('masks')
    await writeFile(path.join(folder, 'images', 'notes.txt'), 'x')
    await writeFile(path.join(folder, 'images', 'eye-1.png'), 'x')
    await writeFile(path.join(folder, 'images', '.DS_Store'), 'x')
    expect(await told(folder)).toEqual({
      photographs: ['set/eye-1.jpg', 'set/eye-2.jpg'],
      problems: [
        'images/eye-1.png: Its name says the same photograph as images/eye-1.jpg, which is used; left out.',
        'images/notes.txt: By its name it is no photograph; passed over.',
      ],
    })
  })

  it('keeps both eyes of a patient together', async () => {
    const folder = await copyOf('masks')
    await cp(path.join(folder, 'images', 'eye-1.jpg'), path.join(folder, 'images', '10_left.jpeg'))
    await cp(path.join(folder, 'images', 'eye-2.jpg'), path.join(folder, 'images', '10_right.jpeg'))
    const { photographs } = await openLabelledFolder(folder)
    expect(photographs.map(({ patient }) => patient)).toEqual(['10', '10', 'eye-1', 'eye-2'])
  })

  it.each<[string, string, (folder: string) => Promise<unknown>, string]>([
    ['that is not there', 'folders.missing', (f) => rm(f, { recursive: true }), 'cannot be read as a folder (ENOENT)'],
    ['that is a file', 'folders.missing', (f) => rm(f, { recursive: true }).then(() => writeFile(f, '')), '(ENOTDIR)'],
    [
      'without images/',
      'folders.noImages',
      (f) => rm(path.join(f, 'images'), { recursive: true }),
      'has no folder images/',
    ],
    [
      'whose images/ is a file',
      'folders.noImages',
      async (f) => {
        await rm(path.join(f, 'images'), { recursive: true })
        await writeFile(path.join(f, 'images'), '')
      },
      'has no folder images/',
    ],
    [
      'without a photograph',
      'folders.noImages',
      (f) => rm(path.join(f, 'images', 'eye-1.jpg')).then(() => rm(path.join(f, 'images', 'eye-2.jpg'))),
      'holds no photographs',
    ],
    [
      'with neither masks nor labels',
      'folders.noLabels',
      (f) => rm(path.join(f, 'masks'), { recursive: true }),
      'has neither masks/',
    ],
    ['with both', 'folders.bothLabels', (f) => mkdir(path.join(f, 'labels')), 'has both masks/ and labels/'],
  ])('%s is refused in one sentence that names it', async (_, code, spoil, words) => {
    const folder = await copyOf('masks')
    await spoil(folder)
    await expect(openLabelledFolder(folder)).rejects.toMatchObject({ code, sentence: expect.stringContaining(words) })
    await expect(openLabelledFolder(folder)).rejects.toThrow(folder)
  })
})
