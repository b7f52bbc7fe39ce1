'use client'
/** Nothing lies on the desk: why, the way back, and whether every answer has reached the server. */
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { focusNow } from '@/app/_client/focus-first'
import { SaveStatus } from '@/app/_client/reading/save-status'
import { nothingToKeep } from '@/app/_client/reading/use-draft'
import { ButtonLink, EmptyState } from '@/app/_ui'
import type { Courier } from '@/lib/editor/outbox/courier'

type EmptyDeskProps = {
  icon: LucideIcon
  title: string
  courier: Courier | null
  /** Answers given since the page was opened. */
  doneHere?: number
  children: ReactNode
}

export function EmptyDesk({ icon, title, courier, doneHere = 0, children }: EmptyDeskProps) {
  return (
    <div className="grid min-h-dvh place-content-center justify-items-center">
      <EmptyState
        icon={icon}
        title={title}
        as="h1"
        action={
          <ButtonLink href="/queue" variant="primary" ref={focusNow}>
            To my queue
          </ButtonLink>
        }
      >
        {doneHere > 0 ? `You answered ${doneHere} just now. ` : ''}
        {children}
      </EmptyState>
      <SaveStatus courier={courier} draft={nothingToKeep} />
    </div>
  )
}
