'use client'
/** Signing: the reason, *unresolved* as a valid end, and the sentence that one signs. A decided case shows what was signed. */
import type { RefObject } from 'react'
import { Badge, Button, Checkbox, Field, Key, Notice, TextArea, When } from '@/app/_ui'
import type { CaseView } from '@/lib/contracts/adjudication'
import { gradeName } from '@/lib/editor/grade/grade-session'
import type { DecisionForm } from './use-decision'

const reasonLengthMax = 2000

type DecisionFootProps = {
  form: DecisionForm
  signerName: string
  /** `that …` */
  statement: string
  reason: RefObject<HTMLTextAreaElement | null>
}

export function DecisionFoot({ form, signerName, statement, reason }: DecisionFootProps) {
  return (
    <footer className="grid gap-3 border-line border-t px-4 pt-3 pb-4">
      {form.failure && <Notice tone="danger">{form.failure}</Notice>}
      <div className="relative">
        <Field label="Reason">
          {(attributes) => (
            <TextArea
              {...attributes}
              ref={reason}
              rows={2}
              required
              maxLength={reasonLengthMax}
              placeholder="Press R to write; Esc goes back to the keys"
              value={form.reason}
              onChange={(event) => form.writeReason(event.target.value)}
            />
          )}
        </Field>
        <Checkbox
          className="absolute top-0 right-0 text-[13px]"
          label={
            <>
              Cannot be resolved <Key>X</Key>
            </>
          }
          checked={form.isUnresolved}
          onChange={form.toggleUnresolved}
        />
      </div>
      <p className="text-[13px] text-ink-muted">
        You sign as <span className="text-ink">{signerName}</span>, adjudicator, {statement} Name, time and reason are
        kept and cannot be changed.
      </p>
      <Button
        variant="primary"
        keys="Ctrl ⏎"
        className="w-full"
        disabled={form.missing !== null}
        busy={form.isBusy}
        onClick={form.sign}
      >
        {form.missing ?? (form.isUnresolved ? 'Sign as unresolved' : 'Sign, and the next case')}
      </Button>
    </footer>
  )
}

export function DecidedFoot({ decision }: { decision: CaseView['decision'] }) {
  if (!decision) {
    return (
      <p className="border-line border-t px-4 py-4 text-ink-muted text-sm">Open. Only an adjudicator can decide it.</p>
    )
  }
  return (
    <footer className="grid gap-2 border-line border-t px-4 py-4 text-sm">
      <div className="flex flex-wrap items-center gap-3">
        {decision.outcome === 'agreed' ? <Badge tone="good">agreed</Badge> : <Badge tone="warning">unresolved</Badge>}
        <span className="text-ink-muted">
          signed by {decision.by}, <When at={decision.at} />
        </span>
      </div>
      {decision.label?.task === 'grade' && <p className="font-medium">{gradeName(decision.label.grade)}</p>}
      <p>{decision.reason}</p>
    </footer>
  )
}
