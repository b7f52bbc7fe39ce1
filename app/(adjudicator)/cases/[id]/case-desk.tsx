'use client'
/** A case on the desk. The screen of its task shows who said what; below it stands the decision, or the form of one. */
import type { CaseView } from '@/lib/contracts/adjudication'
import { CaseGradeScreen } from './case-grade-screen'
import { CasePatchScreen } from './case-patch-screen'
import type { Signer } from './signer'
import { useCaseDraft } from './use-case-draft'

/** @param signer null for somebody who may only look */
export function CaseDesk({ found, signer }: { found: CaseView; signer: Signer | null }) {
  const draft = useCaseDraft(found.id, signer?.userId ?? null)
  if (!draft) return <div className="h-[calc(100dvh-3rem)] bg-[#050506]" aria-busy />
  const screen = { found, signer: found.decision ? null : signer, draft }
  return found.task === 'grade' ? <CaseGradeScreen {...screen} /> : <CasePatchScreen {...screen} />
}
