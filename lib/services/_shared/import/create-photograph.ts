/** The row of a new photograph and, where it is the first of its patient, the patient's. */
import type { Tx } from '@/lib/db'
import { type Eye, patientOfName } from '@/lib/domain/kaggle-name'
import type { PreparedPhotograph } from '@/lib/vision'
import { patientRow } from './match-grades'
import type { StoredPhotograph } from './store-prepared'

/** What a list beside the photographs says about one of them; it comes before what the name says. */
export type DeclaredIdentity = { patient?: string; eye?: Eye }

export type NewPhotograph = {
  prepared: PreparedPhotograph
  stored: StoredPhotograph
  identity: DeclaredIdentity | undefined
  now: Date
}

export async function createPhotograph(
  tx: Tx,
  file: { studyId: string; name: string },
  { prepared, stored, identity, now }: NewPhotograph,
): Promise<{ id: string }> {
  const named = patientOfName(file.name)
  const patient = await patientRow(tx, file.studyId, identity?.patient ?? named.patient)
  return tx.photograph.create({
    data: {
      studyId: file.studyId,
      patientId: patient.id,
      eye: identity?.eye ?? named.eye,
      fileName: file.name,
      canonicalSha256: prepared.canonicalSha256,
      width: prepared.width,
      height: prepared.height,
      fieldOfView: prepared.fieldOfView,
      originalType: prepared.original.type,
      originalBytes: prepared.original.bytes.length,
      ...stored,
      importedAt: now,
    },
    select: { id: true },
  })
}
