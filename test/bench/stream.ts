/**
 * Does memory grow with the number of photographs? The same training steps on snapshots of 100 to 2,000 photographs, streamed
 * from storage as a run does it: frozen content read piece by piece, patches packed, pictures decoded by the feed's thread.
 */
import path from 'node:path'
import { z } from 'zod'
import type { SnapshotContent } from '@/lib/contracts/snapshot'
import { sha256Hex } from '@/lib/domain/hash'
import { patchCount } from '@/lib/domain/patch-grid'
import { gridPresets } from '@/lib/domain/protocol'
import { seededRandom } from '@/lib/domain/random'
import { packContent } from '@/lib/services/_shared/learning/snapshot-content'
import { blobStore } from '@/lib/storage'
import { encodePng } from '@/lib/vision'
import type { Measured, Missing, Study } from './benchmark'
import { runOurs } from './contestant'

const options = z.object({
  photographs: z.string().transform((text) => text.split(',').map(Number)),
  steps: z.coerce.number().int().min(1),
  architecture: z.string(),
  threads: z.coerce.number().int().min(0),
})

export const benchmark: Study = {
  usage: `npm run bench -- stream — peak memory of the same training steps on snapshots of few and of many photographs

  --photographs N,N,…  how many each snapshot has (100,500,2000)
  --steps N            of 32 patches, drawn from all photographs (60)
  --architecture ID    of the catalogue (local-small)`,
  options: {
    photographs: { type: 'string', default: '100,500,2000' },
    steps: { type: 'string', default: '60' },
    architecture: { type: 'string', default: 'local-small' },
  },
  async carryOut(values, scratch) {
    const { photographs: counts, steps, architecture, threads } = options.parse(values)
    const pictures = await writePictures(scratch, Math.max(...counts))
    const rows: (Row & { photographs: number })[] = []
    for (const photographs of counts) {
      const { sha256 } = await store(scratch).put(packContent(contentOf(pictures.slice(0, photographs))))
      const task = { data: scratch, contentSha256: sha256, steps, architecture }
      rows.push({ photographs, ...rowOf(await runOurs('stream-ours.ts', task, threads)) })
    }
    return { result: { steps, architecture, rows }, text: tell(rows) }
  },
}

const side = 800
const grid = gridPresets.paper

const store = (data: string) => blobStore(path.join(data, 'blobs'))

/** Bright spots on grey: what matters is their number, their size and that each has to be decoded. */
async function writePictures(data: string, count: number): Promise<string[]> {
  const random = seededRandom(1)
  const rgb = new Uint8Array(side * side * 3).fill(128)
  const names: string[] = []
  for (let i = 0; i < count; i++) {
    for (let spot = 0; spot < 200; spot++) {
      const at = Math.floor(random.next() * (rgb.length - 60))
      rgb.fill(random.nextUint32() & 255, at, at + 60)
    }
    names.push((await store(data).put(await encodePng(rgb, side, side))).sha256)
  }
  return names
}

/** Every patch of every photograph is labelled. */
function contentOf(pictures: string[]): SnapshotContent {
  const indices = Array.from({ length: patchCount(grid) }, (_, index) => index)
  const uuid = (i: number) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`
  return {
    version: 1,
    grid,
    gradeClasses: [0, 1, 2, 3],
    photographs: pictures.map((picture, i) => ({
      id: uuid(i),
      studyId: uuid(0),
      group: sha256Hex(String(i)).slice(0, 32),
      split: 'train',
      contrast800: picture,
      contrast256: picture,
      fieldOfView: { centreX: 400, centreY: 400, radius: 400, crop: { x: 0, y: 0, side } },
      patches: indices.map((index) => [index, index % 4]),
      gradeClass: null,
      labels: [{ itemId: uuid(i), version: 1 }],
    })),
  }
}

const facts = z.object({
  patches: z.number(),
  peakMebibytes: z.number(),
  openMilliseconds: z.number(),
  feedWaitShare: z.number(),
})
type Row = z.infer<typeof facts> & { patchesPerSecond: number }

function rowOf(measured: Measured | Missing): Row {
  if ('missing' in measured) throw new Error(measured.missing)
  return { ...facts.parse(measured.facts), patchesPerSecond: measured.perSecond }
}

const tell = (rows: (Row & { photographs: number })[]) =>
  [
    'photographs   patches   peak memory   until the first step is planned   network waits   patches/s',
    ...rows.map(({ photographs, patches, peakMebibytes, openMilliseconds, feedWaitShare, patchesPerSecond }) =>
      [
        String(photographs).padStart(11),
        String(patches).padStart(9),
        `${Math.round(peakMebibytes)} MiB`.padStart(13),
        `${Math.round(openMilliseconds)} ms`.padStart(33),
        `${Math.round(100 * feedWaitShare)} %`.padStart(15),
        patchesPerSecond.toFixed(1).padStart(11),
      ].join(' '),
    ),
  ].join('\n')
