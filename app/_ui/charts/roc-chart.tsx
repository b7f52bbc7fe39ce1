'use client'
/** A receiver operating characteristic: sensitivity against 1 − specificity, the diagonal as chance. */
import { useCallback, useMemo } from 'react'
import type { Evaluation } from '@/lib/contracts/evaluation'
import { FigureFrame } from './figure-frame'

export function RocChart({ roc, fileName }: { roc: Evaluation['roc'][number]; fileName: string }) {
  const table = useMemo(
    () => ({
      columns: ['1 − specificity', 'Sensitivity', 'Threshold'],
      rows: roc.points.map((p) => [
        Number(p.fpr.toFixed(4)),
        Number(p.tpr.toFixed(4)),
        p.threshold === null ? null : Number(p.threshold.toFixed(4)),
      ]),
    }),
    [roc],
  )
  const draw = useCallback(
    async (width: number) => {
      const Plot = await import('@observablehq/plot')
      return Plot.plot({
        width,
        height: 300,
        marginLeft: 44,
        style: { background: 'transparent', color: 'currentColor', fontFamily: 'inherit' },
        x: { label: '1 − specificity', domain: [0, 1], grid: true },
        y: { label: 'Sensitivity', domain: [0, 1], grid: true },
        marks: [
          Plot.line(
            [
              { x: 0, y: 0 },
              { x: 1, y: 1 },
            ],
            { x: 'x', y: 'y', stroke: 'var(--color-ink-muted)', strokeDasharray: '3 3' },
          ),
          Plot.line(roc.points, { x: 'fpr', y: 'tpr', stroke: 'var(--color-accent)', strokeWidth: 2 }),
        ],
      })
    },
    [roc],
  )
  return (
    <FigureFrame
      title={`${roc.name}: AUC ${roc.auc === null ? 'undefined' : roc.auc.toFixed(3)}`}
      note={`${roc.positives} positive, ${roc.negatives} negative.`}
      fileName={fileName}
      height={300}
      table={table}
      draw={draw}
    />
  )
}
