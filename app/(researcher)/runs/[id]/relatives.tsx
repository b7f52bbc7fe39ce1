/** Which run this one continues, and which continue it. */
import Link from 'next/link'
import { Fragment } from 'react'
import type { RunView } from '@/lib/contracts/run'

const RunLink = ({ id, name }: { id: string; name: string }) => (
  <Link href={`/runs/${id}`} className="text-ink underline-offset-2 hover:underline">
    {name}
  </Link>
)

export function Relatives({ run: { parent, children } }: { run: Pick<RunView, 'parent' | 'children'> }) {
  if (!parent && children.length === 0) return null
  return (
    <p className="mt-3 text-sm text-ink-muted">
      {parent && (
        <>
          It continues <RunLink {...parent} />: the curve begins there.{' '}
        </>
      )}
      {children.length > 0 && (
        <>
          Continued by{' '}
          {children.map((child, i) => (
            <Fragment key={child.id}>
              {i > 0 && ', '}
              <RunLink {...child} />
            </Fragment>
          ))}
          .
        </>
      )}
    </p>
  )
}
