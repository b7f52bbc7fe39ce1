/** One object a line on stdout, and nothing else there. */
import { once } from 'node:events'

/** Whoever reads may have had enough (`… | head -1`): then there is nothing left to do, and that is no failure. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

export async function printLine(text: string): Promise<void> {
  if (!process.stdout.write(`${text}\n`)) await once(process.stdout, 'drain')
}

export const printJson = (value: unknown): Promise<void> => printLine(JSON.stringify(value))
