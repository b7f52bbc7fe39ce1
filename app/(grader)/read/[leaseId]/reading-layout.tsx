'use client'
/** The photograph edge to edge, one quiet panel at its right: what is read on top, the answer in the middle, the way on below. */
import { Clock, CornerUpLeft, Keyboard, SkipForward } from 'lucide-react'
import type { ReactNode } from 'react'
import { SaveStatus } from '@/app/_client/reading/save-status'
import { Button, cx, Notice } from '@/app/_ui'
import type { Assignment } from '@/lib/contracts/reading'
import type { DeskItem } from './desk-item'

const taskNames: Record<Assignment['task'], string> = { marks: 'Lesion marks', patches: 'Patches', grade: 'Grade' }

type ReadingLayoutProps = {
  item: DeskItem
  photograph: ReactNode
  /** The answer; scrolls when there is not enough room. */
  children: ReactNode
  submit: ReactNode
}

export function ReadingLayout({ item, photograph, children, submit }: ReadingLayoutProps) {
  return (
    <div
      data-room
      className="grid h-dvh grid-cols-[minmax(0,1fr)_21rem] max-sm:h-auto max-sm:min-h-dvh max-sm:grid-cols-1 max-sm:grid-rows-[60dvh_auto]"
    >
      <div className="min-h-0 min-w-0 bg-[#050506]">{photograph}</div>
      <aside
        aria-label="Your reading"
        className="flex min-h-0 flex-col border-line border-l bg-panel [@media(max-height:600px)]:overflow-y-auto"
      >
        <PanelHeader assignment={item.assignment} />
        <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain [@media(max-height:600px)]:flex-none [@media(max-height:600px)]:overflow-visible">
          {children}
        </div>
        <PanelFooter item={item} submit={submit} />
      </aside>
    </div>
  )
}

function PanelHeader({ assignment }: { assignment: Assignment }) {
  const { studyName, task, stage, progress } = assignment
  const total = progress.done + progress.left
  return (
    <header className="grid gap-2 border-line border-b px-4 pt-3.5 pb-3">
      <div className="flex items-baseline justify-between gap-3">
        <h1 className="font-semibold text-[15px]">
          {taskNames[task]}
          {task === 'grade' && <span className="font-normal text-ink-muted"> · {stage}</span>}
        </h1>
        <p className="figures text-[13px] text-ink-muted">
          <span className="text-ink">{progress.done}</span> done · {progress.left} left
        </p>
      </div>
      <div
        role="progressbar"
        aria-label={`${studyName}, ${taskNames[task]}`}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={progress.done}
        className="h-1 overflow-hidden rounded-full bg-raised"
      >
        <div className="h-full bg-accent" style={{ width: `${total > 0 ? (100 * progress.done) / total : 0}%` }} />
      </div>
      <p className="truncate text-[13px] text-ink-muted">{studyName}</p>
    </header>
  )
}

function PanelFooter({ item, submit }: { item: DeskItem; submit: ReactNode }) {
  const { lease } = item
  return (
    <footer className="grid gap-3 border-line border-t px-4 pt-3 pb-3.5">
      {lease.lost && (
        <Notice tone="warning">{lease.lost} What you did is kept here; you can still try to submit it.</Notice>
      )}
      {!item.draft.isLasting && (
        <Notice tone="warning">This browser keeps no drafts: submit before you close the page.</Notice>
      )}
      <div className="flex items-center justify-between gap-3">
        <SaveStatus courier={item.courier} draft={item.draft.state} />
        <p
          title="The item is yours for this long; working on it renews it."
          className={cx(
            'figures flex items-center gap-1.5 text-[13px]',
            lease.mood === 'plenty' ? 'text-ink-muted' : 'text-warning',
          )}
        >
          <Clock aria-hidden className="size-4" />
          <span className="sr-only">Yours for another</span>
          {lease.mood === 'over' ? 'time is up' : lease.left}
        </p>
      </div>
      {submit}
      <div className="-mx-1.5 flex justify-between">
        <Button variant="quiet" size="small" icon={CornerUpLeft} keys="Q" onClick={item.leave} disabled={item.isBusy}>
          Queue
        </Button>
        <Button variant="quiet" size="small" icon={SkipForward} keys="S" onClick={item.skip} disabled={item.isBusy}>
          Skip
        </Button>
        <Button variant="quiet" size="small" icon={Keyboard} keys="?" onClick={() => item.showKeys(true)}>
          Keys
        </Button>
      </div>
    </footer>
  )
}
