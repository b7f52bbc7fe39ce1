/** What a lesion model finds on photographs: probabilities of every patch, as JSON, and as pictures where asked for. */
import fs from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { photographStem } from '@/lib/domain/kaggle-name'
import { type LesionPictures, mapPhotographs, type PhotographLesions } from '@/lib/services/map-photographs'
import { writeFileWhole } from '@/lib/storage'
import { wrongOption } from './_shared/read-options'
import { tellAnswers } from './_shared/tell-answers'

export const usage = `npx concord lesions PHOTO… --model MODEL — finds lesions on photographs

  --model MODEL   the folder that npx concord train-lesions made (or train-grades: the lesion model inside it)
  --json          one line of JSON for each photograph on the output, and nothing else there
  --map DIR       writes two PNG files of d × d pixels for each photograph into this folder: NAME.map.png, the lesion map M
                  ((L + 1) · P, averaged over overlapping patches; black 0, white the number of classes), and NAME.overlay.png, the
                  photograph with the probability of a lesion laid over it

A line holds photograph, d, h, stride, s, crop (x, y, side in pixels of the original; x and y below 0 where it was padded), classes,
inside (s × s: is the patch in the field of view?) and probabilities (s × s × classes). Grid and preprocessing are those that the model
was trained with. A file that is no photograph, or shows no field of view, gets a sentence on the other stream and a line with photograph
and error; the others are done. Exit code 0; 1 when there was such a file. CONCORD_MAP_MIB bounds the memory for one photograph's maps.`

const options = {
  model: { type: 'string' },
  map: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

export async function run(args: string[]): Promise<number> {
  const { values, positionals: photographs } = parseArgs({ args, options, allowPositionals: true })
  const { model, map, json } = values
  if (photographs.length === 0 || !model) {
    throw wrongOption('Name photographs and a model: npx concord lesions PHOTO… --model MODEL')
  }
  if (map !== undefined) await makeFolder(map)
  const names = pictureNames(photographs)
  return tellAnswers({
    photographs,
    ask: (signal) => mapPhotographs({ photographs, model, withPictures: map !== undefined, signal }),
    isJson: json,
    asJson: ({ lesions }) => lesions,
    inWords: ({ lesions }) => inWords(lesions),
    keep: async ({ pictures }, place) => {
      if (map !== undefined && pictures) await writePictures(path.join(map, names[place] ?? ''), pictures)
    },
  })
}

async function makeFolder(folder: string): Promise<void> {
  await fs.mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw wrongOption(`--map ${folder} cannot be made (${error.code}); give a folder that you may write to.`)
  })
}

/** The stem of each file; those of one stem are numbered, so that none replaces another. */
function pictureNames(photographs: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return photographs.map((photograph) => {
    const stem = photographStem(photograph)
    const before = seen.get(stem) ?? 0
    seen.set(stem, before + 1)
    return before === 0 ? stem : `${stem}-${before + 1}`
  })
}

async function writePictures(target: string, { map, overlay }: LesionPictures): Promise<void> {
  await writeFileWhole(`${target}.map.png`, map)
  await writeFileWhole(`${target}.overlay.png`, overlay)
}

function inWords({ photograph, s, h, classes, inside, probabilities }: PhotographLesions): string {
  const counts = classes.map(() => 0)
  inside.forEach((row, r) => {
    row.forEach((isInside, c) => {
      const found = probabilities[r]?.[c] ?? []
      const chosen = found.indexOf(Math.max(...found))
      if (isInside) counts[chosen] = (counts[chosen] ?? 0) + 1
    })
  })
  const patches = counts.reduce((sum, count) => sum + count, 0)
  const each = classes.map((name, k) => `${counts[k]} ${name}`).join(', ')
  return `${photograph}: ${patches} of ${s} × ${s} patches of ${h} px in the field of view: ${each}`
}
