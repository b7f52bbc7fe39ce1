'use client'
/** Marks on the whole photograph. The editor lives beside React; the panel listens to the parts of it that it shows. */
import { useMemo, useRef, useState } from 'react'
import { leaseImages } from '@/app/_client/photograph/images'
import { PhotographView } from '@/app/_client/photograph/photograph-view'
import { KeyTable } from '@/app/_client/reading/key-table'
import { useActions } from '@/app/_client/reading/use-actions'
import { viewStore } from '@/app/_client/reading/view-store'
import { usePicked, useStore } from '@/app/_client/use-store'
import { Button } from '@/app/_ui'
import { type MarksContext, marksActions } from '@/lib/editor/actions/screens'
import type { Surface } from '@/lib/editor/canvas/surface'
import { patchOnPhotograph, patchUnder } from '@/lib/editor/geometry/grid-overlay'
import { currentMarks, type MarksState } from '@/lib/editor/marks/marks-state'
import { tools } from '@/lib/editor/tools/tools'
import type { DeskItem } from './desk-item'
import { KindList } from './kind-list'
import { MarkList } from './mark-list'
import { NormalDialog } from './normal-dialog'
import { ReadingLayout } from './reading-layout'
import { ToolRow } from './tool-row'
import { useMarks, useSelectionInSight } from './use-marks'
import { ViewRow } from './view-row'

const pointerKeys = [
  { label: 'Closer, farther', caps: ['Wheel'] },
  { label: 'Move the photograph', caps: ['Space', 'Drag'] },
  { label: 'Circle or square', caps: ['Shift', 'Drag'] },
  { label: 'From the centre', caps: ['Alt', 'Drag'] },
  { label: 'Select a mark while drawing', caps: ['Click'] },
]

const pickMarks = (state: MarksState) => currentMarks(state)
const pickTool = (state: MarksState) => state.tool

export function MarksScreen({ item }: { item: DeskItem }) {
  const { assignment } = item
  const { editor, hovered, grid, overlay } = useMarks(item)
  const view = viewStore()
  const options = useStore(view)
  const marks = usePicked(editor.state, pickMarks)
  const tool = usePicked(editor.state, pickTool)
  const surface = useRef<Surface | null>(null)
  const images = useMemo(() => leaseImages(assignment.leaseId), [assignment.leaseId])
  const [isNormalAsked, setNormalAsked] = useState(false)

  const submit = () => item.submit({ task: 'marks', marks: [...editor.marks()] })
  const context: MarksContext = {
    editor,
    view,
    surface: () => surface.current,
    room: {
      isReady: () => !item.isBusy,
      submit: () => (editor.marks().length === 0 ? setNormalAsked(true) : submit()),
      skip: item.skip,
      leave: item.leave,
      showKeys: () => item.showKeys(true),
    },
  }
  useActions(marksActions, context, !item.isBusy)
  useSelectionInSight(editor, surface)

  const count = marks.length
  return (
    <ReadingLayout
      item={item}
      photograph={
        <PhotographView
          photograph={assignment.photograph}
          images={images}
          isContrast={options.isContrast}
          label={`Photograph of a retina with ${count} ${count === 1 ? 'mark' : 'marks'} of yours`}
          cursor={tools[tool].cursor}
          overlay={overlay}
          surface={surface}
          onPointer={item.isBusy ? undefined : editor.point}
          onCancel={editor.cancel}
          onHover={(place) => {
            const frame = { fov: assignment.photograph, grid: assignment.grid }
            const index = place && options.isGridShown ? patchUnder(place, frame, grid) : undefined
            hovered.set(index === undefined ? null : { place: patchOnPhotograph(index, frame), isStrong: true })
          }}
        />
      }
      submit={
        <Button variant="primary" keys="Ctrl ⏎" className="w-full" busy={item.isSending} onClick={context.room.submit}>
          {count === 0 ? 'No lesions – submit as normal' : `Submit ${count} ${count === 1 ? 'mark' : 'marks'}`}
        </Button>
      }
    >
      <ToolRow context={context} tool={tool} />
      <KindList context={context} marks={marks} />
      <ViewRow context={context} />
      <MarkList context={context} marks={marks} surface={surface} />
      <NormalDialog
        open={isNormalAsked}
        onClose={() => setNormalAsked(false)}
        onConfirm={() => {
          setNormalAsked(false)
          submit()
        }}
      />
      <KeyTable
        actions={marksActions}
        more={pointerKeys}
        open={item.areKeysShown}
        onClose={() => item.showKeys(false)}
      />
    </ReadingLayout>
  )
}
