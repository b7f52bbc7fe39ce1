/** What parent and child process say to each other. Buffers cross by structured clone, not as JSON. */
import { z } from 'zod'
import { preprocessSettingsSchema } from './settings'

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)
const type = z.enum(['jpeg', 'png', 'tiff'])

export const requestSchema = z.discriminatedUnion('task', [
  z.object({ task: z.literal('prepare'), id: z.number(), bytes, type, settings: preprocessSettingsSchema }),
  z.object({
    task: z.literal('view'),
    id: z.number(),
    bytes,
    type,
    settings: preprocessSettingsSchema,
    decoding: z.enum(['whole', 'half']),
  }),
  z.object({ task: z.literal('mask'), id: z.number(), bytes, type }),
])
export type Request = z.infer<typeof requestSchema>

const rectangle = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })

const buffer = bytes.transform((view) => Buffer.from(view.buffer, view.byteOffset, view.byteLength))

const fieldOfView = z.object({
  centreX: z.number(),
  centreY: z.number(),
  radius: z.number(),
  crop: z.object({ x: z.number(), y: z.number(), side: z.number() }),
  visible: rectangle.optional(),
})

export const preparedSchema = z.object({
  width: z.number(),
  height: z.number(),
  canonicalSha256: z.string(),
  fieldOfView,
  original: z.object({ bytes: buffer, type: z.enum(['image/jpeg', 'image/png']) }),
  thumbnail: buffer,
  display: buffer,
  plain800: buffer,
  contrast800: buffer,
  contrast256: buffer,
})

const image = z.object({ width: z.number(), height: z.number(), data: bytes })

export const viewSchema = z.object({
  width: z.number(),
  height: z.number(),
  fieldOfView,
  lesion: z.object({ plain: image, contrast: image }),
  grading: z.object({ contrast: image }),
})

export const maskSchema = image

const status = z.union([z.literal(413), z.literal(415), z.literal(422), z.literal(500)])

export const replySchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('ready') }),
  z.object({ outcome: z.literal('done'), id: z.number(), result: z.unknown() }),
  z.object({ outcome: z.literal('refused'), id: z.number(), code: z.string(), sentence: z.string(), status }),
])
export type Reply = z.input<typeof replySchema>
