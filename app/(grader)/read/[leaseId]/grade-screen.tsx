'use client'
/** One grade for the photograph: blind first; where the protocol says so, then beside the source grade, to keep or to change. */
import { useMemo, useRef, useState } from 'react'
import { GradeChoices } from '@/app/_client/panel/grade-choices'
import { PanelPart } from '@/app/_client/panel/panel-part'
import { leaseImages } from '@/app/_client/photograph/images'
import { PhotographView } from '@/app/_client/photograph/photograph-view'
import { KeyTable } from '@/app/_client/reading/key-table'
import { useActions } from '@/app/_client/reading/use-actions'
import { useLooking } from '@/app/_client/reading/use-looking'
import { Button, Field, TextArea } from '@/app/_ui'
import { gradeAnswer } from '@/lib/contracts/scalars'
import { type GradeContext, gradeActions } from '@/lib/editor/actions/screens'
import {
  blindSession,
  chooseGrade,
  type GradeSession,
  gradeName,
  isChanged,
  keepGrade,
  revealedSession,
  toGradeAnswer,
  writeNote,
} from '@/lib/editor/grade/grade-session'
import type { DeskItem } from './desk-item'
import { ReadingLayout } from './reading-layout'
import { RevealCard } from './reveal-card'

const pointerKeys = [
  { label: 'Closer, farther', caps: ['Wheel'] },
  { label: 'Move the photograph', caps: ['Drag'] },
]
const noteLengthMax = 4000

function openSession({ assignment, restored }: DeskItem): GradeSession {
  const kept = restored?.task === 'grade' ? restored : null
  if (!assignment.reveal) return blindSession(kept?.grade ?? null, kept?.note ?? '')
  const { sourceGrade, blindGrade } = assignment.reveal
  const opened = revealedSession({ sourceGrade, blindGrade: gradeAnswer.parse(blindGrade) }, kept?.note ?? '')
  return kept?.grade === null || kept?.grade === undefined ? opened : chooseGrade(opened, kept.grade)
}

export function GradeScreen({ item }: { item: DeskItem }) {
  const { assignment } = item
  const [held, setHeld] = useState(() => ({ draft: item.draft, session: openSession(item) }))
  // The reveal opens a new draft: the answer begins anew, the photograph stays.
  if (held.draft !== item.draft) setHeld({ draft: item.draft, session: openSession(item) })
  const { session } = held
  const { context: looking, attributes } = useLooking()
  const note = useRef<HTMLTextAreaElement>(null)
  const images = useMemo(() => leaseImages(assignment.leaseId), [assignment.leaseId])
  const actions = useMemo(() => gradeActions(session.stage), [session.stage])

  const change = (next: GradeSession) => {
    setHeld({ draft: item.draft, session: next })
    item.keep({ task: 'grade', grade: next.grade, note: next.note })
  }
  const submit = (finished: GradeSession) => {
    const answer = toGradeAnswer(finished)
    if (answer) item.submit(answer)
  }
  /** After the reveal, finishing without a choice keeps the blind answer. */
  const finish = () => submit(session.grade === null ? keepGrade(session) : session)
  const keep = () => {
    const kept = keepGrade(session)
    change(kept)
    submit(kept)
  }
  const isReady = !item.isBusy && (session.grade !== null || session.reveal !== null)
  const context: GradeContext = {
    ...looking,
    grade: {
      choose: (grade) => change(chooseGrade(session, grade)),
      keep,
      finish: () => isReady && finish(),
      writeNote: () => note.current?.focus(),
    },
    room: {
      isReady: () => isReady,
      submit: finish,
      skip: item.skip,
      leave: item.leave,
      showKeys: () => item.showKeys(true),
    },
  }
  useActions(actions, context, !item.isBusy)

  return (
    <ReadingLayout
      item={item}
      photograph={
        <PhotographView
          {...attributes}
          photograph={assignment.photograph}
          images={images}
          label="Photograph of a retina, to be graded"
        />
      }
      submit={
        session.reveal && !isChanged(session) ? (
          <Button variant="primary" keys="K" className="w-full" busy={item.isSending} onClick={keep}>
            Keep {gradeName(session.reveal.blindGrade)}
          </Button>
        ) : (
          <Button
            variant="primary"
            keys="⏎"
            className="w-full"
            disabled={!isReady}
            busy={item.isSending}
            onClick={finish}
          >
            {session.grade === null
              ? 'Choose a grade'
              : `${session.reveal ? 'Change to' : 'Submit'} ${gradeName(session.grade)}`}
          </Button>
        )
      }
    >
      {session.reveal && <RevealCard reveal={session.reveal} />}
      <GradeChoices
        title={session.reveal ? 'Change it, or keep it' : 'Grade of this photograph'}
        chosen={session.grade}
        disabled={item.isBusy}
        onChoose={context.grade.choose}
      />
      <PanelPart title="Note">
        <Field label="Anything worth saying (N)" className="[&>label]:sr-only">
          {(attributes) => (
            <TextArea
              {...attributes}
              ref={note}
              rows={3}
              maxLength={noteLengthMax}
              placeholder="Press N to write; Esc goes back to the keys"
              value={session.note}
              onChange={(event) => change(writeNote(session, event.target.value))}
            />
          )}
        </Field>
      </PanelPart>
      <KeyTable actions={actions} more={pointerKeys} open={item.areKeysShown} onClose={() => item.showKeys(false)} />
    </ReadingLayout>
  )
}
