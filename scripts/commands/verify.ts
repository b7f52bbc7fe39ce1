/** Walks the audit chain and says whether it is sound, and where not. */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { verifyAudit } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import { withDatabase } from './_shared/with-database'

export const usage = `npx concord verify [--head SEQ:HASH] — checks the audit chain

  --head SEQ:HASH   a head that an earlier check printed: the chain must still contain it. Only this finds out that
                    entries were cut off at the end; keep the heads somewhere else.

Exit code 0: sound; 1: not.`

const head = z
  .string()
  .regex(/^\d+:[0-9a-f]{64}$/)
  .transform((text) => ({ seq: Number(text.split(':')[0]), hash: text.split(':')[1] ?? '' }))

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { head: { type: 'string' } } })
  const expected = head.optional().safeParse(values.head)
  if (!expected.success)
    throw new AppError('verify.head', `--head ${values.head} is no head: give SEQ:HASH as an earlier check printed it.`)
  return withDatabase(async () => {
    const verdict = await verifyAudit(expected.data)
    if (!verdict.sound) {
      console.error(`The audit chain is broken at entry ${verdict.seq}. ${verdict.sentence}`)
      return 1
    }
    console.log(`The audit chain is sound: ${verdict.head.seq} entries, head ${verdict.head.seq}:${verdict.head.hash}`)
    return 0
  })
}
