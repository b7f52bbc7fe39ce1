/**
 * Lines and files that could not be used, by name. A table of a million bad lines must not become a million rows, and an
 * archive that is sent again must not name its bad files twice.
 */
import type { Tx } from '@/lib/db'

export type ImportProblemLine = { file: string; line: number | null; sentence: string }

const problemsOfOneFileMax = 2000

export async function addProblems(tx: Tx, importId: string, problems: ImportProblemLine[]): Promise<void> {
  const [first] = problems
  if (!first) return
  const kept = problems.slice(0, problemsOfOneFileMax)
  const rest = problems.length - kept.length
  if (rest > 0) kept.push({ ...first, line: null, sentence: `${rest} more lines like these could not be used.` })
  const files = [...new Set(kept.map(({ file }) => file))]
  const named = await tx.importProblem.findMany({ where: { importId, file: { in: files } } })
  const known = new Set(named.map(keyOf))
  const data = kept.filter((problem) => !known.has(keyOf(problem))).map((problem) => ({ importId, ...problem }))
  await tx.importProblem.createMany({ data })
}

const keyOf = ({ file, line, sentence }: ImportProblemLine) => JSON.stringify([file, line, sentence])
