'use client'
/** Patch after patch: what each holds, by number key. All crops come from one picture, so the next one is already there. */
import { useEffect, useMemo, useRef, useState } from 'react'
import { PanelPart } from '@/app/_client/panel/panel-part'
import { PatchAnswers } from '@/app/_client/panel/patch-answers'
import { PatchStrip } from '@/app/_client/panel/patch-strip'
import { leaseImages } from '@/app/_client/photograph/images'
import { PatchCrop } from '@/app/_client/photograph/patch-crop'
import { PatchMap } from '@/app/_client/photograph/patch-map'
import { KeyTable } from '@/app/_client/reading/key-table'
import { useActions } from '@/app/_client/reading/use-actions'
import { viewStore } from '@/app/_client/reading/view-store'
import { useStore } from '@/app/_client/use-store'
import { Button } from '@/app/_ui'
import { type PatchesContext, patchActions } from '@/lib/editor/actions/screens'
import { createPatchEditor } from '@/lib/editor/patches/patch-editor'
import {
  answeredCount,
  currentAnswer,
  currentIndex,
  isComplete,
  knownAnswers,
  newPatchSession,
  toPatchesAnswer,
} from '@/lib/editor/patches/patch-session'
import type { DeskItem } from './desk-item'
import { PaceAndView } from './pace-and-view'
import { PatchesDone } from './patches-done'
import { ReadingLayout } from './reading-layout'

export function PatchesScreen({ item }: { item: DeskItem }) {
  const { assignment } = item
  const { photograph, grid } = assignment
  const patches = usePatches(item)
  const view = viewStore()
  const options = useStore(view)
  const session = useStore(patches.state).history.present
  const images = useMemo(() => leaseImages(assignment.leaseId), [assignment.leaseId])
  const index = currentIndex(session)

  const submit = () => {
    const answer = toPatchesAnswer(session)
    if (answer) item.submit(answer)
  }
  const isReady = !item.isBusy && isComplete(session)
  const context: PatchesContext = {
    patches,
    view,
    room: {
      isReady: () => isReady,
      submit: () => isReady && submit(),
      skip: item.skip,
      leave: item.leave,
      showKeys: () => item.showKeys(true),
    },
  }
  useActions(patchActions, context, !item.isBusy)

  const open = session.indices.length - answeredCount(session)
  return (
    <ReadingLayout
      item={item}
      photograph={
        <div className="grid h-full grid-rows-[minmax(0,1fr)_auto] gap-3 p-4 [container-type:size]" data-theme="dark">
          <div className="mx-auto grid aspect-square h-full max-w-full place-content-stretch">
            {index === undefined ? (
              <PatchesDone session={session} />
            ) : (
              <PatchCrop
                photograph={photograph}
                grid={grid}
                index={index}
                images={images}
                isContrast={options.isContrast}
                spans={options.spans}
                label={`Patch ${session.at + 1} of ${session.indices.length} with its surroundings`}
              />
            )}
          </div>
          <PatchStrip session={session} onGoTo={patches.goTo} />
        </div>
      }
      submit={
        <Button
          variant="primary"
          keys="Ctrl ⏎"
          className="w-full"
          disabled={!isReady}
          busy={item.isSending}
          onClick={submit}
        >
          {open > 0 ? `${open} still open` : `Submit ${session.indices.length} patches`}
        </Button>
      }
    >
      <PanelPart
        title={
          <span aria-live="polite" className="figures">
            {index === undefined
              ? `${session.indices.length} patches`
              : `Patch ${session.at + 1} of ${session.indices.length}`}
          </span>
        }
      >
        <div className="mx-auto w-40 [@media(max-height:830px)]:w-24">
          <PatchMap src={images.plain800} grid={grid} index={index} />
        </div>
      </PanelPart>
      <PatchAnswers
        answer={currentAnswer(session)}
        disabled={item.isBusy || index === undefined}
        onKind={(kind) => patches.kind(kind, false)}
        onNormal={patches.normal}
      />
      <PaceAndView context={context} />
      <KeyTable actions={patchActions} open={item.areKeysShown} onClose={() => item.showKeys(false)} />
    </ReadingLayout>
  )
}

/** The answers of this item, for as long as it is on the desk; every answer goes into the draft. */
function usePatches(item: DeskItem) {
  const { assignment, restored } = item
  const [editor] = useState(() => {
    const known = restored?.task === 'patches' ? restored.known : []
    const session = newPatchSession(assignment.patchIndices, new Map(known.map(({ index, kinds }) => [index, kinds])))
    return createPatchEditor(session, viewStore().get().isQuick)
  })
  const keep = useRef(item.keep)
  keep.current = item.keep
  useEffect(() => {
    let kept = editor.session().answers
    return editor.state.subscribe(() => {
      const { isQuick } = editor.state.get()
      const view = viewStore()
      if (view.get().isQuick !== isQuick) view.set({ ...view.get(), isQuick })
      if (editor.session().answers === kept) return
      kept = editor.session().answers
      keep.current({ task: 'patches', known: knownAnswers(editor.session()) })
    })
  }, [editor])
  return editor
}
