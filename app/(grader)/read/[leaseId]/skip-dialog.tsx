'use client'
/** Why an item is left to others. The usual reasons have a key of their own; another one can be written. */
import { useState } from 'react'
import { focusFirst } from '@/app/_client/focus-first'
import { Button, Dialog, Field, Key, TextInput } from '@/app/_ui'

const usualReasons = [
  'Not a photograph of a retina, or the wrong one',
  'The picture does not load or is damaged',
  'I know this patient',
  'I am not sure enough about this one',
]
const reasonLengthMin = 3

type SkipDialogProps = { open: boolean; onClose: () => void; onSkip: (reason: string) => void }

export function SkipDialog({ open, onClose, onSkip }: SkipDialogProps) {
  const [reason, setReason] = useState('')
  return (
    <Dialog title="Skip this one" open={open} onClose={onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: number keys only repeat what the buttons inside do */}
      <div
        className="grid gap-4"
        onKeyDown={(event) => {
          if (event.target instanceof HTMLInputElement) return
          const usual = usualReasons[Number(event.key) - 1]
          if (usual) onSkip(usual)
        }}
      >
        <p className="text-ink-muted text-sm">Somebody else will read it; it does not come back to you.</p>
        <ul className="grid gap-2">
          {usualReasons.map((usual, i) => (
            <li key={usual}>
              <Button
                className="w-full justify-start"
                ref={i === 0 ? focusFirst : undefined}
                onClick={() => onSkip(usual)}
              >
                <Key>{String(i + 1)}</Key> {usual}
              </Button>
            </li>
          ))}
        </ul>
        <form
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            if (reason.trim().length >= reasonLengthMin) onSkip(reason.trim())
          }}
        >
          <Field label="Another reason" className="flex-1">
            {(attributes) => (
              <TextInput {...attributes} value={reason} maxLength={400} onChange={(e) => setReason(e.target.value)} />
            )}
          </Field>
          <Button type="submit" disabled={reason.trim().length < reasonLengthMin}>
            Skip
          </Button>
        </form>
      </div>
    </Dialog>
  )
}
