'use client'
/** A photograph without marks is a statement: somebody looked at all of it and saw nothing. It is asked for, never assumed. */
import { focusFirst } from '@/app/_client/focus-first'
import { Button, Dialog } from '@/app/_ui'

export function NormalDialog(props: { open: boolean; onClose: () => void; onConfirm: () => void }) {
  return (
    <Dialog title="No lesions?" open={props.open} onClose={props.onClose}>
      <div className="grid gap-5 text-sm">
        <p>
          You have drawn no mark. Submitting says that you looked at the whole photograph and that it shows no lesion.
        </p>
        <div className="flex gap-2">
          <Button variant="primary" onClick={props.onConfirm} keys="⏎" ref={focusFirst}>
            Submit as normal
          </Button>
          <Button onClick={props.onClose} keys="Esc">
            Look again
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
