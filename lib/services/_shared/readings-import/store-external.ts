/** One reading made elsewhere: to its photograph, and onto the path that every reading takes. */
import { inTransaction } from '@/lib/db'
import { AppError } from '@/lib/domain/errors'
import { submitReadingFor } from '../submit-reading-for'
import type { ExternalObserver } from './external-observer'
import { type ExternalReading, formatDefaults, type ReadingFormat } from './external-reading'
import { type NamedPhotograph, stemKey } from './photographs-by-stem'

export type StoredExternal = {
  outcome: 'stored' | 'duplicate' | 'refused'
  /** Why it was refused, or what of it could not be used. */
  notes: string[]
}

type Reachable = NamedPhotograph & { item: { id: string } }
const refused = (sentence: string): StoredExternal => ({ outcome: 'refused', notes: [sentence] })

export async function storeExternal(
  reading: ExternalReading,
  observer: ExternalObserver,
  photographs: Map<string, NamedPhotograph[]>,
  { format, now }: { format: ReadingFormat; now: Date },
): Promise<StoredExternal> {
  const photograph = photographOf(photographs, reading, format)
  if (typeof photograph === 'string') return refused(photograph)
  try {
    const read = await reading.read(photograph)
    if ('unusable' in read) return refused(read.unusable)
    const { line } = reading
    const provenance = { origin: 'import' as const, format, files: read.files, ...(line !== null && { line }) }
    const request = { itemId: photograph.item.id, observer, answer: read.answer, provenance }
    const result = await inTransaction((tx) => submitReadingFor(tx, request, now))
    if (result.outcome === 'refused') return refused(result.sentence)
    return { outcome: result.outcome, notes: read.notes }
  } catch (error) {
    if (error instanceof AppError) return refused(error.sentence)
    throw error
  }
}

/** The photograph that a reading is about, or a sentence that says why there is none to read. */
function photographOf(
  photographs: Map<string, NamedPhotograph[]>,
  { photograph }: ExternalReading,
  format: ReadingFormat,
): Reachable | string {
  const named = photographs.get(stemKey(photograph)) ?? []
  const [first] = named
  if (!first) return `The study has no photograph called ${photograph}; bring it in first with npx concord import.`
  if (named.length > 1) {
    return `${named.length} photographs of the study are called ${photograph}; which one is meant cannot be told.`
  }
  const { item } = first
  if (item) return { ...first, item }
  return `The study's protocol does not ask for ${formatDefaults[format].task}; switch that task on first.`
}
