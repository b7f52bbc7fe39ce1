'use client'
/** How fast the patches go by, and how they are shown. */
import { Contrast, FastForward, ZoomIn, ZoomOut } from 'lucide-react'
import { KeyedButton } from '@/app/_client/panel/keyed-button'
import { PanelPart } from '@/app/_client/panel/panel-part'
import { perform } from '@/app/_client/reading/use-actions'
import { useStore } from '@/app/_client/use-store'
import { patchPace } from '@/lib/editor/actions/patches/patch-pace'
import type { PatchesContext } from '@/lib/editor/actions/screens'
import { lessAround, moreAround } from '@/lib/editor/actions/view/surroundings'
import { toggleContrast } from '@/lib/editor/actions/view/toggle-contrast'

export function PaceAndView({ context }: { context: PatchesContext }) {
  const view = useStore(context.view)
  const { isQuick } = useStore(context.patches.state)
  return (
    <PanelPart title="View and pace" isQuiet>
      <div className="grid grid-cols-4 gap-1.5">
        <KeyedButton
          label="Contrast"
          caps="C"
          icon={Contrast}
          isOn={view.isContrast}
          onPress={() => perform(toggleContrast, context)}
        />
        <KeyedButton label="Closer" caps="+" icon={ZoomIn} onPress={() => perform(lessAround, context)} />
        <KeyedButton label="Around" caps="−" icon={ZoomOut} onPress={() => perform(moreAround, context)} />
        <KeyedButton
          label="Quick"
          caps="A"
          icon={FastForward}
          isOn={isQuick}
          onPress={() => perform(patchPace, context)}
        />
      </div>
      <p className="mt-2 text-[13px] text-ink-muted">
        {isQuick
          ? 'A number answers and goes on; with Shift it adds a kind and stays.'
          : 'Numbers choose kinds, Enter goes on; 0 or Space is normal and goes on.'}
      </p>
    </PanelPart>
  )
}
