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
import { hashOfValue } from '@/lib/domain/hash'
import { heads } from '@/lib/domain/heads'
import type { WeightingMode } from '@/lib/domain/lesion-map'
import { findArchitecture } from '@/lib/network'
import type { GradeItem } from '@/lib/services/_shared/folders/grade-examples'
import type { Study } from './benchmark'
import { root, sharedEnvironment } from './contestant'
import type { CellResult, CellTask } from './grades-cell'
import { type GradeSet, prepareGradeSet, sidesOf } from './grades-set'
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
    const out = path.resolve(given.out)
    const lesions = needsLesions ? (given.lesions ?? null) : null
    const { data, grades: gradeClasses, weighting: modes } = given
    const set = await prepareGradeSet({ data, out, gradeClasses, lesions, modes })
    const cells = cellsOf(given)
    const results: CellResult[] = []
    for (const [i, cell] of cells.entries()) {
      console.error(`cell ${i + 1} of ${cells.length}: ${nameOf(cell)}`)
      results.push(await finish(cell, set, given, out))
    }
    const rows = gradeRows(results)
    const result = { setting: given, counts: countsOf(set, given), rows, cells: results }
    return { result, text: tell(set, given, rows) }
  },
}

type Given = z.infer<typeof options>

type Cell = Pick<CellTask, 'recipe' | 'weighting' | 'seed'>

function cellsOf(given: Given): Cell[] {
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
        return { recipe, weighting, seed }
      }),
    ),
  )
}

const nameOf = ({ recipe, weighting, seed }: Cell) => `${recipe.architecture}-${weighting}-seed${seed}`

/** From its file if it is there, else in a process of its own. */
async function finish(cell: Cell, set: GradeSet, given: Given, out: string): Promise<CellResult> {
  const { recipe, weighting, seed } = cell
  const sides = sidesOf(set, weighting, seed, given.test)
  // Equal names, equal results: whatever decides them is in the hash.
  const key = hashOfValue([recipeHash(recipe), sides, given.grades, set.side]).slice(0, 12)
  const name = `${nameOf(cell)}-${key}`
  const resultFile = path.join(out, 'cells', `${name}.json`)
  const known = await readResult(resultFile)
  if (known) return known
  await fs.mkdir(path.dirname(resultFile), { recursive: true })
  const workFolder = path.join(out, 'cells', `${name}.training`)
  const task = { ...cell, ...sides, side: set.side, pictures: out, resultFile, workFolder, gradeClasses: given.grades }
  await work(task, given.threads)
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

function countsOf(set: GradeSet, { grades, seeds, test, weighting: [mode = 'none'] }: Given) {
  const byGrade = (items: GradeItem[]) => grades.map((grade) => items.filter((item) => item.grade === grade).length)
  return {
    patients: new Set(set.items[mode].map(({ group }) => group)).size,
    photographs: byGrade(set.items[mode]),
    heldOut: Array.from({ length: seeds }, (_, i) => byGrade(sidesOf(set, mode, i + 1, test).test)),
  }
}

const sum = (counts: number[]) => counts.reduce((a, b) => a + b, 0)

function tell(set: GradeSet, given: Given, rows: ReturnType<typeof gradeRows>): string {
  const { patients, photographs, heldOut } = countsOf(set, given)
  const each = sum(heldOut.map(sum)) / heldOut.length
  return [
    `${sum(photographs)} photographs of ${patients} patients, grades ${given.grades.join(' / ')}: ${photographs.join(' / ')}`,
    `  ${set.neverHeldOut.length} patients are never held out: the lesion sets show photographs of theirs`,
    ...heldOut.map((grades, i) => `  held out with seed ${i + 1}: ${grades.join(' / ')}`),
    `${given.epochs} epochs, batches of ${given.batch}, learning rate ${given['learning-rate']}, the last epoch counts; head: ${given.head}`,
    '',
    tellGrades(rows, given.head === 'binary' ? 2 : given.grades.length),
    '',
    `Mean (least…most) over the seeds. About ${Math.round(each)} photographs are held out each time: differences smaller than the ranges mean nothing.`,
  ].join('\n')
}
