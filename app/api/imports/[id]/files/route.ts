/** PUT ?name=…: one file, streamed as the body; a repeated one answers with the first id → { fileId, files }. */
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { z } from 'zod'
import { route } from '@/app/_server'
import { id } from '@/lib/contracts/scalars'
import { receiveImportFile } from '@/lib/services/receive-import-file'

export const PUT = route({
  access: ['researcher', 'administrator'],
  params: z.strictObject({ id }),
  query: z.strictObject({ name: z.string().min(1).max(1000) }),
  upload: true,
  run: ({ context, params, query, request }) =>
    receiveImportFile(context, { importId: params.id, name: query.name, body: bodyOf(request) }),
})

/** The web's stream type and Node's are the same thing under two names. */
const bodyOf = ({ body }: Request): Readable => (body ? Readable.fromWeb(body as ReadableStream) : Readable.from([]))
