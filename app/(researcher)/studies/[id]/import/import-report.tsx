/** What became of an import: counts, a bar while the worker is at it, and every bad file and line by name. */
import { Notice, ProgressBar, Stat, Stats, Table } from '@/app/_ui'
import type { ImportReport } from '@/lib/contracts/imports'

type Problem = { file: string; line: number | null; sentence: string }

export function ImportReportView({
  report,
  refused,
}: {
  report: ImportReport
  refused: { file: string; sentence: string }[]
}) {
  const { received, ingested, duplicate, rejected, sourceGrades } = report.counts
  const total = received + ingested + duplicate + rejected
  const problems: Problem[] = [...refused.map((r) => ({ ...r, line: null })), ...report.problems]
  const isOver = report.state === 'closed' && received === 0
  const more = report.problemsTotal - report.problems.length
  return (
    <div className="grid gap-5" aria-live="polite">
      {!isOver && (
        <ProgressBar
          label="Reading photographs"
          value={total - received}
          max={total}
          detail={`${total - received} of ${total}`}
        />
      )}
      <Stats>
        <Stat label="Photographs" value={ingested.toLocaleString('en')} hint="new in the study" />
        <Stat label="Duplicates" value={duplicate.toLocaleString('en')} hint="the same pixels" />
        <Stat label="Rejected" value={rejected.toLocaleString('en')} hint="named below" />
        <Stat label="Source grades" value={sourceGrades.toLocaleString('en')} hint="to be checked" />
      </Stats>
      {isOver && (
        <Outcome arrived={ingested + duplicate + sourceGrades} refused={refused.length + report.problemsTotal} />
      )}
      {problems.length > 0 && (
        <Table<Problem>
          caption="Files and lines that could not be used"
          columns={[
            { key: 'file', header: 'File', cell: (p) => p.file },
            { key: 'line', header: 'Line', numeric: true, cell: (p) => p.line ?? '–' },
            { key: 'sentence', header: 'What happened, and what to do', cell: (p) => p.sentence },
          ]}
          rows={problems}
          rowKey={(p, i) => `${p.file}:${p.line}:${i}`}
        />
      )}
      {more > 0 && <p className="text-[13px] text-ink-muted">And {more.toLocaleString('en')} more.</p>}
    </div>
  )
}

function Outcome({ arrived, refused }: { arrived: number; refused: number }) {
  if (refused === 0) return <Notice tone="good">Everything arrived.</Notice>
  if (arrived === 0) return <Notice tone="danger">Nothing could be used. The reasons are below.</Notice>
  const named =
    refused === 1 ? 'The one below could not be used' : `The ${refused.toLocaleString('en')} below could not be used`
  return <Notice tone="warning">{named}; the rest arrived.</Notice>
}
