/**
 * Does weighting help? Each network with each weighting mode on graded photographs, patients held out, several seeds, as in
 * the paper's Fig. 7 and Fig. 8. A seed decides the split, the first weights and every draw; all cells of a seed have the
 * same split. Finished cells are kept in a folder, and an unfinished one goes on from its checkpoint.
 */
import { fork } from 'node:child_process'
import fs from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { recipePresets, recipeSchema } from '@/lib/contracts/recipe'
import { recipeHash } from '@/lib/contracts/recipe-hash'
import { heads } from '@/lib/domain/heads'
import type { WeightingMode } from '@/lib/domain/lesion-map'
import { findArchitecture } from '@/lib/network'
import type { Study } from './benchmark'
import { root, sharedEnvironment } from './contestant'
import type { CellResult, CellTask, GradeCell } from './grades-cell'
import { type GradeSet, prepareGradeSet, testGroups } from './grades-set'
import { gradeRows, tellGrades } from './grades-table'

const list = z.string().transform((text) => text.split(',').filter(Boolean))
const whole = z.coerce.number().int()
const options = z.object({
  data: z.string(),
  out: z.string({ error: 'Name a folder for the cells with --out: finished ones are kept there.' }),
  lesions: z.string().optional(),
  networks: list,
  weighting: list.pipe(z.array(z.enum(['paper', 'expected', 'none'])).min(1)),
  head: z.enum(heads),
  grades: list.transform((grades) => grades.map(Number)).pipe(z.array(z.int().min(0).max(4)).min(2)),
  seeds: whole.min(1).max(100),
  epochs: whole.min(1),
  views: whole.min(1).optional(),
  batch: whole.min(2),
  'learning-rate': z.coerce.number().positive(),
  test: z.coerce.number().gt(0).lt(1),
  threads: whole.min(0),
})

export const benchmark: Study = {
  usage: `npm run bench -- grades --lesions MODEL --out DIR — kappa, accuracy and referable AUC of each network and weighting

  --lesions MODEL      a folder of npx concord train-lesions; not needed for --weighting none
  --out DIR            finished cells are kept there, and an interrupted benchmark goes on from it
  --networks LIST      of the catalogue (global-table-2,alexnet)
  --weighting LIST     (paper,expected,none)
  --seeds N            each its own split of the patients (3)
  --epochs N           (40)
  --views N            training views an epoch (one a photograph)
  --batch N            (16)
  --learning-rate X    (0.001)
  --test SHARE         of the patients that is held out (0.3)
  --grades LIST        that are learned; photographs of others are left out (0,1,2,3)
  --head NAME          classes, or binary: referable against grade 0 (classes)
  --data DIR           with idrid-grading and kaggle-sample (../shared/data)`,
  options: {
    data: { type: 'string', default: path.join(root, '../shared/data') },
    out: { type: 'string' },
    lesions: { type: 'string' },
    networks: { type: 'string', default: 'global-table-2,alexnet' },
    weighting: { type: 'string', default: 'paper,expected,none' },
    head: { type: 'string', default: 'classes' },
    grades: { type: 'string', default: '0,1,2,3' },
    seeds: { type: 'string', default: '3' },
    epochs: { type: 'string', default: '40' },
    views: { type: 'string' },
    batch: { type: 'string', default: '16' },
    'learning-rate': { type: 'string', default: '0.001' },
    test: { type: 'string', default: '0.3' },
  },
  async carryOut(values) {
    const given = options.parse(values)
    const needsLesions = given.weighting.some((mode) => mode !== 'none')
    if (needsLesions && !given.lesions)
      throw new Error('Name a lesion model with --lesions, or ask for --weighting none.')
    const cells = cellsOf(given)
    const out = path.resolve(given.out)
    await fs.mkdir(path.join(out, 'cells'), { recursive: true })
    const set = await prepareGradeSet(given.data, out, given.grades, needsLesions ? (given.lesions ?? null) : null)
    const results: CellResult[] = []
    for (const [i, cell] of cells.entries()) {
      const name = `${cell.recipe.architecture} · ${cell.weighting} · seed ${cell.seed}`
      console.error(`cell ${i + 1} of ${cells.length}: ${name}`)
      results.push(await finish(cell, set, given.threads))
    }
    const rows = gradeRows(results)
    return {
      result: { setting: given, counts: countsOf(set, given), rows, cells: results },
      text: tell(set, given, rows),
    }
  },
}

type Given = z.infer<typeof options>

function cellsOf(given: Given): GradeCell[] {
  const seeds = Array.from({ length: given.seeds }, (_, i) => i + 1)
  // Seed by seed, so that an early stop has compared everything on the same patients.
  return seeds.flatMap((seed) =>
    given.networks.flatMap((architecture) =>
      given.weighting.map((weighting: WeightingMode) => {
        const recipe = recipeSchema.parse({
          ...recipePresets.paper.global,
          architecture: findArchitecture(architecture, 'global').id,
          head: given.head,
          epochs: given.epochs,
          viewsPerEpoch: given.views ?? null,
          batchSize: given.batch,
          learningRate: given['learning-rate'],
        })
        return { recipe, weighting, seed, testShare: given.test }
      }),
    ),
  )
}

/** From its file if it is there, else in a process of its own. */
async function finish(cell: GradeCell, set: GradeSet, threads: number): Promise<CellResult> {
  const { recipe, weighting, seed, testShare } = cell
  const lesions = weighting === 'none' ? '' : `-${path.basename(set.weights ?? '')}`
  const settings = `${recipeHash(recipe).slice(0, 8)}-${set.key}${lesions}-${testShare}`
  const name = `${recipe.architecture}-${weighting}-seed${seed}-${settings}`
  const resultFile = path.join(set.out, 'cells', `${name}.json`)
  const known = await readResult(resultFile)
  if (known) return known
  await work({ ...cell, set, resultFile, workFolder: path.join(set.out, 'cells', `${name}.training`) }, threads)
  const result = await readResult(resultFile)
  if (!result) throw new Error(`The cell ${name} was stopped; the same command goes on from its checkpoint.`)
  return result
}

async function readResult(file: string): Promise<CellResult | undefined> {
  const text = await fs.readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? undefined : JSON.parse(text)
}

function work(task: CellTask, threads: number): Promise<void> {
  const child = fork(path.join(root, 'test/bench/grades-cell.ts'), [], {
    cwd: root,
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, ...sharedEnvironment(threads) },
  })
  child.send(task)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve()
      else reject(new Error(`The cell ended with ${signal ?? code}; the same command goes on from its checkpoint.`))
    })
  })
}

function countsOf(set: GradeSet, { seeds, test }: Given) {
  const grades = (photographs: GradeSet['photographs']) =>
    set.gradeClasses.map((grade) => photographs.filter((photograph) => photograph.grade === grade).length)
  return {
    patients: new Set(set.photographs.map(({ group }) => group)).size,
    photographs: grades(set.photographs),
    heldOut: Array.from({ length: seeds }, (_, i) => {
      const held = testGroups(set, i + 1, test)
      return grades(set.photographs.filter(({ group }) => held.has(group)))
    }),
  }
}

function tell(set: GradeSet, given: Given, rows: ReturnType<typeof gradeRows>): string {
  const { patients, photographs, heldOut } = countsOf(set, given)
  const each = heldOut.reduce((sum, grades) => sum + grades.reduce((a, b) => a + b, 0), 0) / heldOut.length
  return [
    `${set.photographs.length} photographs of ${patients} patients, grades ${given.grades.join(' / ')}: ${photographs.join(' / ')}`,
    ...heldOut.map((grades, i) => `  held out with seed ${i + 1}: ${grades.join(' / ')}`),
    `${given.epochs} epochs, batches of ${given.batch}, learning rate ${given['learning-rate']}, the last epoch counts; head: ${given.head}`,
    '',
    tellGrades(rows, given.head === 'binary' ? 2 : given.grades.length),
    '',
    `Mean (least…most) over the seeds. About ${Math.round(each)} photographs are held out each time: differences smaller than the ranges mean nothing.`,
  ].join('\n')
}
