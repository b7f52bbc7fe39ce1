/** What a grading model says of photographs. */
import { parseArgs } from 'node:util'
import { gradePhotographs, type PhotographGrade } from '@/lib/services/grade-photographs'
import { wrongOption } from './_shared/read-options'
import { tellAnswers } from './_shared/tell-answers'

export const usage = `npx concord grade PHOTO… --model MODEL2 — grades photographs

  --model MODEL2  the folder that npx concord train-grades made; it holds the lesion model too, nothing else is needed
  --json          one line of JSON for each photograph on the output, and nothing else there

A line holds photograph, classes, probabilities (one a class), grade (ICDR 0 to 4, of the most probable class; null for a model with a binary
head) and referable (grade 2 or more). A file that is no photograph, or shows no field of view, gets a sentence on the other stream and a
line with photograph and error; the others are done. Exit code 0; 1 when there was such a file.`

const options = { model: { type: 'string' }, json: { type: 'boolean', default: false } } as const

export async function run(args: string[]): Promise<number> {
  const { values, positionals: photographs } = parseArgs({ args, options, allowPositionals: true })
  const { model, json } = values
  if (photographs.length === 0 || !model) {
    throw wrongOption('Name photographs and a model: npx concord grade PHOTO… --model MODEL2')
  }
  return tellAnswers({
    photographs,
    ask: (signal) => gradePhotographs({ photographs, model, signal }),
    isJson: json,
    asJson: (grade) => grade,
    inWords,
  })
}

function inWords({ photograph, classes, probabilities, grade, referable }: PhotographGrade): string {
  const each = classes.map((name, k) => `${name} ${probabilities[k]?.toFixed(3)}`).join(', ')
  return `${photograph}: ${grade === null ? '' : `grade ${grade}, `}${referable ? 'referable' : 'not referable'} (${each})`
}
