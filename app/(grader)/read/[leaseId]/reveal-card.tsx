'use client'
import { PanelPart } from '@/app/_client/panel/panel-part'
/** After the blind answer: one's own grade beside the one that came with the data. Neither is called right. */
import type { GradeAnswer } from '@/lib/domain/lesion'
import { gradeName } from '@/lib/editor/grade/grade-session'

export function RevealCard({ reveal }: { reveal: { sourceGrade: number; blindGrade: GradeAnswer } }) {
  const isSame = reveal.sourceGrade === reveal.blindGrade
  return (
    <PanelPart title={isSame ? 'You and the source agree' : 'You and the source differ'}>
      <dl aria-live="polite" className="grid grid-cols-2 gap-2">
        <Side term="You, blind" value={gradeName(reveal.blindGrade)} />
        <Side term="Source grade" value={gradeName(reveal.sourceGrade)} />
      </dl>
      <p className="mt-2.5 text-[13px] text-ink-muted">
        The source grade came with the photograph and is a claim to be checked. Both of your answers are kept.
      </p>
    </PanelPart>
  )
}

const Side = ({ term, value }: { term: string; value: string }) => (
  <div className="rounded-control bg-raised px-3 py-2.5">
    <dt className="text-[13px] text-ink-muted">{term}</dt>
    <dd className="mt-0.5 font-medium text-sm">{value}</dd>
  </div>
)
