/** The four commands that need no database, as a person at a terminal runs them. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eyes, writeBoxFolder, writeGradeFolder, writeMaskFolder } from '../support/lesion-folders'

/** Some start two processes and train for a while. */
const commandMilliseconds = 600_000

let parent: string
const at = (name: string) => path.join(parent, name)
beforeAll(async () => {
  parent = await mkdtemp(path.join(os.tmpdir(), 'concord-network-commands-'))
  await writeMaskFolder(at('masks'), eyes([1, 2], 3))
  await writeBoxFolder(at('boxes'), eyes([11, 12], 3))
  await writeGradeFolder(at('grades'), [...eyes([21, 22], 0), ...eyes([41, 42], 2)])
}, commandMilliseconds)
afterAll(() => rm(parent, { recursive: true, force: true }))

/** A database that nobody answers at, and no trace of the tests' own environment. */
function environment(): NodeJS.ProcessEnv {
  const { NEXTAUTH_SECRET: _, CONCORD_WORKER_ENVIRONMENT: __, ...inherited } = process.env
  return { ...inherited, DATABASE_URL: 'postgresql://127.0.0.1:1/none', CONCORD_DATA: at('data') }
}

type Running = { child: ChildProcess; output: () => string; errors: () => string; code: Promise<unknown> }

function start(...args: string[]): Running {
  const child = spawn(process.execPath, ['scripts/concord.mjs', ...args], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [output, errors] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8')
  })
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8')
  })
  const code = once(child, 'close').then(([status]) => status)
  return { child, output: () => output, errors: () => errors, code }
}

async function concord(...args: string[]) {
  const { output, errors, code } = start(...args)
  return { code: await code, output: output(), errors: errors() }
}

const trainLesions = (...more: string[]) =>
  [
    'train-lesions',
    at('masks'),
    at('boxes'),
    '--out',
    at('model'),
    '--preset',
    'tiny',
    '--epochs',
    '6',
    ...more,
  ] as const

/** Resolves once the command has said something of that form. */
async function said({ child, errors, code }: Running, words: RegExp): Promise<void> {
  while (!words.test(errors())) {
    const over = code.then(() => true)
    if (await Promise.race([over, once(child.stderr ?? child, 'data').then(() => false)])) break
  }
  if (!words.test(errors())) throw new Error(`It ended without saying ${words}:\n${errors()}`)
}

describe('train-lesions, lesions, train-grades, grade', () => {
  it(
    'go from folders to lesions and grades; a training that is killed or stopped goes on, and nothing half made is ever there',
    async () => {
      const killed = start(...trainLesions())
      await said(killed, /Epoch 1 of 6 is over/)
      killed.child.kill('SIGKILL')
      await killed.code
      expect((await readdir(parent)).filter((name) => name.startsWith('model'))).toEqual(['model.training'])

      const stopped = start(...trainLesions())
      await said(stopped, /Goes on from its last checkpoint, after step \d+\.\n[\s\S]*Epoch \d+ of 6 is over/)
      stopped.child.kill('SIGINT')
      expect([await stopped.code, stopped.errors().trimEnd().split('\n').slice(-2)]).toEqual([
        130,
        [
          'Stopping after this step …',
          expect.stringMatching(/^Stopped after step \d+\. The same command goes on from there\.$/),
        ],
      ])

      const finished = await concord(...trainLesions('--json'))
      expect([finished.code, finished.errors]).toEqual([0, expect.stringMatching(/Goes on from its last checkpoint/)])
      const { model, classes, evaluation } = JSON.parse(finished.output)
      expect({ model, classes, auc: evaluation.roc[0].auc }).toEqual({
        model: at('model'),
        classes: ['normal', 'microaneurysm', 'haemorrhage', 'exudate'],
        auc: expect.any(Number),
      })
      expect((await readdir(parent)).filter((name) => name.startsWith('model'))).toEqual(['model'])
      const again = await concord(...trainLesions())
      expect(again).toEqual({ code: 1, output: '', errors: expect.stringContaining(`${at('model')} is there already`) })

      await writeFile(at('letter.jpg'), 'This is a letter.')
      const photographs = [
        path.join(at('masks'), 'images/eye-1.jpg'),
        at('letter.jpg'),
        path.join(at('boxes'), 'images/eye-11.jpg'),
      ]
      const lesions = await concord('lesions', ...photographs, '--model', at('model'), '--json', '--map', at('maps'))
      const lines = lesions.output
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect([lesions.code, lesions.errors, lines.map(({ photograph }) => photograph)]).toEqual([
        1,
        expect.stringMatching(/letter\.jpg: The file is not a JPEG, PNG or TIFF picture/),
        photographs,
      ])
      expect(Object.keys(lines[0])).toEqual([
        'photograph',
        'd',
        'h',
        'stride',
        's',
        'crop',
        'classes',
        'inside',
        'probabilities',
      ])
      expect(lines[1]).toEqual({ photograph: at('letter.jpg'), error: expect.any(String) })
      expect((await readdir(at('maps'))).sort()).toEqual(
        ['eye-1', 'eye-11'].flatMap((name) => [`${name}.map.png`, `${name}.overlay.png`]),
      )

      const grades = ['train-grades', at('grades'), '--lesions', at('model'), '--out', at('model2'), '--preset', 'tiny']
      const trained = await concord(...grades, '--epochs', '1', '--grades', '0,2')
      expect(trained).toMatchObject({ code: 0, output: expect.stringContaining(`The model is ${at('model2')}.`) })
      await rm(at('model'), { recursive: true })
      const graded = await concord(
        'grade',
        path.join(at('grades'), 'images/eye-21.jpg'),
        '--model',
        at('model2'),
        '--json',
      )
      expect({ code: graded.code, line: JSON.parse(graded.output) }).toEqual({
        code: 0,
        line: {
          photograph: path.join(at('grades'), 'images/eye-21.jpg'),
          classes: ['No retinopathy', 'Moderate NPDR'],
          probabilities: [expect.any(Number), expect.any(Number)],
          grade: expect.toBeOneOf([0, 2]),
          referable: expect.any(Boolean),
        },
      })
      await expect(readFile(at('data'))).rejects.toThrow('ENOENT')
    },
    commandMilliseconds,
  )

  it(
    'refuse a second training into the same folder while the first one lives',
    async () => {
      const out = ['--out', at('busy'), '--preset', 'tiny', '--epochs', '1000']
      const first = start('train-lesions', at('masks'), ...out)
      await said(first, /Epoch 1 of 1000 is over/)
      const second = start('train-lesions', at('masks'), ...out)
      await said(second, /Waiting for process \d+, which trains in /)
      first.child.kill('SIGTERM')
      expect(await first.code).toBe(130)
      await said(second, /Goes on from its last checkpoint/)
      second.child.kill('SIGTERM')
      expect(await second.code).toBe(130)
    },
    commandMilliseconds,
  )

  it('say in a sentence what is wrong with how they were called, and leave nothing behind', async () => {
    const before = await readdir('.')
    const unknown = await concord('lesions', 'x.jpg', '--fast')
    expect(unknown).toEqual({
      code: 2,
      output: '',
      errors: expect.stringMatching(/^Unknown option '--fast'\.\n\nnpx concord lesions/),
    })
    const wrong = await concord('train-lesions', 'x', '--out', 'y', '--seed', 'one')
    expect(wrong).toEqual({
      code: 1,
      output: '',
      errors: '\n--seed one is wrong; give a whole number from 0 to 4294967295.\n',
    })
    expect(await readdir('.')).toEqual(before)
  })

  it.each(['train-lesions', 'train-grades', 'lesions', 'grade'])('%s --help tells every option', async (command) => {
    const { code, output } = await concord(command, '--help')
    const source = await readFile(`scripts/commands/${command}.ts`, 'utf8')
    const names = [...source.matchAll(/^ {2}'?([a-z-]+)'?: \{ type: '/gm)].map(([, name]) => `--${name}`)
    expect([code, names.filter((name) => !output.includes(name))]).toEqual([0, []])
  })
})
