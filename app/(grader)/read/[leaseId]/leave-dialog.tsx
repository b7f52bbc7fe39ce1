'use client'
/** Leaving with something done: keep it on this computer for later, or give the item back to others. */
import { focusFirst } from '@/app/_client/focus-first'
import { Button, Dialog } from '@/app/_ui'

type LeaveDialogProps = {
  open: boolean
  /** Time left on the lease, spelt. */
  left: string
  onClose: () => void
  onLater: () => void
  onGiveBack: () => void
}

export function LeaveDialog({ open, left, onClose, onLater, onGiveBack }: LeaveDialogProps) {
  return (
    <Dialog title="Leave this one unfinished?" open={open} onClose={onClose}>
      <div className="grid gap-5 text-sm">
        <p>
          What you have done is kept on this computer. If you keep the item, it is yours for another {left}; after that
          somebody else may be handed it.
        </p>
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" onClick={onLater} ref={focusFirst}>
            Keep it for later
          </Button>
          <Button onClick={onGiveBack}>Give it back</Button>
          <Button variant="quiet" onClick={onClose}>
            Go on reading
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
