'use client'
/**
 * Making, keeping and signing the decision of one case, whatever its task. Signing twice is signing once: the decision's id
 * was made with the draft.
 */
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { RequestFailure, request } from '@/app/_client/use-request'
import { useToast } from '@/app/_ui'
import type { CasePage, DecisionResult } from '@/lib/contracts/adjudication'
import { type CaseDraft, type Decision, missing, toDecision, type Verdict } from '@/lib/editor/cases/case-draft'
import { knownAnswers } from '@/lib/editor/patches/patch-session'
import type { OpenCaseDraft } from './use-case-draft'

export type DecisionForm = {
  reason: string
  isUnresolved: boolean
  isBusy: boolean
  failure: string | null
  /** What is still missing, as a sentence. */
  missing: string | null
  writeReason: (reason: string) => void
  toggleUnresolved: () => void
  sign: () => void
}

export function useDecision(caseId: string, number: number, draft: OpenCaseDraft, verdict: Verdict): DecisionForm {
  const [reason, setReason] = useState(draft.start.reason)
  const [isUnresolved, setUnresolved] = useState(draft.start.isUnresolved)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const router = useRouter()
  const toast = useToast()
  const decision: Decision = { decisionId: draft.start.decisionId, verdict, reason, isUnresolved }

  const current: CaseDraft = {
    ...draft.start,
    known: verdict.task === 'patches' ? knownAnswers(verdict.session) : [],
    grade: verdict.task === 'grade' ? verdict.grade : null,
    reason,
    isUnresolved,
  }
  const latest = useRef(current)
  latest.current = current
  const text = JSON.stringify(current)
  const saved = useRef(text)
  useEffect(() => {
    if (saved.current === text) return
    saved.current = text
    draft.save(latest.current)
  }, [text, draft])

  const sign = async () => {
    const body = toDecision(decision)
    if (!body || isBusy) return
    setBusy(true)
    setFailure(null)
    try {
      await request<DecisionResult>('POST', `/api/cases/${caseId}/decision`, body)
      await draft.forget()
      toast(`Case ${number} is ${body.outcome}.`)
      router.push(await nextCase(number))
    } catch (cause) {
      if (!(cause instanceof RequestFailure)) throw cause
      setFailure(cause.sentence)
      setBusy(false)
    }
  }

  return {
    reason,
    isUnresolved,
    isBusy,
    failure,
    missing: missing(decision),
    writeReason: setReason,
    toggleUnresolved: () => setUnresolved((is) => !is),
    sign,
  }
}

/** The open case that follows, or the oldest one; the list when none is open. */
async function nextCase(number: number): Promise<string> {
  const after = await request<CasePage>('GET', `/api/cases?state=open&limit=1&after=${number}`)
  const found = after.cases[0] ?? (await request<CasePage>('GET', '/api/cases?state=open&limit=1')).cases[0]
  return found ? `/cases/${found.id}` : '/cases'
}
