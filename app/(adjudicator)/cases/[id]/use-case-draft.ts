'use client'
/** The decision as far as it has come, kept in this browser until the server has it. `undefined` while it is being read. */
import { useEffect, useState } from 'react'
import { sharedKeep } from '@/app/_client/reading/keep'
import { type CaseDraft, caseDraftKey, parseCaseDraft } from '@/lib/editor/cases/case-draft'

export type OpenCaseDraft = {
  start: CaseDraft
  save: (draft: CaseDraft) => void
  forget: () => Promise<void>
}

const nobody = '00000000-0000-4000-8000-000000000000'

export function useCaseDraft(caseId: string, userId: string | null): OpenCaseDraft | undefined {
  const [opened, setOpened] = useState<{ caseId: string; draft: OpenCaseDraft }>()
  useEffect(() => {
    let isHere = true
    const owner = userId ?? nobody
    sharedKeep()
      .then(async (keep) => {
        const kept = parseCaseDraft(await keep.get('drafts', caseDraftKey(caseId)))
        if (!isHere) return
        const start: CaseDraft =
          kept?.userId === owner
            ? kept
            : {
                version: 1,
                caseId,
                userId: owner,
                decisionId: crypto.randomUUID(),
                known: [],
                grade: null,
                reason: '',
                isUnresolved: false,
              }
        setOpened({
          caseId,
          draft: {
            start,
            save: (draft) => {
              keep
                .put('drafts', caseDraftKey(caseId), draft)
                .catch((error) => console.error('The decision could not be kept in this browser.', error))
            },
            forget: () => keep.remove('drafts', caseDraftKey(caseId)),
          },
        })
      })
      .catch((error) => console.error('The draft could not be read.', error))
    return () => {
      isHere = false
    }
  }, [caseId, userId])
  return opened?.caseId === caseId ? opened.draft : undefined
}
