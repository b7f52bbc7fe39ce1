/** The whole loop on real photographs: in, agreed on, frozen, trained, evaluated on patients that training never saw. */
import { existsSync } from 'node:fs'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { commandLineActor } from '@/lib/auth'
import { type RunRequest, runRequest } from '@/lib/contracts/run'
import { AppError } from '@/lib/domain/errors'
import type { Context } from '@/lib/services/_shared/context'
import { freezeSnapshot } from '@/lib/services/freeze-snapshot'
import { startTraining } from '@/lib/services/start-training'
import { viewRun } from '@/lib/services/view-run'
import { viewSnapshot } from '@/lib/services/view-snapshot'
import { type BroughtIn, bringIn } from '../loop/bring-in'
import { sayEvaluation, saySnapshot, sayStudy } from '../loop/say'
import { type LoopSet, setsIn } from '../loop/sets'
import { copySubset } from '../loop/subset'
import { duration } from './_shared/progress-line'
import { trainHere } from './_shared/train-here'
import { withDatabase } from './_shared/with-database'

export const usage = `npx concord loop FOLDER — runs the whole loop on the photographs of a folder and prints the figures

  --small           a few photographs and a tiny network: minutes, for continuous integration
  --preset PRESET   paper, small or tiny; small unless said (tiny with --small)
  --seed N          of the training; 1 unless said
  --json            one JSON object as the last line of the output; everything else goes to the other stream
  --keep            keeps the temporary data folder and prints where it is

Takes what it finds below FOLDER: diaretdb1, idrid-lesions, kaggle-sample, idrid-grading. Works in a data folder and a
Postgres of its own; nothing else is touched.`

const options = {
  small: { type: 'boolean', default: false },
  preset: { type: 'string' },
  seed: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
} as const

const split = { train: 0.6, validation: 0.15 }

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const request = { name: 'Loop', preset: presetOf(values), seed: seedOf(values.seed) }
  const [folder] = positionals
  if (!folder || positionals.length > 1) throw new AppError('loop.usage', usage)
  const sets = setsIn(path.resolve(folder))
  if (sets.length === 0) {
    throw new AppError('loop.nothing', `${folder} holds none of the sets that the loop knows.\n\n${usage}`)
  }
  const say = (text: string) => (values.json ? console.error(text) : console.log(text))
  await removeLeftOvers()
  const own = await fs.mkdtemp(path.join(os.tmpdir(), `concord-loop-${process.pid}-`))
  // Postgres may run as another user, who must get through to its own folder.
  await fs.chmod(own, 0o711)
  process.env.CONCORD_DATA = path.join(own, 'data')
  delete process.env.DATABASE_URL
  try {
    return await withDatabase(() => loop(sets, { from: path.resolve(folder), own, request, say, ...values }))
  } finally {
    if (values.keep) {
      await fs.writeFile(path.join(own, 'kept'), '')
      say(`The data folder is ${process.env.CONCORD_DATA}; look into it with CONCORD_DATA=… npm start.`)
    } else await fs.rm(own, { recursive: true, force: true })
  }
}

function presetOf({ preset, small }: { preset?: string; small: boolean }): RunRequest['preset'] {
  const { data } = runRequest.shape.preset.safeParse(preset ?? (small ? 'tiny' : 'small'))
  if (data) return data
  const known = runRequest.shape.preset.options.join(', ')
  throw new AppError('loop.usage', `There is no preset “${preset}”; give --preset one of ${known}.`)
}

function seedOf(text: string): number {
  const { data } = runRequest.shape.seed.safeParse(/^\d+$/.test(text) ? Number(text) : Number.NaN)
  if (data !== undefined) return data
  throw new AppError('loop.usage', `The seed “${text}” is wrong; give --seed a whole number from 0 to 2147483647.`)
}

/** A loop that was interrupted leaves its folder behind; the next one removes it. Those that were kept on purpose have a mark. */
async function removeLeftOvers(): Promise<void> {
  for (const name of await fs.readdir(os.tmpdir())) {
    const pid = /^concord-loop-(\d+)-/.exec(name)?.[1]
    const folder = path.join(os.tmpdir(), name)
    if (pid === undefined || isAlive(Number(pid)) || existsSync(path.join(folder, 'kept'))) continue
    await fs.rm(folder, { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

type Asked = {
  from: string
  own: string
  request: Pick<RunRequest, 'name' | 'seed' | 'preset'>
  say: (text: string) => void
  small: boolean
  json: boolean
}

async function loop(sets: LoopSet[], { from, own, request, say, small, json }: Asked): Promise<number> {
  const began = performance.now()
  const context: Context = { actor: commandLineActor, now: new Date() }
  const studies: BroughtIn[] = []
  for (const set of sets) {
    const whole = path.join(from, set.name)
    const folder = small ? await copySubset(whole, set, path.join(own, 'subset', set.name)) : whole
    const study = await bringIn(context, set, folder)
    studies.push(study)
    say(`${sayStudy(study)}\n`)
  }
  const broughtIn = performance.now()
  const studyIds = studies.filter(({ readings }) => readings > 0).map(({ studyId }) => studyId)
  const { id: snapshotId } = await freezeSnapshot(context, { name: 'Loop', studyIds, split })
  const snapshot = await viewSnapshot(context, snapshotId)
  say(`${saySnapshot(snapshot.counts)}\n`)
  const asked = runRequest.parse({ ...request, ...stagesFor(studies), snapshotId })
  const { id: runId } = await startTraining(context, asked)
  const isFinished = await trainHere(context, runId)
  const trained = performance.now()
  const view = await viewRun(context, runId)
  for (const { evaluation, architecture } of view.models) say(`${sayEvaluation(evaluation, architecture)}\n`)
  const seconds = { importing: (broughtIn - began) / 1000, training: (trained - broughtIn) / 1000 }
  const machine = `${os.cpus()[0]?.model.trim()}, ${os.availableParallelism()} cores, Node ${process.versions.node}, ${view.backend?.version}`
  say(`${machine}: brought in ${duration(seconds.importing)}, trained ${duration(seconds.training)}.`)
  if (json) {
    const { counts, contentSha256 } = snapshot
    const { recipe, seed, state, sentence, models, backend } = view
    const result = { machine, backend, small, split, studies, snapshot: { counts, contentSha256 } }
    console.log(JSON.stringify({ ...result, run: { recipe, seed, state, sentence, models }, seconds }))
  }
  return isFinished ? 0 : 1
}

/** Where a folder holds only one kind of reading, only what can be learned from it is trained; a global network alone sees images as they are. */
function stagesFor(studies: BroughtIn[]): Pick<RunRequest, 'stages' | 'weighting'> {
  const has = (task: 'marks' | 'grade') =>
    studies.some(({ agreement }) => agreement.some((entry) => entry.task === task && entry.readings > 0))
  if (!has('grade')) return { stages: 'local', weighting: 'paper' }
  return has('marks') ? { stages: 'both', weighting: 'paper' } : { stages: 'global', weighting: 'none' }
}
