/** Training and using models on folders of this machine. Nothing here needs the database that this project's tests have. */

import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { gridPresets } from '@/lib/domain/protocol'
import { openGradingModel, openLesionModel } from '@/lib/services/_shared/folders/open-model'
import { gradePhotographs, type PhotographGrade } from '@/lib/services/grade-photographs'
import { type MappedPhotograph, mapPhotographs } from '@/lib/services/map-photographs'
import { type TrainGradesRequest, trainGradesFromFolder } from '@/lib/services/train-grades-from-folder'
import { type TrainLesionsRequest, trainLesionsFromFolders } from '@/lib/services/train-lesions-from-folders'
import { decodeRgb, paperPreprocessing } from '@/lib/vision'
import { badFiles, fundusJpeg } from '../support/fixtures'
import { eyes, writeBoxFolder, writeGradeFolder, writeMaskFolder } from '../support/lesion-folders'

/** Four short trainings. */
const makingMilliseconds = 300_000

/** Made once: folders, a lesion model of them, and a grading model with that one inside. */
let shared: string
let parent: string
const at = (name: string) => path.join(shared, name)

const quiet = {
  signal: new AbortController().signal,
  onProblem: () => undefined,
  onPrepared: () => undefined,
  onMapped: () => undefined,
  onFrozen: () => undefined,
  onProgress: () => undefined,
}

/** Photographs are decoded once for all tests of this file: what is prepared is found again by its bytes. */
async function withPrepared(out: string): Promise<void> {
  const work = `${out}.training`
  if (!existsSync(at('prepared')) || existsSync(work) || existsSync(out)) return
  await cp(at('prepared'), work, { recursive: true })
}

async function trainLesions(changes: Partial<TrainLesionsRequest> = {}) {
  const request: TrainLesionsRequest = {
    ...{ folders: [at('masks'), at('boxes')], out: path.join(parent, 'model'), grid: gridPresets.paper },
    ...{ preset: 'tiny', architecture: null, head: 'classes', epochs: 1, seed: 1, validationShare: 0.2 },
    ...quiet,
    ...changes,
  }
  await withPrepared(request.out)
  return trainLesionsFromFolders(request)
}

async function trainGrades(changes: Partial<TrainGradesRequest> = {}) {
  const request: TrainGradesRequest = {
    ...{ folder: at('grades'), lesions: at('model'), out: path.join(parent, 'model2'), weighting: 'paper' },
    ...{ preset: 'tiny', architecture: null, head: 'classes', epochs: 1, gradeClasses: [0, 1, 2, 3], seed: 1 },
    validationShare: 0.2,
    ...quiet,
    ...changes,
  }
  await withPrepared(request.out)
  return trainGradesFromFolder(request)
}

/** Aborted in its first step: checkpoint and prepared photographs stay. */
function stopped() {
  const stop = new AbortController()
  return { signal: stop.signal, onProgress: () => stop.abort(new Error('Stopped.')) }
}

beforeAll(async () => {
  shared = await mkdtemp(path.join(os.tmpdir(), 'concord-folder-training-'))
  parent = shared
  await writeMaskFolder(at('masks'), eyes([1, 2, 3], 3))
  await writeBoxFolder(at('boxes'), eyes([11, 12], 3))
  const graded = [...eyes([21, 22], 0), ...eyes([31, 32], 1), ...eyes([41, 42], 2), ...eyes([51], 3)]
  await writeGradeFolder(at('grades'), graded)
  await trainLesions({ ...stopped(), out: at('lesions') })
  await trainGrades({ ...stopped(), weighting: 'none', lesions: null, out: at('grading') })
  for (const out of ['lesions', 'grading']) {
    for (const part of ['prepared', 'pictures'])
      await cp(at(`${out}.training/${part}`), at(`prepared/${part}`), { recursive: true })
    await rm(at(`${out}.training`), { recursive: true })
  }
  await trainLesions()
  await trainGrades()
}, makingMilliseconds)
afterAll(() => rm(shared, { recursive: true, force: true }))
beforeEach(async () => {
  parent = await mkdtemp(path.join(os.tmpdir(), 'concord-folder-training-'))
})
afterEach(() => rm(parent, { recursive: true, force: true }))

const weightsIn = (folder: string) => readFile(path.join(folder, 'weights.bin'))

describe('a lesion model from folders', () => {
  it('says how it must be fed, and how good it was on the photographs held out; nothing else is left', async () => {
    const counts: unknown[] = []
    const trained = await trainLesions({ onFrozen: (told) => counts.push(told) })
    const model = await openLesionModel(path.join(parent, 'model'))
    model.dispose()
    expect({ notes: model.notes, classes: model.card.classes, left: await readdir(parent) }).toEqual({
      notes: { grid: gridPresets.paper, preprocessing: paperPreprocessing },
      classes: ['normal', 'microaneurysm', 'haemorrhage', 'exudate'],
      left: ['model'],
    })
    if (trained.outcome !== 'finished') throw new Error('It did not finish.')
    expect(JSON.parse(await readFile(path.join(parent, 'model', 'evaluation.json'), 'utf8'))).toEqual(
      trained.evaluation,
    )
    expect(trained.evaluation).toMatchObject({ stage: 'local', patients: 1, perClass: { length: 4 } })
    expect(counts).toEqual([expect.objectContaining({ classes: model.card.classes, otherKinds: expect.any(Number) })])
  })

  it('that was stopped goes on, and ends exactly like the one left alone', async () => {
    const stop = new AbortController()
    const request = {
      signal: stop.signal,
      onProgress: ({ step }: { step: number }) => {
        if (step === 7) stop.abort(new Error('Stopped.'))
      },
    }
    expect(await trainLesions(request)).toEqual({ outcome: 'stopped', step: 7 })
    expect(await readdir(parent)).toEqual(['model.training'])
    const steps: number[] = []
    await trainLesions({ onProgress: ({ step }) => void steps.push(step) })
    expect(steps[0]).toBe(8)
    expect(await weightsIn(path.join(parent, 'model'))).toEqual(await weightsIn(at('model')))
  })

  it('that was begun with other options is not gone on with', async () => {
    await trainLesions(stopped())
    await expect(trainLesions({ seed: 2 })).rejects.toMatchObject({
      code: 'model.otherTraining',
      sentence: expect.stringMatching(
        /model\.training holds a training that began otherwise: .* another seed\. Give the same/,
      ),
    })
    await expect(trainLesions({ folders: [at('boxes')] })).rejects.toThrow('another snapshot')
  })

  it('is never overwritten, and neither is anything else', async () => {
    const before = await weightsIn(at('model'))
    await expect(trainLesions({ out: at('model'), seed: 2 })).rejects.toMatchObject({ code: 'model.taken' })
    expect(await weightsIn(at('model'))).toEqual(before)
    await writeFile(path.join(parent, 'model'), 'mine')
    await expect(trainLesions()).rejects.toMatchObject({ code: 'model.taken' })
  })

  it('may tell lesion from normal only, on another grid, with nobody held out', async () => {
    const trained = await trainLesions({ head: 'binary', grid: gridPresets.fine, validationShare: 0 })
    const model = await openLesionModel(path.join(parent, 'model'))
    model.dispose()
    expect({ classes: model.card.classes, grid: model.notes.grid, trained }).toEqual({
      classes: ['normal', 'lesion'],
      grid: gridPresets.fine,
      trained: { outcome: 'finished', card: model.card, evaluation: null },
    })
  })

  it('is refused where there is nothing to tell apart, or the patches are too small for the network', async () => {
    await writeMaskFolder(path.join(parent, 'healthy'), eyes([1, 2], 0))
    await expect(trainLesions({ folders: [path.join(parent, 'healthy')] })).rejects.toMatchObject({
      code: 'folders.oneClass',
      sentence: expect.stringContaining('all patches to learn from are normal'),
    })
    await expect(trainLesions({ grid: { d: 800, h: 16, ov: 0 }, architecture: 'tiny-local' })).rejects.toMatchObject({
      code: 'network.inputTooSmall',
    })
  })

  it('is told which classes it has nothing to learn from', async () => {
    await writeMaskFolder(path.join(parent, 'mild'), eyes([1, 2, 3], 1))
    const told: string[] = []
    await trainLesions({ folders: [path.join(parent, 'mild')], onProblem: ({ sentence }) => void told.push(sentence) })
    expect(told.filter((sentence) => sentence.startsWith('There are no'))).toEqual([
      'There are no patches to learn “haemorrhage” from; the network will hardly ever say it.',
      'There are no patches to learn “exudate” from; the network will hardly ever say it.',
    ])
  })
})

async function mapAll(photographs: string[], model = at('model')): Promise<(MappedPhotograph | string)[]> {
  const answers: (MappedPhotograph | string)[] = []
  for await (const answer of mapPhotographs({ photographs, model, withPictures: true, signal: quiet.signal })) {
    answers.push('error' in answer ? answer.error : answer.result)
  }
  return answers
}

describe('lesions of photographs', () => {
  it('are told with grid, crop, field of view and a probability for every class of every patch', async () => {
    const photograph = path.join(parent, 'wide.jpg')
    await writeFile(photograph, await fundusJpeg({ seed: 5, grade: 3, cameraStyle: 'cut' }))
    const [answer] = await mapAll([photograph])
    if (answer === undefined || typeof answer === 'string') throw new Error(answer)
    const { inside, probabilities, crop, ...rest } = answer.lesions
    expect(rest).toEqual({
      ...{ photograph, d: 800, h: 80, stride: 48, s: 16 },
      classes: ['normal', 'microaneurysm', 'haemorrhage', 'exudate'],
    })
    expect(crop.y).toBeLessThan(0)
    expect([inside.length, probabilities.length]).toEqual([16, 16])
    const patches = probabilities.flat()
    expect(patches.map((classes) => classes.length)).toEqual(new Array(256).fill(4))
    for (const classes of patches) expect(classes.reduce((a, b) => a + b)).toBeCloseTo(1, 5)
    expect([inside[0]?.[0], inside[8]?.[8]]).toEqual([false, true])
    for (const picture of Object.values(answer.pictures ?? {})) {
      expect(await decodeRgb(picture)).toMatchObject({ width: 800, height: 800 })
    }
  })

  it('are the same from the model inside a grading model', async () => {
    const photographs = [path.join(at('masks'), 'images', 'eye-1.jpg')]
    expect(await mapAll(photographs, at('model2'))).toEqual(await mapAll(photographs))
    expect(await mapAll(photographs, path.join(at('model2'), 'lesions'))).toEqual(await mapAll(photographs))
  })

  it('of files that are no photographs are a sentence each; the photographs between them are done', async () => {
    const bad = await badFiles()
    for (const { name, bytes } of bad) await writeFile(path.join(parent, name), bytes)
    const good = path.join(at('masks'), 'images', 'eye-1.jpg')
    const answers = await mapAll([
      ...bad.map(({ name }) => path.join(parent, name)),
      parent,
      path.join(parent, 'none'),
      good,
    ])
    expect(answers.map((answer) => typeof answer)).toEqual([...bad.map(() => 'string'), 'string', 'string', 'object'])
    expect(answers.slice(-3, -1)).toEqual(['This is a folder; name the photographs in it.', 'There is no such file.'])
  })

  it.each<[string, () => Promise<string>, string, string]>([
    ['that is not there', async () => path.join(parent, 'none'), 'model.missing', 'There is no model at'],
    [
      'that is a file',
      async () => path.join(at('masks'), 'images', 'eye-1.jpg'),
      'model.missing',
      'There is no model at',
    ],
    [
      'that was changed',
      async () => {
        await cp(at('model'), path.join(parent, 'changed'), { recursive: true })
        await writeFile(path.join(parent, 'changed', 'weights.bin'), 'other')
        return path.join(parent, 'changed')
      },
      'storage.damaged',
      'weights.bin',
    ],
  ])('are not told with a model %s', async (_, folder, code, words) => {
    await expect(mapAll([], await folder())).rejects.toMatchObject({ code, sentence: expect.stringContaining(words) })
  })
})

async function gradeAll(photographs: string[], model = at('model2')): Promise<(PhotographGrade | string)[]> {
  const answers: (PhotographGrade | string)[] = []
  for await (const answer of gradePhotographs({ photographs, model, signal: quiet.signal })) {
    answers.push('error' in answer ? answer.error : answer.result)
  }
  return answers
}

const someEye = () => path.join(at('grades'), 'images', 'eye-41.jpg')

describe('a grading model from a folder', () => {
  it('holds the lesion model whole, and needs nothing else to grade', async () => {
    const moved = path.join(parent, 'moved')
    await cp(at('model2'), moved, { recursive: true })
    const [answer, error] = await gradeAll([someEye(), path.join(parent, 'none')], moved)
    expect(answer).toEqual({
      photograph: someEye(),
      classes: ['No retinopathy', 'Mild NPDR', 'Moderate NPDR', 'Severe NPDR'],
      probabilities: expect.any(Array),
      grade: expect.any(Number),
      referable: expect.any(Boolean),
    })
    expect(error).toBe('There is no such file.')
    if (typeof answer !== 'object') throw new Error('no answer')
    expect(answer.probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 5)
    expect(answer.grade).toBe(answer.probabilities.indexOf(Math.max(...answer.probabilities)))
    expect(answer.referable).toBe((answer.grade ?? 0) >= 2)
    for (const name of await readdir(at('model'))) {
      expect(await readFile(path.join(moved, 'lesions', name))).toEqual(await readFile(path.join(at('model'), name)))
    }
  })

  it('sees each photograph weighted as it was trained: the same image, from the file and from the training’s folder', async () => {
    await trainGrades(stopped())
    const weights = await readdir(path.join(parent, 'model2.training', 'weights'))
    expect(weights.filter((name) => name !== 'aside')).toHaveLength(7)
    const again: number[] = []
    await trainGrades({ onProgress: ({ step }) => void again.push(step) })
    expect(again[0]).toBe(2)
    expect(await weightsIn(path.join(parent, 'model2'))).toEqual(await weightsIn(at('model2')))
  })

  it('may go without a lesion model, and may only tell whether to refer', async () => {
    await trainGrades({ weighting: 'none', lesions: null, head: 'binary' })
    const model = await openGradingModel(path.join(parent, 'model2'))
    model.dispose()
    expect({ notes: model.notes, lesions: model.lesions }).toEqual({
      notes: { weighting: 'none', gradeClasses: [0, 1, 2, 3], preprocessing: paperPreprocessing },
      lesions: null,
    })
    const [answer] = await gradeAll([someEye()], path.join(parent, 'model2'))
    expect(answer).toMatchObject({ classes: { length: 2 }, probabilities: { length: 2 }, grade: null })
  })

  it('is not trained on weighted images without a lesion model, or with a model of the other kind', async () => {
    await expect(trainGrades({ lesions: null })).rejects.toMatchObject({ code: 'folders.noLesions' })
    await expect(trainGrades({ lesions: path.join(parent, 'none') })).rejects.toMatchObject({ code: 'model.missing' })
    await trainGrades({ weighting: 'none', lesions: null })
    await expect(
      trainGrades({ lesions: path.join(parent, 'model2'), out: path.join(parent, 'model3') }),
    ).rejects.toMatchObject({
      code: 'model.otherKind',
      sentence: expect.stringContaining('no model that finds lesions'),
    })
    await expect(gradeAll([someEye()], at('model'))).rejects.toMatchObject({ code: 'model.otherKind' })
  })
})

const data = path.resolve(import.meta.dirname, '../../../shared/data')

describe.skipIf(!existsSync(data))('real photographs (skipped where ../shared/data is absent)', () => {
  it('with masks and with boxes are learned from together, and one is mapped', async () => {
    const few = { masks: ['IDRiD_01', 'IDRiD_02'], labels: ['IDRiD_25', 'IDRiD_26'] }
    const sets = { masks: 'idrid-lesions', labels: 'idrid-boxes' } as const
    for (const kind of ['masks', 'labels'] as const) {
      const folder = path.join(data, sets[kind])
      await mkdir(path.join(parent, sets[kind], 'images'), { recursive: true })
      await mkdir(path.join(parent, sets[kind], kind))
      for (const part of ['images', kind]) {
        const names = (await readdir(path.join(folder, part))).filter((name) =>
          few[kind].some((stem) => name.startsWith(stem)),
        )
        for (const name of names)
          await symlink(path.join(folder, part, name), path.join(parent, sets[kind], part, name))
      }
    }
    await cp(path.join(data, 'idrid-boxes', 'classes.txt'), path.join(parent, 'idrid-boxes', 'classes.txt'))
    const told: string[] = []
    const trained = await trainLesions({
      folders: Object.values(sets).map((name) => path.join(parent, name)),
      onProblem: ({ sentence }) => void told.push(sentence),
    })
    expect([trained.outcome, told]).toEqual(['finished', []])
    const [answer] = await mapAll([path.join(data, 'idrid-lesions/images/IDRiD_03.jpg')], path.join(parent, 'model'))
    expect(answer).toMatchObject({ lesions: { d: 800, s: 16, crop: { side: expect.any(Number) } } })
  })
})
