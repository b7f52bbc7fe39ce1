/** Photographs as the decoding process prepares them, timed; `import.ts` starts this with a task and reads the last line. */
import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { preparePhotograph } from '@/lib/vision/prepare-photograph'
import { preprocessSettingsSchema } from '@/lib/vision/settings'
import { viewPhotograph } from '@/lib/vision/view-photograph'
import type { Measured } from './benchmark'
import type { ImportTask } from './import-task'

const task: ImportTask = JSON.parse(process.argv[2] ?? '')
const settings = preprocessSettingsSchema.parse({
  lesionSidePx: task.lesionSidePx,
  gradingSidePx: task.gradingSidePx,
})
sharp.concurrency(1)
const files = await Promise.all(task.photographs.map((file) => readFile(file)))
let radii = 0

for (let i = 0; i < task.warmUps; i++) await prepare(i)
radii = 0
const usage = process.cpuUsage()
const began = performance.now()
for (let i = 0; i < task.count; i++) await prepare(i)
const seconds = (performance.now() - began) / 1000
const { user, system } = process.cpuUsage(usage)

const measured: Measured = {
  perSecond: task.count / seconds,
  cpuSecondsPerUnit: (user + system) / 1e6 / task.count,
  threads: sharp.concurrency(),
  versions: {
    sharp: sharp.versions.sharp ?? 'unknown',
    libvips: sharp.versions.vips,
    mozjpeg: sharp.versions.mozjpeg ?? 'unknown',
    node: process.version,
  },
  facts: {
    'mean radius': `${(radii / task.count).toFixed(1)} px`,
    'peak MiB': Math.round(process.resourceUsage().maxRSS / 1024),
  },
}
console.log(JSON.stringify(measured))

async function prepare(i: number) {
  const bytes = files[i % files.length]
  if (!bytes) throw new Error('There are no photographs.')
  const { fieldOfView } =
    task.work === 'store'
      ? await preparePhotograph(bytes, 'jpeg', settings)
      : await viewPhotograph(bytes, 'jpeg', settings, task.work)
  radii += fieldOfView.radius
}
