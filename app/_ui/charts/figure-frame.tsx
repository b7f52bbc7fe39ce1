'use client'
/**
 * The frame of every chart: a title, the drawing, its numbers as a table, and both as files. A chart is never the only way to
 * its figures. The drawing is redrawn when its width changes, at fixed height, so that nothing jumps.
 */
import { useEffect, useRef, useState } from 'react'

type Cell = string | number | null

export type FigureTable = { columns: string[]; rows: Cell[][] }

type Props = {
  title: string
  note?: string
  /** File name of the downloads, without its ending. */
  fileName: string
  height: number
  table: FigureTable
  /** Draws an SVG of this width (px); called in the browser only. */
  draw: (width: number) => Promise<SVGElement | HTMLElement>
}

const csvCell = (cell: Cell) =>
  cell === null ? '' : /[",\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell)

const download = (name: string, type: string, text: string) => {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

export function FigureFrame({ title, note, fileName, height, table, draw }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)

  useEffect(() => {
    const box = place.current
    if (!box) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(box)
    return () => observer.disconnect()
  }, [])

  useEffect(() => {
    if (width < 80) return
    let isCurrent = true
    draw(width).then((svg) => {
      if (isCurrent) place.current?.replaceChildren(svg)
    })
    return () => {
      isCurrent = false
    }
  }, [width, draw])

  const saveCsv = () =>
    download(
      `${fileName}.csv`,
      'text/csv',
      [table.columns, ...table.rows].map((row) => row.map(csvCell).join(',')).join('\n'),
    )
  const saveSvg = () => {
    const svg = place.current?.querySelector('svg')
    if (!svg) return
    const copy = svg.cloneNode(true) as SVGElement
    copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
    download(`${fileName}.svg`, 'image/svg+xml', copy.outerHTML)
  }

  return (
    <figure className="min-w-0 space-y-2">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="text-sm font-medium">{title}</span>
        <span className="flex gap-3 text-xs text-ink-muted">
          <button
            type="button"
            className="underline-offset-2 hover:underline"
            onClick={saveCsv}
            aria-label={`${title}: download as CSV`}
          >
            CSV
          </button>
          <button
            type="button"
            className="underline-offset-2 hover:underline"
            onClick={saveSvg}
            aria-label={`${title}: download as SVG`}
          >
            SVG
          </button>
        </span>
      </figcaption>
      {note ? <p className="text-xs text-ink-muted">{note}</p> : null}
      <div ref={place} style={{ height }} className="w-full overflow-hidden" aria-hidden="true" />
      <details className="text-xs">
        <summary className="cursor-pointer text-ink-muted">Figures as a table</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key */}
        <section className="mt-2 max-h-64 overflow-auto" tabIndex={0} aria-label={`${title}: figures`}>
          <table className="w-full tabular-nums">
            <thead>
              <tr>
                {table.columns.map((column) => (
                  <th key={column} scope="col" className="px-2 py-1 text-left font-medium">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <tr key={row.join('·')} className="border-line border-t">
                  {row.map((cell, i) => (
                    <td key={table.columns[i]} className="px-2 py-1">
                      {cell === null ? '–' : cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </figure>
  )
}
