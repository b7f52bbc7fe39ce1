'use client'
/** A case about marks or patches: everybody's marks on the photograph, and the disputed patches to be decided one by one. */
import { useRouter } from 'next/navigation'
import { useEffect, useMemo, useRef, useState } from 'react'
import { PanelPart } from '@/app/_client/panel/panel-part'
import { PatchAnswers } from '@/app/_client/panel/patch-answers'
import { spell } from '@/app/_client/panel/patch-strip'
import { photographImages } from '@/app/_client/photograph/images'
import { PhotographView } from '@/app/_client/photograph/photograph-view'
import { KeyTable } from '@/app/_client/reading/key-table'
import { useActions } from '@/app/_client/reading/use-actions'
import { useLooking } from '@/app/_client/reading/use-looking'
import { useStore } from '@/app/_client/use-store'
import type { CaseView } from '@/lib/contracts/adjudication'
import { type CasePatchContext, casePatchActions } from '@/lib/editor/actions/screens'
import { patchOnPhotograph } from '@/lib/editor/geometry/grid-overlay'
import { currentAnswer, isPast } from '@/lib/editor/patches/patch-session'
import { CaseLayout } from './case-layout'
import { DecidedFoot, DecisionFoot } from './decision-foot'
import { DisputedPatch } from './disputed-patch'
import { DisputedStrip } from './disputed-strip'
import { ObserverToggles } from './observer-toggles'
import type { Signer } from './signer'
import type { OpenCaseDraft } from './use-case-draft'
import { disputedAt, lookOnly, useCasePatches } from './use-case-patches'
import { useDecision } from './use-decision'

type CasePatchScreenProps = { found: CaseView; signer: Signer | null; draft: OpenCaseDraft }

export function CasePatchScreen({ found, signer, draft }: CasePatchScreenProps) {
  const { patches, hidden, current, overlay } = useCasePatches(found, draft)
  const session = useStore(patches.state).history.present
  const away = useStore(hidden)
  const { context: looking, attributes } = useLooking()
  const { surface, isContrast } = attributes
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
  }, [disputed, session.at, current, found, surface])

  const toggleObserver = (letter: string) => {
    const next = new Set(hidden.get())
    if (!next.delete(letter)) next.add(letter)
    hidden.set(next)
  }
  const context: CasePatchContext = {
    patches: signer ? patches : lookOnly(patches),
    ...looking,
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
        <div className="grid h-full grid-rows-[minmax(0,1fr)_auto] grid-cols-[minmax(0,1fr)]" data-theme="dark">
          <PhotographView
            {...attributes}
            photograph={found.photograph}
            images={images}
            label={`Photograph with the answers of ${letters.length} observers`}
            overlay={overlay}
            onClick={(place) => {
              const at = disputedAt(found, place)
              if (at !== undefined) patches.goTo(at)
            }}
          />
          <DisputedStrip
            found={found}
            session={session}
            images={images}
            isContrast={isContrast}
            onGoTo={patches.goTo}
          />
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
      <DisputedPatch
        found={found}
        session={session}
        images={images}
        isContrast={isContrast}
        onTake={signer ? patches.answer : undefined}
      />
      {!signer && found.decision && disputed && currentAnswer(session) && (
        <PanelPart title="Decided">
          <p className="text-sm">{spell(currentAnswer(session))}</p>
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
