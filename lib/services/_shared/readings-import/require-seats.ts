/**
 * Before anything is stored: has the panel a seat for everybody whose readings are there? What is read stays pinned to its protocol, so
 * the last reader's work could not be taken any more once the others' is in.
 */
import { protocol } from '@/lib/contracts/protocol'
import { database } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import type { Qualification, Task } from '@/lib/domain/reading'
import { seatsFor } from '@/lib/domain/seats'
import type { ExternalReading } from './external-reading'
import { type NamedPhotograph, stemKey } from './photographs-by-stem'

type Asked = { task: Task; qualification: Qualification }

/** @throws AppError `import.seats` (422) */
export async function requireSeats(
  readings: readonly ExternalReading[],
  photographs: Map<string, NamedPhotograph[]>,
  asked: Asked,
): Promise<void> {
  const observers = new Map<string, Set<string>>()
  for (const { photograph, observer } of readings) {
    const protocolId = photographs.get(stemKey(photograph))?.[0]?.item?.protocolId
    if (protocolId === undefined) continue
    const key = `${protocolId} ${stemKey(photograph)}`
    observers.set(key, (observers.get(key) ?? new Set()).add(observer))
  }
  const most = new Map<string, number>()
  for (const [key, names] of observers) {
    const protocolId = key.split(' ')[0] ?? ''
    most.set(protocolId, Math.max(most.get(protocolId) ?? 0, names.size))
  }
  const versions = await database().protocolVersion.findMany({ where: { id: { in: [...most.keys()] } } })
  for (const version of versions) {
    const settings = protocol.parse(version.settings)
    const task = settings[asked.task]
    if (!task) continue
    const seats = seatsFor(asked.qualification).reduce((sum, seat) => sum + task.panel[seat], task.extraObserversMax)
    const needed = most.get(version.id) ?? 0
    if (needed <= seats) continue
    const have = `up to ${needed} readings of a photograph; the protocol “${settings.name}” (version ${version.version}) has ${seats} seats for such observers`
    throw new AppError(
      'import.seats',
      `There are ${have}. Nothing was stored: change the panel for ${asked.task} first, then bring them in.`,
      422,
    )
  }
}
