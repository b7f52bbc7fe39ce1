'use client'
/** One item on the desk: its lease, its draft, and the screen of its task. Drawn once the draft has been looked for. */
import { useRouter } from 'next/navigation'
import { useCallback, useRef, useState } from 'react'
import { type OpenDraft, useDraft } from '@/app/_client/reading/use-draft'
import { useLease } from '@/app/_client/reading/use-lease'
import { request, sentenceOf } from '@/app/_client/use-request'
import { useToast } from '@/app/_ui'
import type { Assignment, SubmitRequest } from '@/lib/contracts/reading'
import type { ReadingAnswer } from '@/lib/domain/reading'
import { type DraftContent, holdsWork } from '@/lib/editor/drafts/draft'
import type { Courier } from '@/lib/editor/outbox/courier'
import type { DeskItem } from './desk-item'
import { GradeScreen } from './grade-screen'
import { LeaveDialog } from './leave-dialog'
import { MarksScreen } from './marks-screen'
import { PatchesScreen } from './patches-screen'
import { SkipDialog } from './skip-dialog'

type DeskProps = {
  userId: string
  assignment: Assignment
  isFresh: boolean
  courier: Courier | null
  isBusy: boolean
  onSubmit: (request: SubmitRequest) => void
  onSkipped: () => void
}

/**
 * From the blind stage to the revealed one the photograph stays where it is, zoom and all: what was on the desk stays until
 * the draft of the new stage is open.
 */
export function Desk(props: DeskProps) {
  const { assignment } = props
  const draft = useDraft(props.userId, assignment)
  const [shown, setShown] = useState<{ assignment: Assignment; draft: OpenDraft }>()
  if (draft?.head.stage === assignment.stage && shown?.draft !== draft) setShown({ assignment, draft })
  if (!shown) return <div className="size-full bg-[#050506]" aria-busy />
  return <OpenDesk {...props} {...shown} isBusy={props.isBusy || shown.assignment.stage !== assignment.stage} />
}

type Question = 'none' | 'skip' | 'leave' | 'keys'

function OpenDesk({
  assignment,
  isFresh,
  courier,
  isBusy,
  onSubmit,
  onSkipped,
  draft,
}: DeskProps & { draft: OpenDraft }) {
  const lease = useLease(assignment, draft, isFresh)
  const router = useRouter()
  const toast = useToast()
  const [question, setQuestion] = useState<Question>('none')
  const latest = useRef<{ draft: OpenDraft; content: DraftContent | null }>({ draft, content: draft.content })
  if (latest.current.draft !== draft) latest.current = { draft, content: draft.content }
  const { leaseId } = assignment

  const act = useCallback(
    async (body: { action: 'giveBack' } | { action: 'skip'; reason: string }, after: () => void) => {
      try {
        await request('POST', `/api/leases/${leaseId}`, body)
        after()
      } catch (failure) {
        toast(sentenceOf(failure), 'danger')
      }
    },
    [leaseId, toast],
  )
  const toQueue = useCallback(() => router.push('/queue'), [router])
  const giveBack = useCallback(() => act({ action: 'giveBack' }, toQueue), [act, toQueue])

  const item: DeskItem = {
    assignment,
    restored: draft.content,
    lease,
    draft,
    courier,
    isSending: isBusy,
    isBusy: isBusy || question !== 'none',
    areKeysShown: question === 'keys',
    keep: (next) => {
      latest.current.content = next
      draft.save(next, lease.worked())
    },
    submit: (answer: ReadingAnswer) => {
      const { readingId: id, stage, startedAt } = draft.head
      onSubmit({ id, leaseId, stage, answer, secondsSpent: lease.secondsSpent(), startedAt })
    },
    skip: () => setQuestion('skip'),
    leave: () => {
      const { content } = latest.current
      if (content && holdsWork(content)) setQuestion('leave')
      else void giveBack()
    },
    showKeys: (areShown) => setQuestion(areShown ? 'keys' : 'none'),
  }
  const close = () => setQuestion('none')
  return (
    <>
      <Screen item={item} />
      <SkipDialog
        open={question === 'skip'}
        onClose={close}
        onSkip={(reason) => {
          close()
          void act({ action: 'skip', reason }, onSkipped)
        }}
      />
      <LeaveDialog
        open={question === 'leave'}
        left={lease.left}
        onClose={close}
        onLater={toQueue}
        onGiveBack={() => {
          close()
          void giveBack()
        }}
      />
    </>
  )
}

function Screen({ item }: { item: DeskItem }) {
  switch (item.assignment.task) {
    case 'marks':
      return <MarksScreen item={item} />
    case 'patches':
      return <PatchesScreen item={item} />
    case 'grade':
      return <GradeScreen item={item} />
  }
}
