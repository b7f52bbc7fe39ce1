import { mkdtemp, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { run as grade } from '@/scripts/commands/grade'
import { run as lesions } from '@/scripts/commands/lesions'
import { run as trainGrades } from '@/scripts/commands/train-grades'
import { run as trainLesions } from '@/scripts/commands/train-lesions'

const commands: Record<string, (args: string[]) => Promise<number>> = {
  grade,
  lesions,
  'train-grades': trainGrades,
  'train-lesions': trainLesions,
}

/** Where a model would be made. */
let parent: string
beforeEach(async () => {
  parent = await mkdtemp(path.join(os.tmpdir(), 'concord-options-'))
})
afterEach(() => rm(parent, { recursive: true }))

it.each<[string, string[], string]>([
  ['no folder', ['train-lesions', '--out', 'y'], 'Name folders and a model to make'],
  ['no place for the model', ['train-lesions', 'x'], 'Name folders and a model to make'],
  ['an option that is none', ['train-lesions', 'x', '--out', 'y', '--fast'], "Unknown option '--fast'"],
  [
    'an unknown preset',
    ['train-lesions', 'x', '--out', 'y', '--preset', 'best'],
    '--preset best is not known; give one of paper',
  ],
  [
    'an unknown head',
    ['train-grades', 'x', '--out', 'y', '--head', 'two'],
    '--head two is not known; give one of classes, binary.',
  ],
  [
    'an unknown weighting',
    ['train-grades', 'x', '--out', 'y', '--weighting', 'all'],
    'give one of paper, expected, none.',
  ],
  [
    'an unknown network',
    ['train-lesions', 'x', '--out', 'y', '--architecture', 'best'],
    'There is no architecture “best”',
  ],
  [
    'a network of the other stage',
    ['train-grades', 'x', '--out', 'y', '--architecture', 'local-table-1'],
    'is made for the local stage',
  ],
  [
    'a stride that is no number',
    ['train-lesions', 'x', '--out', 'y', '--stride', 'half'],
    '--stride half is wrong; give a whole number from 4 to',
  ],
  [
    'a patch larger than the picture',
    ['train-lesions', 'x', '--out', 'y', '--patch', '801'],
    '--patch 801 is wrong; give a whole number from 16 to 800.',
  ],
  ['too many patches', ['train-lesions', 'x', '--out', 'y', '--patch', '32', '--stride', '4'], 'give a larger stride'],
  [
    'no epochs',
    ['train-lesions', 'x', '--out', 'y', '--epochs', '0'],
    '--epochs 0 is wrong; give a whole number from 1 to 1000.',
  ],
  [
    'everything to hold out',
    ['train-lesions', 'x', '--out', 'y', '--validation', '1'],
    '--validation 1 is wrong; give a share from 0 to 0.9',
  ],
  ['a folder that is not there', ['train-lesions', '/none', '--out', 'y'], '/none cannot be read as a folder (ENOENT)'],
  [
    'a place where nothing can be made',
    ['train-lesions', 'x', '--out', '/dev/null/model'],
    '/dev/null/model.training cannot be made or written',
  ],
  [
    'grades in disorder',
    ['train-grades', 'x', '--out', 'y', '--grades', '2,1'],
    '--grades 2,1 is wrong; give at least two of 0 to 4',
  ],
  ['grades without commas', ['train-grades', 'x', '--out', 'y', '--grades', '0123'], '--grades 0123 is wrong'],
  ['no lesion model', ['train-grades', '/none', '--out', 'y'], 'give one with --lesions MODEL, or --weighting none'],
  ['two folders of grades', ['train-grades', 'a', 'b', '--out', 'y'], 'Name one folder and a model to make'],
  ['no photographs', ['lesions', '--model', 'x'], 'Name photographs and a model'],
  ['no model', ['grade', 'x.jpg'], 'Name photographs and a model'],
  ['a model that is not there', ['grade', 'x.jpg', '--model', '/none'], 'There is no model at /none'],
  [
    'a file as the folder of maps',
    ['lesions', 'x.jpg', '--model', 'x', '--map', '/dev/null'],
    '--map /dev/null cannot be made (EEXIST)',
  ],
])(
  'a command that is given %s says so in a sentence, and leaves nothing behind',
  async (_, [command = '', ...args], words) => {
    const placed = args.map((arg) => (arg === 'y' ? path.join(parent, 'y') : arg))
    await expect(commands[command]?.(placed)).rejects.toThrow(words)
    expect(await readdir(parent)).toEqual([])
  },
)
