'use client'
/** A case about the grade: every observer's grade and note beside the photograph, blind and after the reveal. */
import { useRouter } from 'next/navigation'
import { useMemo, useRef, useState } from 'react'
import { GradeChoices } from '@/app/_client/panel/grade-choices'
import { PanelPart } from '@/app/_client/panel/panel-part'
import { photographImages } from '@/app/_client/photograph/images'
import { PhotographView } from '@/app/_client/photograph/photograph-view'
import { KeyTable } from '@/app/_client/reading/key-table'
import { useActions } from '@/app/_client/reading/use-actions'
import { useLooking } from '@/app/_client/reading/use-looking'
import type { CaseView } from '@/lib/contracts/adjudication'
import type { GradeAnswer } from '@/lib/domain/lesion'
import { type CaseGradeContext, caseGradeActions } from '@/lib/editor/actions/screens'
import { gradeName } from '@/lib/editor/grade/grade-session'
import { CaseLayout } from './case-layout'
import { DecidedFoot, DecisionFoot } from './decision-foot'
import { qualificationNames } from './observer-toggles'
import type { Signer } from './signer'
import type { OpenCaseDraft } from './use-case-draft'
import { useDecision } from './use-decision'

type CaseGradeScreenProps = { found: CaseView; signer: Signer | null; draft: OpenCaseDraft }

export function CaseGradeScreen({ found, signer, draft }: CaseGradeScreenProps) {
  const [grade, setGrade] = useState<GradeAnswer | null>(draft.start.grade)
  const { context: looking, attributes } = useLooking()
  const reason = useRef<HTMLTextAreaElement>(null)
  const [areKeysShown, showKeys] = useState(false)
  const router = useRouter()
  const images = useMemo(() => photographImages(found.photographId), [found.photographId])
  const form = useDecision(found.id, found.number, draft, { task: 'grade', grade })

  const context: CaseGradeContext = {
    ...looking,
    grade: { choose: (chosen) => signer && setGrade(chosen) },
    desk: {
      writeReason: () => reason.current?.focus(),
      sign: form.sign,
      toggleUnresolved: form.toggleUnresolved,
      toggleObserver: () => undefined,
      showKeys: () => showKeys(true),
      leave: () => router.push('/cases'),
    },
  }
  useActions(caseGradeActions, context, !areKeysShown && !form.isBusy)

  const chosen = grade === null ? 'the grade you choose' : gradeName(grade)
  return (
    <CaseLayout
      found={found}
      photograph={
        <PhotographView
          {...attributes}
          photograph={found.photograph}
          images={images}
          label="Photograph of a retina whose grade is disputed"
        />
      }
      foot={
        signer ? (
          <DecisionFoot
            form={form}
            signerName={signer.name}
            statement={form.isUnresolved ? 'that this case cannot be resolved.' : `that the grade is ${chosen}.`}
            reason={reason}
          />
        ) : (
          <DecidedFoot decision={found.decision} />
        )
      }
    >
      <PanelPart title="What the observers said">
        <ul className="grid grid-cols-2 gap-2">
          {found.answers.map((entry) => (
            <AnswerCard key={entry.letter} entry={entry} />
          ))}
        </ul>
        {found.sourceGrade !== null && (
          <p className="mt-2.5 text-[13px] text-ink-muted">
            Source grade: <span className="text-ink">{gradeName(found.sourceGrade)}</span>, a claim that came with the
            data.
          </p>
        )}
      </PanelPart>
      {signer && (
        <GradeChoices
          title="Your decision"
          isBrief
          chosen={form.isUnresolved ? null : grade}
          disabled={form.isBusy || form.isUnresolved}
          onChoose={setGrade}
        />
      )}
      <KeyTable actions={caseGradeActions} open={areKeysShown} onClose={() => showKeys(false)} />
    </CaseLayout>
  )
}

function AnswerCard({ entry }: { entry: CaseView['answers'][number] }) {
  const { letter, qualification, answer, blindGrade } = entry
  if (answer.task !== 'grade') return null
  const isRevealed = blindGrade !== undefined
  return (
    <li className="grid content-start gap-1 rounded-control bg-raised px-3 py-2.5">
      <p className="text-[13px] text-ink-muted">
        <span className="font-semibold text-ink">{letter}</span> · {qualificationNames[qualification]}
      </p>
      <p className="font-medium text-sm">{gradeName(answer.grade)}</p>
      <p className="text-[13px] text-ink-muted">
        {!isRevealed && 'blind'}
        {isRevealed && blindGrade === answer.grade && 'blind, and kept after the source grade'}
        {isRevealed && blindGrade !== answer.grade && `blind: ${gradeName(blindGrade)}, then changed`}
      </p>
      {answer.note && <p className="mt-1 break-words text-[13px]">“{answer.note}”</p>}
    </li>
  )
}
