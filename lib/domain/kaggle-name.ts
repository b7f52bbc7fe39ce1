/**
 * What the name of a photograph says (science §6). Kaggle's names carry patient and eye: `10_left.jpeg`. Of any other name
 * (`IDRiD_002.jpg`, `diaretdb1_image001.png`) the stem stands for a patient of its own, with the eye unknown.
 */
export type Eye = 'left' | 'right' | 'unknown'

const extension = /\.(jpe?g|png|tiff?|bmp|gif|webp|ppm|avif|heic)$/i

/** File name without folders and without the ending of an image; a table may name a photograph with or without them. */
export const photographStem = (name: string): string => (name.split(/[/\\]/).at(-1) ?? '').trim().replace(extension, '')

export function patientOfName(name: string): { patient: string; eye: Eye } {
  const stem = photographStem(name)
  const kaggle = /^(.+)_(left|right)$/i.exec(stem)
  const patient = kaggle?.[1]
  if (patient === undefined) return { patient: stem, eye: 'unknown' }
  return { patient, eye: kaggle?.[2]?.toLowerCase() === 'left' ? 'left' : 'right' }
}
