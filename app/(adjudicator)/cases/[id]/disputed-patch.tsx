'use client'
/** The disputed patch that is being decided: close, and who said what about it. */
import { PanelPart } from '@/app/_client/panel/panel-part'
import type { PhotographImages } from '@/app/_client/photograph/images'
import { PatchCrop } from '@/app/_client/photograph/patch-crop'
import type { CaseView } from '@/lib/contracts/adjudication'
import type { LesionKind } from '@/lib/domain/lesion'
import type { PatchSession } from '@/lib/editor/patches/patch-session'
import { WhoSaidWhat } from './who-said-what'

type DisputedPatchProps = {
  found: CaseView
  session: PatchSession
  images: PhotographImages
  isContrast: boolean
  /** Absent: only to look at. */
  onTake?: (kinds: readonly LesionKind[]) => void
}

export function DisputedPatch({ found, session, images, isContrast, onTake }: DisputedPatchProps) {
  const disputed = found.disputed[session.at]
  if (!disputed) {
    return (
      <PanelPart title="Disputed patches">
        <p className="text-sm">
          {session.indices.length === 0 ? 'None.' : 'All decided. Write the reason and sign, or go back with ⌫.'}
        </p>
      </PanelPart>
    )
  }
  const title = (
    <span aria-live="polite" className="figures">
      Disputed patch {session.at + 1} of {session.indices.length}
    </span>
  )
  return (
    <PanelPart title={title}>
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
        <WhoSaidWhat kinds={disputed.kinds} letters={found.answers.map(({ letter }) => letter)} onTake={onTake} />
      </div>
    </PanelPart>
  )
}
