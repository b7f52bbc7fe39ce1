/** The protocol version that a study works under, parsed. */
import { protocol } from '@/lib/contracts/protocol'
import type { Tx } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import type { Protocol } from '@/lib/domain/protocol'

export type CurrentProtocol = { id: string; studyId: string; version: number; settings: Protocol; settingsHash: string }

/**
 * The newest version. To open items under it, read it in the transaction that inserted the photographs, after inserting
 * them: a change of protocol locks the study, and either sees those photographs or is seen here.
 */
export async function currentProtocol(tx: Tx, studyId: string): Promise<CurrentProtocol> {
  const row = await tx.protocolVersion.findFirst({ where: { studyId }, orderBy: { version: 'desc' } })
  if (!row)
    throw new AppError('protocol.none', 'The study has no protocol yet; a researcher has to set one first.', 409)
  const { id, version, settingsHash } = row
  return { id, studyId, version, settingsHash, settings: protocol.parse(row.settings) }
}
