/**
 * Names of arriving files: paths inside a folder or an archive, shown to people and matched by stem. They never become a
 * path on our disk (files lie under their hash), so all that is done here is to make them fit to be shown.
 */
import { AppError } from '@/lib/domain/errors'

export const imageExtensions = ['.jpg', '.jpeg', '.png', '.tif', '.tiff', '.webp'] as const

/** Folders that lie beside photographs and hold something else: masks, readers' drawings, labels. */
const otherFolders = new Set(['masks', 'readers', 'labels'])

const baseOf = (name: string) => name.slice(name.lastIndexOf('/') + 1)

/** Lower case, with its dot; empty where there is none. */
export function extensionOf(name: string): string {
  const base = baseOf(name)
  const dot = base.lastIndexOf('.')
  return dot > 0 ? base.slice(dot).toLowerCase() : ''
}

export const hasImageExtension = (name: string) => (imageExtensions as readonly string[]).includes(extensionOf(name))

/** Left behind by the systems that people pack folders on; nobody misses them. */
export const isHidden = (name: string) =>
  name.split('/').some((part) => part.startsWith('.') || part === '__MACOSX' || part === 'Thumbs.db')

export const liesInOtherFolder = (name: string) =>
  name
    .split('/')
    .slice(0, -1)
    .some((folder) => otherFolders.has(folder.toLowerCase()))

/** What a file is taken for, by its name; the bytes decide later whether that was true. */
export function arrivalKind(name: string): 'archive' | 'table' | 'photograph' {
  const extension = extensionOf(name)
  if (extension === '.zip') return 'archive'
  return extension === '.csv' ? 'table' : 'photograph'
}

/** Control characters go, backslashes become slashes. Refuses an empty or endless name. */
export function cleanName(raw: string): string {
  const name = raw
    .normalize('NFC')
    .replace(/\\/g, '/')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/^(\.?\/)+/, '')
    .trim()
  if (name === '' || name.endsWith('/')) {
    throw new AppError('import.name', 'The file has no name; send it with ?name=…', 422)
  }
  if (name.length > 300) {
    throw new AppError(
      'import.name',
      `The name "${name.slice(0, 60)}…" is longer than 300 characters; shorten it.`,
      422,
    )
  }
  return name
}
