/** What is mine to read, a card for each study and task, the one in hand first. */
import { BookOpen, CircleCheck } from 'lucide-react'
import type { Metadata } from 'next'
import { requireContext } from '@/app/_server'
import { EmptyState, Page, PageHeader, Panel } from '@/app/_ui'
import { queueOverview } from '@/lib/services/queue-overview'
import { QueueCards } from './queue-cards'
import { WaitingAnswers } from './waiting-answers'

export const metadata: Metadata = { title: 'Queue' }

export default async function QueuePage() {
  const context = await requireContext(['observer', 'adjudicator'])
  const entries = await queueOverview(context)
  const left = entries.reduce((sum, entry) => sum + entry.left, 0)
  const done = entries.reduce((sum, entry) => sum + entry.done, 0)
  return (
    <Page>
      <PageHeader title="Your queue" description={describe(entries.length, done, left)} />
      <WaitingAnswers userId={context.actor.userId ?? ''} />
      {entries.length === 0 && (
        <Panel>
          <EmptyState icon={BookOpen} title="Nothing to read yet">
            {context.actor.observerId === null
              ? 'You are not registered as a reader. Ask an administrator to give you a qualification.'
              : 'You see photographs here as soon as a researcher has added you to a study that has some. Ask them to.'}
          </EmptyState>
        </Panel>
      )}
      {entries.length > 0 && left === 0 && (
        <Panel>
          <EmptyState icon={CircleCheck} title="All read">
            Nothing more is asked of you at the moment. If others disagree, or new photographs come, they appear here.
          </EmptyState>
        </Panel>
      )}
      <QueueCards entries={entries} />
    </Page>
  )
}

function describe(entries: number, done: number, left: number): string {
  if (entries === 0) return 'Photographs that you are asked to read appear here.'
  return `${left.toLocaleString('en')} to read, ${done.toLocaleString('en')} done. You read blind: nobody's answers are shown before yours.`
}
