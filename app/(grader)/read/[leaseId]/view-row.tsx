'use client'
/** What is shown with the photograph: contrast, grid, marks. */
import { Contrast, Eye, EyeOff, Grid3x3 } from 'lucide-react'
import { KeyedButton } from '@/app/_client/panel/keyed-button'
import { PanelPart } from '@/app/_client/panel/panel-part'
import { perform } from '@/app/_client/reading/use-actions'
import { usePicked, useStore } from '@/app/_client/use-store'
import { toggleMarks } from '@/lib/editor/actions/marks/toggle-marks'
import type { MarksContext } from '@/lib/editor/actions/screens'
import { toggleContrast } from '@/lib/editor/actions/view/toggle-contrast'
import { toggleGrid } from '@/lib/editor/actions/view/toggle-grid'
import type { MarksState } from '@/lib/editor/marks/marks-state'

const pickShown = (state: MarksState) => state.areMarksShown

export function ViewRow({ context }: { context: MarksContext }) {
  const view = useStore(context.view)
  const areShown = usePicked(context.editor.state, pickShown)
  return (
    <PanelPart title="View" isQuiet>
      <div className="grid grid-cols-3 gap-1.5">
        <KeyedButton
          label="Contrast"
          caps="C"
          icon={Contrast}
          isOn={view.isContrast}
          onPress={() => perform(toggleContrast, context)}
        />
        <KeyedButton
          label="Grid"
          caps="G"
          icon={Grid3x3}
          isOn={view.isGridShown}
          onPress={() => perform(toggleGrid, context)}
        />
        <KeyedButton
          label={areShown ? 'Hide marks' : 'Marks hidden'}
          caps="H"
          icon={areShown ? Eye : EyeOff}
          isOn={!areShown}
          onPress={() => perform(toggleMarks, context)}
        />
      </div>
    </PanelPart>
  )
}
