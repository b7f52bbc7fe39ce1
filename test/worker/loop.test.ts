import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { snapshotCounts } from '@/lib/services/_shared/learning/snapshot-summary'
import { storedEvaluation } from '@/lib/services/_shared/learning/stored-evaluation'
import { walkFolder } from '../support/walk-folder'

const real = path.resolve('../shared/data')
const isThere = ['diaretdb1', 'idrid-lesions', 'kaggle-sample', 'idrid-grading'].every((set) =>
  existsSync(path.join(real, set, 'images')),
)

const result = z.object({
  studies: z.array(
    z.object({
      name: z.string(),
      photographs: z.object({ ingested: z.number(), sourceGrades: z.number() }),
      readings: z.number(),
      observers: z.array(z.string()),
      grades: z.record(z.string(), z.number()),
      problems: z.array(z.string()),
    }),
  ),
  snapshot: z.object({ counts: snapshotCounts }),
  run: z.object({
    state: z.string(),
    models: z.array(z.object({ stage: z.string(), evaluation: storedEvaluation })),
  }),
})

type Loop = z.infer<typeof result>

/** The whole output is one JSON object: anything else in it fails. */
async function loop(folder: string): Promise<Loop> {
  const child = spawn(process.execPath, ['scripts/concord.mjs', 'loop', folder, '--small', '--json'])
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8')
  })
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8')
  })
  const [code] = await once(child, 'close')
  expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' })
  return result.parse(JSON.parse(output))
}

const broughtIn = ({ studies }: Loop) =>
  studies.map(({ name, photographs, readings, observers, problems }) => [
    name,
    photographs.ingested,
    readings,
    observers.length,
    problems,
  ])

/** What each network was tested on, by class. */
const tested = ({ run }: Loop) =>
  Object.fromEntries(
    run.models.map(({ stage, evaluation }) => [
      stage,
      evaluation.confusion.map((row) => row.reduce((a, b) => a + b, 0)),
    ]),
  )

it.skipIf(!isThere)(
  'the loop on real photographs, small (skipped where ../shared/data is absent): real readers agree, networks learn, claims stay claims',
  async () => {
    const found = await loop(real)
    expect(broughtIn(found)).toEqual([
      ['diaretdb1', 8, 32, 4, []],
      ['idrid-lesions', 8, 8, 1, []],
      ['kaggle-sample', 4, 0, 0, []],
      ['idrid-grading', 30, 30, 1, []],
    ])
    expect(found.studies.find(({ name }) => name === 'kaggle-sample')).toMatchObject({
      photographs: { sourceGrades: 4 },
      grades: {},
    })
    const { patches, grades } = found.snapshot.counts
    expect([found.run.state, tested(found)]).toEqual(['finished', { local: patches.test, global: grades.test }])
  },
  900_000,
)

/** The same photographs as two sets: masks of one observer, and grades of another. */
async function generatedSets(): Promise<string> {
  const { root, photographs, masks, expertGrades, forScreen } = await walkFolder()
  const [lesions, grading] = [path.join(root, 'idrid-lesions'), path.join(root, 'idrid-grading')]
  await rm(path.join(photographs, `${forScreen}.jpeg`))
  await mkdir(lesions)
  await mkdir(grading)
  await rename(masks, path.join(lesions, 'masks'))
  await rename(expertGrades, path.join(grading, 'grades.csv'))
  await cp(photographs, path.join(lesions, 'images'), { recursive: true })
  await rename(photographs, path.join(grading, 'images'))
  return root
}

it('the loop on generated photographs, small: masks and grades become two networks, tested on all that was kept aside', async () => {
  const folder = await generatedSets()
  try {
    const found = await loop(folder)
    expect(broughtIn(found)).toEqual([
      ['idrid-lesions', 8, 8, 1, []],
      ['idrid-grading', 12, 12, 1, []],
    ])
    const { patches, grades } = found.snapshot.counts
    expect([found.run.state, tested(found)]).toEqual(['finished', { local: patches.test, global: grades.test }])
  } finally {
    await rm(folder, { recursive: true })
  }
}, 600_000)
