/** Bringing photographs in. Files are streamed one by one: PUT /api/imports/:id/files?name=… with the bytes as the body. */
import { z } from 'zod'
import { id, shortText } from './scalars'

/** POST /api/studies */
export const studyRequest = z.strictObject({ name: shortText, preset: z.string().max(60).default('k-of-n') })
export type StudyRequest = z.infer<typeof studyRequest>

/** POST /api/imports */
export const importRequest = z.strictObject({ studyId: id })
export type ImportRequest = z.infer<typeof importRequest>

export const importLimits = {
  /** One photograph, bytes. */
  photographBytesMax: 64 * 1024 * 1024,
  /** One zip, bytes on the wire. */
  zipBytesMax: 4 * 1024 * 1024 * 1024,
  /** Everything in one zip together, unpacked; a bomb is refused before it fills the disk. */
  zipUnpackedBytesMax: 16 * 1024 * 1024 * 1024,
  zipEntriesMax: 100_000,
  tableBytesMax: 64 * 1024 * 1024,
} as const

export type ImportReport = {
  id: string
  studyId: string
  state: 'open' | 'closed'
  createdAt: string
  counts: { received: number; ingested: number; duplicate: number; rejected: number; sourceGrades: number }
  /** Rejected files and bad lines, by name and line; the first 200. */
  problems: { file: string; line: number | null; sentence: string }[]
  problemsTotal: number
}

/** The head of a study's pages. */
export type StudyView = {
  id: string
  name: string
  photographs: number
  patients: number
  members: number
  sourceGrades: number
  protocol: { version: number; name: string }
}
