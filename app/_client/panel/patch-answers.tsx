'use client'
/** What a patch holds: normal, or any of the nine kinds. */
import { Check } from 'lucide-react'
import { KindGlyph } from '@/app/_client/photograph/kind-glyph'
import { cx, Key } from '@/app/_ui'
import type { LesionKind } from '@/lib/domain/lesion'
import { kindLooks } from '@/lib/editor/look/kind-looks'
import type { PatchAnswer } from '@/lib/editor/patches/patch-session'
import { PanelPart } from './panel-part'

type PatchAnswersProps = {
  title?: string
  answer: PatchAnswer
  disabled?: boolean
  /** Two columns, where there is more than this to see. */
  isCompact?: boolean
  onKind: (kind: LesionKind) => void
  onNormal: () => void
}

export function PatchAnswers({
  title = 'What it holds',
  answer,
  disabled,
  isCompact,
  onKind,
  onNormal,
}: PatchAnswersProps) {
  return (
    <PanelPart title={title}>
      <ul
        className={cx(
          '-mx-2 grid',
          isCompact ? 'grid-flow-col grid-cols-[4fr_5fr] grid-rows-5 text-[13px]' : 'text-sm',
        )}
      >
        <Choice
          number="0"
          label="Normal"
          isOn={answer?.length === 0}
          disabled={disabled}
          isCompact={isCompact}
          onPress={onNormal}
        />
        {kindLooks.map((look) => (
          <Choice
            key={look.kind}
            number={String(look.number)}
            label={look.label}
            kind={look.kind}
            isOn={answer?.includes(look.kind) ?? false}
            disabled={disabled}
            isCompact={isCompact}
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
  isCompact?: boolean
  onPress: () => void
}

function Choice({ number, label, kind, isOn, disabled, isCompact, onPress }: ChoiceProps) {
  return (
    <li>
      <button
        type="button"
        aria-pressed={isOn}
        disabled={disabled}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onPress}
        className={cx(
          'flex h-8 w-full items-center gap-2 rounded-control border px-2 text-left transition-colors disabled:opacity-45',
          isOn
            ? 'border-accent bg-accent-wash text-ink'
            : 'border-transparent text-ink-muted hover:bg-raised hover:text-ink',
        )}
      >
        <Key>{number}</Key>
        {kind ? <KindGlyph kind={kind} /> : <span aria-hidden className="size-5 rounded border border-edge" />}
        <span className={cx('flex-1 truncate', isOn && 'font-medium')}>{label}</span>
        {isOn && !isCompact && <Check aria-hidden className="size-4 shrink-0 text-accent" />}
      </button>
    </li>
  )
}
