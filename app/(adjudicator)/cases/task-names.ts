import type { CaseSummary } from '@/lib/contracts/adjudication'

export const taskNames: Record<CaseSummary['task'], string> = {
  marks: 'Lesion marks',
  patches: 'Patches',
  grade: 'Grade',
}
