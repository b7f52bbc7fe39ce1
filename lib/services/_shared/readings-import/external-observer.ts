/** Observers who are not here: known by name, made when they first appear. */
import { database } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import type { Qualification } from '@/lib/domain/reading'
import type { ReadingFormat } from './external-reading'

export type ExternalObserver = { id: string; name: string; qualification: Qualification }

/**
 * @param asked `isSaid`: the qualification was named for this import, not taken as a default
 * @throws AppError `observer.qualification` (409) where the observer is known as something else
 */
export async function externalObserver(
  name: string,
  asked: { format: ReadingFormat; qualification: Qualification; isSaid: boolean },
): Promise<ExternalObserver> {
  const { format, qualification } = asked
  const data = { kind: 'external' as const, name, qualification, provenance: { format } }
  await database().observer.createMany({ data: [data], skipDuplicates: true })
  const observer = await database().observer.findUniqueOrThrow({ where: { kind_name: { kind: 'external', name } } })
  if (asked.isSaid && observer.qualification !== qualification) {
    const sentence = `${name} is known with the qualification ${observer.qualification}; give that one, or another name.`
    throw new AppError('observer.qualification', sentence, 409)
  }
  return { id: observer.id, name, qualification: observer.qualification }
}
