/** The frozen content of a snapshot: canonical JSON in storage, found by its hash. Reading checks that it is what it was. */
import { z } from 'zod'
import { fieldOfView } from '@/lib/contracts/field-of-view'
import { id, sha256 } from '@/lib/contracts/scalars'
import { type SnapshotContent, splits } from '@/lib/contracts/snapshot'
import { canonicalJson } from '@/lib/domain/canonical-json'
import { AppError } from '@/lib/domain/errors'
import { sha256Hex } from '@/lib/domain/hash'
import { blobs } from '../stores'

const count = z.number().int().min(0)

const content = z.strictObject({
  version: z.literal(1),
  grid: z.strictObject({ d: count, h: count, ov: count }),
  photographs: z.array(
    z.strictObject({
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
    }),
  ),
  gradeClasses: z.array(count.max(4)),
}) satisfies z.ZodType<SnapshotContent>

/** Equal content, equal hash, whenever it is frozen. */
export const packContent = (value: SnapshotContent): Uint8Array => new TextEncoder().encode(canonicalJson(value))

/** @throws AppError `snapshot.damaged` */
export async function readContent(contentSha256: string): Promise<SnapshotContent> {
  const bytes = await blobs().get(contentSha256)
  if (sha256Hex(bytes) !== contentSha256) {
    throw new AppError('snapshot.damaged', `The snapshot ${contentSha256} was changed on disk; restore it.`, 500)
  }
  return content.parse(JSON.parse(bytes.toString('utf8')))
}
