'use client'
/** A run as it goes: stage, bar, rate, time left, the loss as it falls; stop and resume; then the figures. */
import { Play, Square } from 'lucide-react'
import { useState } from 'react'
import { usePoll } from '@/app/_client/use-poll'
import { useRequest } from '@/app/_client/use-request'
import { Button, Notice, Panel, ProgressBar, Table, When } from '@/app/_ui'
import { type CurvePoint, TrainingCurve } from '@/app/_ui/charts/training-curve'
import type { RunView } from '@/lib/contracts/run'
import { RunState, stageNames } from '../run-state'
import { EvaluationView } from './evaluation-view'
import { GiveEpochs } from './give-epochs'
import { Relatives } from './relatives'

const timeLeft = (s: number | null) =>
  s === null ? null : s < 90 ? `${Math.ceil(s)} s left` : `${Math.ceil(s / 60)} min left`

const curveOf = (run: RunView, stage: 'local' | 'global'): CurvePoint[] =>
  run.points
    .filter((p) => p.stage === stage)
    .map((p) => ({
      step: p.step,
      loss: p.values.loss,
      validationLoss: p.values.validationLoss ?? null,
      validationKappa: p.values.validationKappa ?? null,
    }))

const isOver = (run: RunView) => run.state === 'finished' || run.state === 'failed' || run.state === 'stopped'

export function RunLive({ initial }: { initial: RunView }) {
  // A new key starts the poll again after a resume.
  const [round, setRound] = useState(0)
  return <Live key={round} initial={initial} again={() => setRound((n) => n + 1)} isResumed={round > 0} />
}

function Live({ initial, again, isResumed }: { initial: RunView; again: () => void; isResumed: boolean }) {
  const start: RunView =
    isResumed && isOver(initial) ? { ...initial, state: 'queued', stopRequested: false, sentence: '' } : initial
  const { value: run, failure: lost } = usePoll<RunView>(`/api/runs/${initial.id}`, {
    every: 1500,
    initial: start,
    done: isOver,
  })
  const { send, busy, failure } = useRequest()
  const command = async (name: 'stop' | 'resume') => {
    const answer = await send('POST', `/api/runs/${run.id}`, { command: name })
    if (answer !== undefined && name === 'resume') again()
  }
  const { progress } = run
  const detail = progress
    ? [
        progress.epochs > 0 ? `epoch ${progress.epoch} of ${progress.epochs}` : null,
        progress.examplesPerSecond === null
          ? null
          : `${progress.examplesPerSecond.toFixed(progress.examplesPerSecond < 10 ? 1 : 0)} examples/s`,
        progress.feedWaitShare === null ? null : `${Math.round(100 * progress.feedWaitShare)} % waiting for data`,
        timeLeft(progress.secondsLeft),
      ]
        .filter(Boolean)
        .join(' · ')
    : ''
  const isGoing = run.state === 'running' || run.state === 'queued'

  return (
    <div className="grid gap-6">
      {lost && <Notice tone="warning">{lost.sentence} What is shown may be old.</Notice>}
      {failure && <Notice tone="danger">{failure.sentence}</Notice>}
      {run.state === 'failed' && (
        <Notice tone="danger" title="The run failed">
          {run.sentence}
        </Notice>
      )}
      {run.state === 'stopped' && (
        <Notice tone="info" title="Stopped">
          {run.sentence || 'Everything up to the last checkpoint is kept; resume goes on from there.'}
        </Notice>
      )}

      {run.state === 'finished' && run.sentence && <Notice tone="info">{run.sentence}</Notice>}

      <Panel
        title={stageNames[run.state === 'finished' ? 'evaluate' : run.stage]}
        actions={
          <>
            <RunState state={run.state} />
            {isGoing && (
              <Button
                size="small"
                icon={Square}
                busy={busy}
                disabled={run.stopRequested}
                onClick={() => command('stop')}
              >
                {run.stopRequested ? 'Stopping' : 'Stop'}
              </Button>
            )}
            {(run.state === 'stopped' || run.state === 'failed') && (
              <Button size="small" icon={Play} busy={busy} onClick={() => command('resume')}>
                Resume
              </Button>
            )}
            {run.continuable.length > 0 && <GiveEpochs run={run} />}
          </>
        }
      >
        {isGoing ? (
          <ProgressBar
            label={
              run.state === 'queued' ? 'Waiting for a worker' : progress ? stageNames[progress.stage] : 'Preparing'
            }
            value={progress?.step ?? 0}
            max={progress?.stepsTotal ?? 0}
            detail={detail || 'starting'}
          />
        ) : (
          <p className="text-sm text-ink-muted">
            {run.startedAt && (
              <>
                Started <When at={run.startedAt} />.{' '}
              </>
            )}
            {run.endedAt && (
              <>
                Ended <When at={run.endedAt} />.
              </>
            )}
          </p>
        )}
        <Relatives run={run} />
        <div className="mt-8 grid gap-8 lg:grid-cols-2">
          {(['local', 'global'] as const).map((stage) => {
            const points = curveOf(run, stage)
            return points.length > 1 ? (
              <TrainingCurve
                key={stage}
                title={stageNames[stage]}
                points={points}
                fileName={`run-${run.id}-${stage}`}
              />
            ) : null
          })}
        </div>
      </Panel>

      {run.models.map((model) => (
        <EvaluationView
          key={model.id}
          evaluation={model.evaluation}
          title={`${stageNames[model.stage]}: ${model.architecture}`}
          fileName={`run-${run.id}-${model.stage}`}
        />
      ))}

      <Panel
        title="Recipe"
        hint={`Seed ${run.seed}. Recipe, snapshot and seed determine the run on one backend and thread count.`}
        flush
      >
        <Table
          caption="Every setting of the run"
          columns={[
            { key: 'stage', header: 'Network', cell: (r) => (r.stage === 'local' ? 'Lesions' : 'Grades') },
            { key: 'name', header: 'Setting', cell: (r) => r.name },
            { key: 'value', header: 'Value', cell: (r) => <span className="figures">{r.value}</span> },
          ]}
          rows={run.recipe}
          rowKey={(r) => `${r.stage}:${r.name}`}
        />
      </Panel>
      {run.backend && (
        <p className="text-[13px] text-ink-muted">
          Backend {run.backend.name} {run.backend.version}
          {run.backend.threads !== null && `, ${run.backend.threads} threads`}.
        </p>
      )}
    </div>
  )
}
