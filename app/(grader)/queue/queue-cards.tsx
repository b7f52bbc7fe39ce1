'use client'
/** One card a study and task with its one button; Enter starts the first. Starting claims an item and opens the room. */
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { RequestFailure, request } from '@/app/_client/use-request'
import { Badge, Button, Notice, ProgressBar, useToast } from '@/app/_ui'
import type { Assignment, QueueEntry } from '@/lib/contracts/reading'

const taskTexts: Record<QueueEntry['task'], { name: string; about: string; one: string; many: string }> = {
  marks: {
    name: 'Lesion marks',
    about: 'Draw around every lesion on the whole photograph.',
    one: 'photograph',
    many: 'photographs',
  },
  patches: {
    name: 'Patches',
    about: 'Say what each small crop holds, one after another.',
    one: 'set of patches',
    many: 'sets of patches',
  },
  grade: { name: 'Grade', about: 'One ICDR grade for each photograph, blind.', one: 'photograph', many: 'photographs' },
}

const keyOf = (entry: QueueEntry) => `${entry.studyId}/${entry.task}`

export function QueueCards({ entries }: { entries: QueueEntry[] }) {
  const router = useRouter()
  const toast = useToast()
  const [starting, setStarting] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const sorted = [...entries].sort((a, b) => rank(a) - rank(b))
  const first = sorted.find((entry) => entry.left > 0 || entry.isInHand)

  const start = async (entry: QueueEntry) => {
    setStarting(keyOf(entry))
    setFailure(null)
    try {
      const claim = { studyId: entry.studyId, task: entry.task }
      const { assignment } = await request<{ assignment: Assignment | null }>('POST', '/api/readings/claim', claim)
      if (assignment) return router.push(`/read/${assignment.leaseId}`)
      toast('Others are reading what is left here; look again in a while.')
      router.refresh()
    } catch (cause) {
      if (!(cause instanceof RequestFailure)) throw cause
      setFailure(cause.sentence)
    }
    setStarting(null)
  }

  const latest = useRef({ first, start })
  latest.current = { first, start }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isFree =
        event.target === document.body && !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat
      if (event.key !== 'Enter' || !isFree || !latest.current.first) return
      event.preventDefault()
      void latest.current.start(latest.current.first)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  return (
    <>
      {failure && <Notice tone="danger">{failure}</Notice>}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(22rem,100%),1fr))] gap-4">
        {sorted.map((entry) => (
          <Card
            key={keyOf(entry)}
            entry={entry}
            isFirst={entry === first}
            isStarting={starting === keyOf(entry)}
            disabled={starting !== null}
            onStart={() => start(entry)}
          />
        ))}
      </ul>
    </>
  )
}

/** In hand first, then what has something left, then what is finished. */
const rank = (entry: QueueEntry) => (entry.isInHand ? 0 : entry.left > 0 ? 1 : 2)

type CardProps = { entry: QueueEntry; isFirst: boolean; isStarting: boolean; disabled: boolean; onStart: () => void }

function Card({ entry, isFirst, isStarting, disabled, onStart }: CardProps) {
  const { name, about, one, many } = taskTexts[entry.task]
  const total = entry.done + entry.left
  const isFinished = entry.left === 0 && !entry.isInHand
  return (
    <li className="grid content-between gap-5 rounded-panel border border-line bg-panel p-5">
      <div className="grid gap-1.5">
        <div className="flex items-start justify-between gap-3">
          <h2 className="font-semibold text-[15px]">{name}</h2>
          {isFinished ? <Badge tone="good">all read</Badge> : entry.isInHand && <Badge tone="accent">in hand</Badge>}
        </div>
        <p className="truncate text-[13px] text-ink-muted">{entry.studyName}</p>
        <p className="text-sm text-ink-muted">{about}</p>
      </div>
      <div className="grid gap-4">
        <ProgressBar
          label={isFinished ? 'Finished' : `${entry.left.toLocaleString('en')} ${entry.left === 1 ? one : many} left`}
          value={entry.done}
          max={total}
          detail={`${entry.done} of ${total}`}
        />
        {!isFinished && (
          <Button
            variant={isFirst ? 'primary' : 'outline'}
            keys={isFirst ? '⏎' : undefined}
            busy={isStarting}
            disabled={disabled}
            onClick={onStart}
          >
            {entry.isInHand ? 'Go on' : 'Start'}
          </Button>
        )}
      </div>
    </li>
  )
}
