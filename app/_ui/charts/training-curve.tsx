'use client'
/** Loss and validation figures of a run as it goes: one line a series, steps on the x axis. */
import { useCallback, useMemo } from 'react'
import { FigureFrame } from './figure-frame'

export type CurvePoint = { step: number; loss: number; validationLoss: number | null; validationKappa: number | null }

const round = (value: number | null) => (value === null ? null : Number(value.toFixed(4)))

export function TrainingCurve({ title, points, fileName }: { title: string; points: CurvePoint[]; fileName: string }) {
  const table = useMemo(
    () => ({
      columns: ['Step', 'Loss', 'Validation loss', 'Validation kappa'],
      rows: points.map((p) => [p.step, round(p.loss), round(p.validationLoss), round(p.validationKappa)]),
    }),
    [points],
  )
  const draw = useCallback(
    async (width: number) => {
      const Plot = await import('@observablehq/plot')
      const validation = points.filter((p) => p.validationLoss !== null)
      return Plot.plot({
        width,
        height: 240,
        marginLeft: 44,
        style: { background: 'transparent', color: 'currentColor', fontFamily: 'inherit' },
        x: { label: 'Step', nice: true },
        y: { label: 'Loss', grid: true, zero: true },
        marks: [
          Plot.lineY(points, { x: 'step', y: 'loss', stroke: 'var(--color-ink-muted)', strokeWidth: 1 }),
          Plot.lineY(
            points,
            Plot.windowY(
              { k: Math.max(3, Math.ceil(points.length / 25)), anchor: 'end' },
              { x: 'step', y: 'loss', stroke: 'var(--color-accent)', strokeWidth: 2 },
            ),
          ),
          Plot.lineY(validation, {
            x: 'step',
            y: 'validationLoss',
            stroke: 'currentColor',
            strokeWidth: 1.5,
            strokeDasharray: '4 3',
          }),
          Plot.dot(validation, { x: 'step', y: 'validationLoss', fill: 'currentColor', r: 2.5 }),
        ],
      })
    },
    [points],
  )
  return (
    <FigureFrame
      title={title}
      note="Thin: loss of each step. Thick: its running mean. Dashed: loss on the validation side, once an epoch."
      fileName={fileName}
      height={240}
      table={table}
      draw={draw}
    />
  )
}
