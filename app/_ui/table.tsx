/**
 * A table: caption for screen readers, numbers to the right in tabular figures, sideways scrolling of its own on a narrow
 * window. Where a row leads somewhere, its first cell holds the link; the row itself is not clickable.
 */
import type { ReactNode } from 'react'
import { cx } from './cx'

export type Column<Row> = {
  key: string
  header: ReactNode
  /** Right-aligned figures. */
  numeric?: boolean
  /** Takes no more room than it needs (buttons, badges). */
  narrow?: boolean
  cell: (row: Row, index: number) => ReactNode
}

type TableProps<Row> = {
  /** What the table holds; said, not shown. */
  caption: string
  columns: Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row, index: number) => string
  /** Shown in place of the rows where there is none. */
  empty?: ReactNode
}

export function Table<Row>({ caption, columns, rows, rowKey, empty }: TableProps<Row>) {
  if (rows.length === 0 && empty) return <>{empty}</>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard
    <section className="relative overflow-x-auto rounded-panel" aria-label={caption} tabIndex={0}>
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-line border-b">
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={cx(
                  'whitespace-nowrap px-5 py-2.5 font-medium text-[13px] text-ink-muted',
                  column.numeric ? 'text-right' : 'text-left',
                )}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={rowKey(row, index)} className="border-line border-b last:border-0 hover:bg-raised/50">
              {columns.map((column) => (
                <td
                  key={column.key}
                  className={cx(
                    'px-5 py-3 align-middle',
                    column.numeric && 'text-right tabular-nums',
                    column.narrow && 'w-px whitespace-nowrap',
                  )}
                >
                  {column.cell(row, index)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
