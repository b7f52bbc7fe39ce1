import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { snapshotCounts } from '@/lib/services/_shared/learning/snapshot-summary'
import { storedEvaluation } from '@/lib/services/_shared/learning/stored-evaluation'

const folder = path.resolve('../shared/data')
const isThere = ['diaretdb1', 'idrid-lesions', 'kaggle-sample', 'idrid-grading'].every((set) =>
  existsSync(path.join(folder, set, 'images')),
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

function loop(): Promise<{ code: number | null; output: string; errors: string }> {
  const child = spawn(process.execPath, ['scripts/concord.mjs', 'loop', folder, '--small', '--json'])
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8')
  })
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8')
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output, errors })))
}

it.skipIf(!isThere)(
  'the loop on real photographs, small (skipped where ../shared/data is absent): real readers agree, networks learn, claims stay claims',
  async () => {
    const { code, output, errors } = await loop()
    expect({ code, errors: code === 0 ? '' : errors }).toEqual({ code: 0, errors: '' })
    const { studies, snapshot, run } = result.parse(JSON.parse(output.trimEnd().split('\n').at(-1) ?? ''))
    expect(
      studies.map(({ name, photographs, readings, observers }) => [
        name,
        photographs.ingested,
        readings,
        observers.length,
      ]),
    ).toEqual([
      ['diaretdb1', 8, 32, 4],
      ['idrid-lesions', 8, 8, 1],
      ['kaggle-sample', 4, 0, 0],
      ['idrid-grading', 30, 30, 1],
    ])
    expect(studies.map(({ problems }) => problems)).toEqual([[], [], [], []])
    expect(studies.find(({ name }) => name === 'kaggle-sample')).toMatchObject({
      photographs: { sourceGrades: 4 },
      grades: {},
    })
    expect(run.state).toBe('finished')
    const { patches, grades } = snapshot.counts
    const testSide = Object.fromEntries(
      run.models.map(({ stage, evaluation }) => [
        stage,
        evaluation.confusion.map((row) => row.reduce((a, b) => a + b, 0)),
      ]),
    )
    expect(testSide).toEqual({ local: patches.test, global: grades.test })
  },
  900_000,
)
