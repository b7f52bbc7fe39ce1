'use client'
/** A case about marks or patches: everybody's marks on the photograph, and the disputed patches to be decided one by one. */
import { useRouter } from 'next/navigation'
import { useEffect, useMemo, useRef, useState } from 'react'
import { PanelPart } from '@/app/_client/panel/panel-part'
import { PatchAnswers } from '@/app/_client/panel/patch-answers'
import { PatchStrip } from '@/app/_client/panel/patch-strip'
import { photographImages } from '@/app/_client/photograph/images'
import { PatchCrop } from '@/app/_client/photograph/patch-crop'
import { PhotographView } from '@/app/_client/photograph/photograph-view'
import { KeyTable } from '@/app/_client/reading/key-table'
import { perform, useActions } from '@/app/_client/reading/use-actions'
import { viewStore } from '@/app/_client/reading/view-store'
import { useStore } from '@/app/_client/use-store'
import type { CaseView } from '@/lib/contracts/adjudication'
import { type CasePatchContext, casePatchActions } from '@/lib/editor/actions/screens'
import { toggleContrast } from '@/lib/editor/actions/view/toggle-contrast'
import { caseOverlay } from '@/lib/editor/canvas/case-overlay'
import type { Surface } from '@/lib/editor/canvas/surface'
import { gridOverlay, patchOnPhotograph } from '@/lib/editor/geometry/grid-overlay'
import { observerLook } from '@/lib/editor/look/observer-looks'
import { createPatchEditor, type PatchEditor } from '@/lib/editor/patches/patch-editor'
import { currentAnswer, isPast, newPatchSession } from '@/lib/editor/patches/patch-session'
import { createStore } from '@/lib/editor/store'
import type { Signer } from './case-desk'
import { CaseLayout } from './case-layout'
import { DecidedFoot, DecisionFoot } from './decision-foot'
import { ObserverToggles } from './observer-toggles'
import type { OpenCaseDraft } from './use-case-draft'
import { useDecision } from './use-decision'
import { WhoSaidWhat } from './who-said-what'

type CasePatchScreenProps = { found: CaseView; signer: Signer | null; draft: OpenCaseDraft }

export function CasePatchScreen({ found, signer, draft }: CasePatchScreenProps) {
  const { patches, hidden, current, overlay } = useCase(found, draft)
  const session = useStore(patches.state).history.present
  const away = useStore(hidden)
  const view = viewStore()
  const { isContrast } = useStore(view)
  const surface = useRef<Surface | null>(null)
  const reason = useRef<HTMLTextAreaElement>(null)
  const [areKeysShown, showKeys] = useState(false)
  const router = useRouter()
  const images = useMemo(() => photographImages(found.photographId), [found.photographId])
  const letters = useMemo(() => found.answers.map(({ letter }) => letter), [found.answers])
  const actions = useMemo(() => casePatchActions(letters), [letters])
  const form = useDecision(found.id, found.number, draft, { task: 'patches', session })
  const disputed = isPast(session) ? undefined : found.disputed[session.at]

  useEffect(() => {
    current.set(disputed ? session.at : null)
    if (disputed) surface.current?.focus(patchOnPhotograph(disputed.index, { fov: found.photograph, grid: found.grid }))
  }, [disputed, session.at, current, found])

  const toggleObserver = (letter: string) => {
    const next = new Set(hidden.get())
    if (!next.delete(letter)) next.add(letter)
    hidden.set(next)
  }
  const context: CasePatchContext = {
    patches: signer ? patches : lookOnly(patches),
    view,
    surface: () => surface.current,
    desk: {
      writeReason: () => reason.current?.focus(),
      sign: form.sign,
      toggleUnresolved: form.toggleUnresolved,
      toggleObserver,
      showKeys: () => showKeys(true),
      leave: () => router.push('/cases'),
    },
  }
  useActions(actions, context, !areKeysShown && !form.isBusy)

  return (
    <CaseLayout
      found={found}
      photograph={
        <div className="grid h-full grid-rows-[minmax(0,1fr)_auto]" data-theme="dark">
          <PhotographView
            photograph={found.photograph}
            images={images}
            isContrast={isContrast}
            onContrast={() => perform(toggleContrast, context)}
            label={`Photograph with the answers of ${letters.length} observers`}
            cursor="grab"
            overlay={overlay}
            surface={surface}
          />
          <div className="p-2">
            <PatchStrip session={session} onGoTo={patches.goTo} />
          </div>
        </div>
      }
      foot={
        signer ? (
          <DecisionFoot
            form={form}
            signerName={signer.name}
            statement={
              form.isUnresolved
                ? 'that this case cannot be resolved.'
                : 'that each disputed patch holds what you chose.'
            }
            reason={reason}
          />
        ) : (
          <DecidedFoot decision={found.decision} />
        )
      }
    >
      <ObserverToggles answers={found.answers} hidden={away} onToggle={toggleObserver} />
      {disputed ? (
        <PanelPart
          title={
            <span aria-live="polite" className="figures">
              Disputed patch {session.at + 1} of {session.indices.length}
            </span>
          }
        >
          <div className="grid grid-cols-[8rem_minmax(0,1fr)] gap-4">
            <div className="aspect-square overflow-hidden rounded-control" data-theme="dark">
              <PatchCrop
                photograph={found.photograph}
                grid={found.grid}
                index={disputed.index}
                images={images}
                isContrast={isContrast}
                spans={1.5}
                label="The disputed patch, close"
              />
            </div>
            <WhoSaidWhat kinds={disputed.kinds} letters={letters} onTake={signer ? patches.answer : undefined} />
          </div>
        </PanelPart>
      ) : (
        <PanelPart title="Disputed patches">
          <p className="text-sm">
            {session.indices.length === 0 ? 'None.' : 'All decided. Write the reason and sign, or go back with ⌫.'}
          </p>
        </PanelPart>
      )}
      {signer && disputed && (
        <PatchAnswers
          title="Your decision"
          isCompact
          answer={currentAnswer(session)}
          disabled={form.isBusy || form.isUnresolved}
          onKind={(kind) => patches.kind(kind, true)}
          onNormal={patches.normal}
        />
      )}
      <KeyTable actions={actions} open={areKeysShown} onClose={() => showKeys(false)} />
    </CaseLayout>
  )
}

/** For those who may not decide: they can walk through the patches. */
function lookOnly(patches: PatchEditor): PatchEditor {
  const nothing = () => undefined
  return {
    ...patches,
    kind: nothing,
    normal: patches.goOn,
    clear: nothing,
    answer: nothing,
    undo: nothing,
    redo: nothing,
  }
}

/** What belongs to this case for as long as it is open. */
function useCase(found: CaseView, draft: OpenCaseDraft) {
  const [made] = useState(() => {
    const frame = { fov: found.photograph, grid: found.grid }
    const known = new Map(draft.start.known.map(({ index, kinds }) => [index, kinds]))
    const indices = found.disputed.map(({ index }) => index)
    const start = newPatchSession(indices, known)
    const patches = createPatchEditor(found.decision ? { ...start, at: 0 } : start, false)
    const hidden = createStore<ReadonlySet<string>>(new Set())
    const current = createStore<number | null>(null)
    const observers = found.answers.map(({ letter, answer }, position) => ({
      look: observerLook(letter, position),
      marks: answer.task === 'marks' ? answer.marks : [],
    }))
    const overlay = caseOverlay({
      observers,
      hidden,
      current,
      view: viewStore(),
      disputed: indices.map((index) => patchOnPhotograph(index, frame)),
      grid: gridOverlay(frame).segments,
    })
    return { patches, hidden, current, overlay }
  })
  return made
}
