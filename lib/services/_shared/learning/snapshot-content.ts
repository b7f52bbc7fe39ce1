/**
 * The frozen content of a snapshot: canonical JSON in storage, found by its hash. It is read photograph by photograph and kept
 * packed, so that a study of millions of patches needs a few megabytes. Reading checks that it is what it was.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { fieldOfView } from '@/lib/contracts/field-of-view'
import { id, sha256 } from '@/lib/contracts/scalars'
import { type SnapshotContent, splits } from '@/lib/contracts/snapshot'
import { canonicalJson } from '@/lib/domain/canonical-json'
import { AppError } from '@/lib/domain/errors'
import { blobs } from '../stores'
import { type FrozenPhotograph, type FrozenSet, packPatches } from './frozen-set'
import { splitJson } from './split-json'

const count = z.number().int().min(0)

const photograph = z.strictObject({
  id,
  studyId: id,
  group: z.string(),
  split: z.enum(splits),
  contrast800: sha256,
  contrast256: sha256,
  fieldOfView,
  patches: z.array(z.tuple([count, count.max(3)])),
  gradeClass: count.max(4).nullable(),
  labels: z.array(z.strictObject({ itemId: id, version: count })),
})

const content = z.strictObject({
  version: z.literal(1),
  grid: z.strictObject({ d: count, h: count, ov: count }),
  photographs: z.array(photograph),
  gradeClasses: z.array(count.max(4)),
}) satisfies z.ZodType<SnapshotContent>

/** Equal content, equal hash, whenever it is frozen. */
export const packContent = (value: SnapshotContent): Uint8Array => new TextEncoder().encode(canonicalJson(value))

/** @throws AppError `snapshot.damaged`, `storage.missing` */
export async function readContent(contentSha256: string): Promise<FrozenSet> {
  const hash = createHash('sha256')
  const photographs: FrozenPhotograph[] = []
  let rest = ''
  try {
    const { stream } = await blobs().open(contentSha256)
    for await (const part of splitJson(hashed(stream, hash))) {
      if (part.type === 'rest') rest = part.text
      else photographs.push(frozen(photograph.parse(JSON.parse(part.text))))
    }
  } catch (error) {
    throw error instanceof SyntaxError || error instanceof z.ZodError ? damaged(contentSha256) : error
  }
  if (hash.digest('hex') !== contentSha256) throw damaged(contentSha256)
  const { grid, gradeClasses } = content.parse(JSON.parse(rest))
  return { grid, gradeClasses, photographs }
}

async function* hashed(stream: AsyncIterable<Uint8Array>, hash: ReturnType<typeof createHash>) {
  for await (const chunk of stream) {
    hash.update(chunk)
    yield chunk
  }
}

const frozen = ({ patches, labels: _, ...rest }: z.infer<typeof photograph>): FrozenPhotograph => ({
  ...rest,
  patches: packPatches(patches),
})

const damaged = (contentSha256: string) =>
  new AppError('snapshot.damaged', `The snapshot ${contentSha256} was changed on disk; restore it.`, 500)
