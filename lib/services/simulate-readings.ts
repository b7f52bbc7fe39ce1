/**
 * Simulated observers read the open items of a demonstration study, on the same path as everybody else: their readings are
 * marked as simulated, wait for each other, agree or become cases. For photographs whose truth is known.
 */
import { auditActor, authorise, studyMembership } from '@/lib/auth'
import { appendAudit, database, inTransaction } from '@/lib/db'
import { sha256Hex } from '@/lib/domain/hash'
import { marksToPatches } from '@/lib/domain/marks-to-patches'
import type { Qualification, ReadingAnswer } from '@/lib/domain/reading'
import { type ObserverSkill, type SimulatedReading, simulateObserver } from '@/lib/synthetic'
import type { Context } from './_shared/context'
import { type LoadedItem, loadItem } from './_shared/items'
import { submitReadingFor } from './_shared/submit-reading-for'

/** Lesions and field of view in pixels of the photograph as it was imported. */
export type KnownTruth = Parameters<typeof simulateObserver>[1]

export type SimulatedObserver = { name: string; qualification: Qualification; skill: ObserverSkill }

export type Simulation = {
  studyId: string
  observers: SimulatedObserver[]
  /** By the photograph's file name; photographs without a truth are left to people. */
  truthOf: (fileName: string) => KnownTruth | undefined
  /** The same seed gives the same readings. */
  seed: number
}

/** @returns how many readings were stored; those that are there already, or not asked for, are not counted */
export async function simulateReadings({ actor, now }: Context, simulation: Simulation): Promise<{ stored: number }> {
  const { studyId, observers, truthOf, seed } = simulation
  authorise(actor, 'study.configure', await studyMembership(database(), actor, studyId))
  let stored = 0
  for (const { name, qualification, skill } of observers) {
    const id = await simulatedObserver(name, qualification)
    const items = await database().item.findMany({
      where: { studyId, state: 'open' },
      orderBy: [{ photograph: { fileName: 'asc' } }, { task: 'asc' }, { part: 'asc' }],
      select: { id: true, photograph: { select: { fileName: true } } },
    })
    for (const { id: itemId, photograph } of items) {
      const truth = truthOf(photograph.fileName)
      if (!truth) continue
      const reading = simulateObserver({ seed: seedOf(`${seed} ${name} ${photograph.fileName}`), skill }, truth)
      const submitted = await inTransaction(async (tx) => {
        const answer = answerOf(await loadItem(tx, itemId), reading)
        const provenance = { origin: 'simulation', seed } as const
        return submitReadingFor(tx, { itemId, observer: { id, qualification }, answer, provenance }, now)
      })
      if (submitted.outcome === 'stored') stored++
    }
  }
  const step = { action: 'readings.simulated', subject: `study:${studyId}`, actor: auditActor(actor), at: now }
  await inTransaction((tx) => appendAudit(tx, { ...step, payload: { observers: observers.length, stored, seed } }))
  return { stored }
}

async function simulatedObserver(name: string, qualification: Qualification): Promise<string> {
  const { id } = await database().observer.upsert({
    where: { kind_name: { kind: 'simulated', name } },
    create: { kind: 'simulated', name, qualification, provenance: { origin: 'simulation' } },
    update: {},
    select: { id: true },
  })
  return id
}

function answerOf(item: LoadedItem, { marks, grade }: SimulatedReading): ReadingAnswer {
  switch (item.task) {
    case 'marks':
      return { task: 'marks', marks }
    case 'grade':
      return { task: 'grade', grade }
    case 'patches': {
      const found = marksToPatches(marks, item.fov, item.settings.grid, item.settings.markToPatch)
      const patches = item.patchIndices.map((index) => ({ index, kinds: [...(found.get(index)?.kinds.keys() ?? [])] }))
      return { task: 'patches', patches }
    }
  }
}

const seedOf = (text: string) => Number.parseInt(sha256Hex(text).slice(0, 8), 16)
