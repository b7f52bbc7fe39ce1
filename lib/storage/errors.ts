/** What can go wrong with files on disk, in sentences that say what to do. */
import { AppError } from '@/lib/domain/errors'

const errnoOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

export const isMissing = (error: unknown): boolean => errnoOf(error) === 'ENOENT'

/** Another process published the same target first; which of these it is depends on the file system. */
export const isTaken = (error: unknown): boolean => ['EEXIST', 'ENOTEMPTY', 'EPERM'].includes(errnoOf(error) ?? '')

export const missing = (name: string) =>
  new AppError(
    'storage.missing',
    `The stored file ${name} is missing; restore the data folder from a backup, or import the file again.`,
    404,
  )

export const damaged = (name: string) =>
  new AppError(
    'storage.damaged',
    `The stored file ${name} differs from its checksum; restore it from a backup, or create it again.`,
    500,
  )

/** Makes an error of the file system one of ours where we know what to advise; everything else passes unchanged. */
export function explained(error: unknown, folder: string): unknown {
  switch (errnoOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError(
        'storage.full',
        `There is no space left for files in ${folder}; free some, or move the data folder to a larger disk. Nothing was stored.`,
        503,
      )
    case 'EACCES':
    case 'EROFS':
      return new AppError(
        'storage.denied',
        `Files cannot be written in ${folder}; give the user that runs Concord the right to write there.`,
        503,
      )
    default:
      return error
  }
}
