/** What could not be used of a folder, by file and line, in sentences for whoever pointed at it. */

export type FolderProblem = { file: string; line: number | null; sentence: string }

const linesOfOneFileMax = 20

/** A file of a thousand bad lines is named twenty times and then counted. */
export function lineProblems(file: string, lines: readonly { line: number; sentence: string }[]): FolderProblem[] {
  const named = lines.slice(0, linesOfOneFileMax).map(({ line, sentence }) => ({ file, line, sentence }))
  const rest = lines.length - named.length
  return rest === 0 ? named : [...named, { file, line: null, sentence: `${rest} more lines could not be used.` }]
}

/** "a, b, c and 4 more": names the first few of many. */
export function someOf(names: readonly string[], shown = 3): string {
  const rest = names.length - shown
  return rest > 0 ? `${names.slice(0, shown).join(', ')} and ${rest} more` : names.join(', ')
}

/** "1 mask", "3 masks" */
export const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`
