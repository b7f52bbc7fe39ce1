/**
 * The agreed labels of a study as examples, photograph by photograph. Of several protocol versions only those with the
 * snapshot's grid speak (a patch index means nothing on another), and for each task the newest one that was agreed on.
 * Labels are append-only, so reading page by page sees each of them whole.
 */
import { gradeLabel, patchesLabel } from '@/lib/contracts/agreed-label'
import { fieldOfView } from '@/lib/contracts/field-of-view'
import { protocol as protocolSchema } from '@/lib/contracts/protocol'
import { readingAnswer } from '@/lib/contracts/reading'
import { database, type Tx } from '@/lib/db'
import { canonicalJson } from '@/lib/domain/canonical-json'
import type { FieldOfView } from '@/lib/domain/field-of-view'
import { marksToPatches, type PatchMarks } from '@/lib/domain/marks-to-patches'
import { insideGrid } from '@/lib/domain/patch-grid'
import type { GridSettings, Protocol } from '@/lib/domain/protocol'
import { gradeClassOf, type PatchExamples, type PatchLabelSource, patchExamples } from './agreed-examples'

const photographsAtOnce = 200

export type AgreedPhotograph = {
  id: string
  studyId: string
  patientCode: string
  canonicalSha256: string
  contrast800: string
  contrast256: string
  fieldOfView: FieldOfView
  examples: PatchExamples
  gradeClass: number | null
  /** An agreed grade that the global network is not trained on. */
  isGradeLeftOut: boolean
  labels: { itemId: string; version: number }[]
}

export async function gatherAgreed(
  studyId: string,
  grid: GridSettings,
  trainedGrades: readonly number[],
): Promise<AgreedPhotograph[]> {
  const all: AgreedPhotograph[] = []
  for (let after: string | undefined; ; ) {
    const page = await photographPage(database(), studyId, after)
    for (const photograph of page) all.push(await agreedPhotograph(photograph, grid, trainedGrades))
    after = page.at(-1)?.id
    if (page.length < photographsAtOnce) return all
  }
}

type PhotographRow = Awaited<ReturnType<typeof photographPage>>[number]
type ItemRow = PhotographRow['items'][number]

function photographPage(tx: Tx, studyId: string, after: string | undefined) {
  return tx.photograph.findMany({
    where: { studyId, items: { some: { agreedLabels: { some: {} } } }, ...(after ? { id: { gt: after } } : {}) },
    orderBy: { id: 'asc' },
    take: photographsAtOnce,
    include: {
      patient: { select: { code: true } },
      items: {
        where: { agreedLabels: { some: {} } },
        orderBy: [{ protocol: { version: 'desc' } }, { round: 'desc' }],
        select: {
          id: true,
          task: true,
          part: true,
          protocolId: true,
          round: true,
          protocol: { select: { settings: true } },
          agreedLabels: { orderBy: { version: 'desc' }, take: 1, select: { version: true, label: true } },
        },
      },
    },
  })
}

async function agreedPhotograph(
  row: PhotographRow,
  grid: GridSettings,
  trainedGrades: readonly number[],
): Promise<AgreedPhotograph> {
  const fov = fieldOfView.parse(row.fieldOfView)
  const items = newestByTask(row.items.filter((item) => canonicalJson(settingsOf(item).grid) === canonicalJson(grid)))
  const sources: PatchLabelSource[] = []
  let gradeClass: number | null = null
  let isGradeLeftOut = false
  const labels: AgreedPhotograph['labels'] = []
  for (const item of items) {
    const newest = item.agreedLabels[0]
    if (!newest) continue
    labels.push({ itemId: item.id, version: newest.version })
    if (item.task === 'grade') {
      gradeClass = gradeClassOf(gradeLabel.parse(newest.label), trainedGrades)
      isGradeLeftOut = gradeClass === null
    } else {
      const label = patchesLabel.parse(newest.label)
      const needsAreas = item.task === 'marks' && label.patches.some(({ kinds }) => kinds.length > 1)
      sources.push({ label, observers: needsAreas ? await markedAreas(item, fov) : [] })
    }
  }
  return {
    id: row.id,
    studyId: row.studyId,
    patientCode: row.patient.code,
    canonicalSha256: row.canonicalSha256,
    contrast800: row.contrast800Sha256,
    contrast256: row.contrast256Sha256,
    fieldOfView: fov,
    examples: patchExamples(sources, insideGrid(fov, grid)),
    gradeClass,
    isGradeLeftOut,
    labels: labels.sort((a, b) => (a.itemId < b.itemId ? -1 : 1)),
  }
}

const settingsOf = (item: ItemRow): Protocol => protocolSchema.parse(item.protocol.settings)

/** Of each task the items of the newest protocol version that has any, each part in its newest round. */
function newestByTask(items: ItemRow[]): ItemRow[] {
  const protocolOfTask = new Map<string, string>()
  const parts = new Map<string, ItemRow>()
  for (const item of items) {
    const protocolId = protocolOfTask.get(item.task) ?? item.protocolId
    protocolOfTask.set(item.task, protocolId)
    const part = `${item.task} ${item.part}`
    if (item.protocolId === protocolId && !parts.has(part)) parts.set(part, item)
  }
  return [...parts.values()]
}

/** A patch with several kinds is of the class that covers most of it: that takes the marks themselves. */
async function markedAreas(item: ItemRow, fov: FieldOfView): Promise<PatchMarks[]> {
  const { grid, markToPatch } = settingsOf(item)
  const readings = await database().reading.findMany({
    where: { itemId: item.id, round: item.round, isFinal: true },
    orderBy: { id: 'asc' },
    select: { answer: true },
  })
  return readings.flatMap(({ answer }) => {
    const parsed = readingAnswer.parse(answer)
    return parsed.task === 'marks' ? [marksToPatches(parsed.marks, fov, grid, markToPatch)] : []
  })
}
