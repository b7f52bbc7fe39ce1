'use client'
/** What a patch holds: normal, or any of the nine kinds. */
import { KindGlyph } from '@/app/_client/photograph/kind-glyph'
import { cx, Key } from '@/app/_ui'
import type { LesionKind } from '@/lib/domain/lesion'
import { kindLooks } from '@/lib/editor/look/kind-looks'
import type { PatchAnswer } from '@/lib/editor/patches/patch-session'
import { PanelPart } from './panel-part'

type PatchAnswersProps = {
  answer: PatchAnswer
  disabled?: boolean
  onKind: (kind: LesionKind) => void
  onNormal: () => void
}

export function PatchAnswers({ answer, disabled, onKind, onNormal }: PatchAnswersProps) {
  return (
    <PanelPart title="What it holds">
      <ul className="-mx-2 grid">
        <Choice number="0" label="Normal" isOn={answer?.length === 0} disabled={disabled} onPress={onNormal} />
        {kindLooks.map((look) => (
          <Choice
            key={look.kind}
            number={String(look.number)}
            label={look.label}
            kind={look.kind}
            isOn={answer?.includes(look.kind) ?? false}
            disabled={disabled}
            onPress={() => onKind(look.kind)}
          />
        ))}
      </ul>
    </PanelPart>
  )
}

type ChoiceProps = {
  number: string
  label: string
  kind?: LesionKind
  isOn: boolean
  disabled?: boolean
  onPress: () => void
}

function Choice({ number, label, kind, isOn, disabled, onPress }: ChoiceProps) {
  return (
    <li>
      <button
        type="button"
        aria-pressed={isOn}
        disabled={disabled}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onPress}
        className={cx(
          'flex h-8 w-full items-center gap-2.5 rounded-control border px-2 text-left text-sm transition-colors disabled:opacity-45',
          isOn
            ? 'border-accent bg-accent-wash text-ink'
            : 'border-transparent text-ink-muted hover:bg-raised hover:text-ink',
        )}
      >
        <Key>{number}</Key>
        {kind ? <KindGlyph kind={kind} /> : <span aria-hidden className="size-5 rounded border border-edge" />}
        <span className="flex-1 truncate">{label}</span>
        {isOn && <span className="text-accent text-xs">chosen</span>}
      </button>
    </li>
  )
}
