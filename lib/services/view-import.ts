/** How far an import is, and what of it could not be used, by name and line. */
import type { ImportReport } from '@/lib/contracts/imports'
import type { Context } from './_shared/context'
import { importReport } from './_shared/import/import-report'
import { mayImport } from './_shared/import/may-import'

export async function viewImport({ actor }: Context, importId: string): Promise<ImportReport> {
  await mayImport(actor, importId)
  return importReport(importId)
}
