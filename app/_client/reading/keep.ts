'use client'
/** The one keep of this tab; opened on first use. */
import { openKeep } from '@/lib/editor/drafts/indexed-db-keep'
import type { Keep } from '@/lib/editor/drafts/keep'

let opening: Promise<Keep> | undefined

export function sharedKeep(): Promise<Keep> {
  opening ??= openKeep(globalThis.indexedDB)
  return opening
}
