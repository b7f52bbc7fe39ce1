'use client'
/** Which key does what on this screen, made from the very list that the keyboard uses. */
import { Fragment } from 'react'
import { Dialog, Key } from '@/app/_ui'
import { type Action, actionGroups } from '@/lib/editor/actions/action'
import { type Key as KeyName, keyCaps } from '@/lib/editor/actions/key'
import { focusFirst } from '../focus-first'

type KeyTableProps = {
  actions: readonly Pick<Action<never>, 'name' | 'label' | 'group' | 'keys'>[]
  /** What is not an action: the wheel, the pointer. */
  more?: readonly { label: string; caps: readonly string[] }[]
  open: boolean
  onClose: () => void
}

export function KeyTable({ actions, more = [], open, onClose }: KeyTableProps) {
  const groups = actionGroups
    .map((group) => ({ group, rows: actions.filter((action) => action.group === group) }))
    .filter(({ rows }) => rows.length > 0)
  return (
    <Dialog title="Keys" open={open} onClose={onClose}>
      <section
        aria-label="Keys and what they do"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard
        tabIndex={0}
        ref={focusFirst}
        className="-m-1 grid max-h-[70dvh] gap-5 overflow-y-auto rounded-control p-1"
      >
        {groups.map(({ group, rows }) => (
          <section key={group}>
            <h3 className="mb-1.5 font-medium text-[13px] text-ink-muted">{group}</h3>
            <dl className="grid gap-1">
              {rows.map((action) => (
                <Row key={action.name} label={action.label} keys={action.keys.map(keyCaps)} />
              ))}
            </dl>
          </section>
        ))}
        {more.length > 0 && (
          <section>
            <h3 className="mb-1.5 font-medium text-[13px] text-ink-muted">Pointer</h3>
            <dl className="grid gap-1">
              {more.map(({ label, caps }) => (
                <Row key={label} label={label} keys={[caps]} />
              ))}
            </dl>
          </section>
        )}
      </section>
    </Dialog>
  )
}

function Row({ label, keys }: { label: string; keys: readonly (readonly string[])[] }) {
  return (
    <div className="flex items-center justify-between gap-4 text-sm">
      <dt>{label}</dt>
      <dd className="flex shrink-0 items-center gap-1 text-ink-muted">
        {keys.map((caps, i) => (
          <Fragment key={caps.join('+')}>
            {i > 0 && <span className="px-0.5 text-xs">or</span>}
            {caps.map((cap) => (
              <Key key={cap}>{cap}</Key>
            ))}
          </Fragment>
        ))}
      </dd>
    </div>
  )
}

export const capsOf = (keys: readonly KeyName[]): string => (keys[0] ? keyCaps(keys[0]).join(' ') : '')
