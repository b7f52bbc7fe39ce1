/** The figures of one network on patients that training never saw: confusion matrix, recall and precision, kappa, ROC. */

import { Panel, Stat, Stats, Table } from '@/app/_ui'
import { ConfusionTable } from '@/app/_ui/charts/confusion-table'
import { RocChart } from '@/app/_ui/charts/roc-chart'
import type { ClassFigures, Evaluation } from '@/lib/contracts/evaluation'
import { OperatingPoints } from './operating-points'

const share = (value: number | null) => (value === null ? 'undefined' : value.toFixed(3))

export function EvaluationView({
  evaluation,
  title,
  fileName,
}: {
  evaluation: Evaluation
  title: string
  fileName: string
}) {
  const unit = evaluation.stage === 'local' ? 'patches' : 'photographs'
  const { quadraticWeightedKappa: kappa } = evaluation
  return (
    <Panel
      title={title}
      hint={`On ${evaluation.n.toLocaleString('en')} ${unit} of ${evaluation.patients} patients that training never saw.`}
    >
      {evaluation.n === 0 ? (
        <p className="text-sm text-ink-muted">
          The test side of this snapshot holds no agreed {unit}, so there are no figures. Freeze a snapshot with more
          patients on the test side.
        </p>
      ) : (
        <div className="grid gap-8">
          <Stats>
            <Stat label="Quadratic weighted kappa" value={share(kappa.value)} hint={`${kappa.classes} classes`} />
            <Stat
              label="Accuracy"
              value={share(evaluation.accuracy)}
              hint={`n = ${evaluation.n.toLocaleString('en')}`}
            />
            {evaluation.roc.map((roc) => (
              <Stat
                key={roc.name}
                label={`AUC: ${roc.name}`}
                value={share(roc.auc)}
                hint={`${roc.positives} against ${roc.negatives}`}
              />
            ))}
          </Stats>
          <div className="grid gap-8 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key */}
            <section className="min-w-0 overflow-x-auto" tabIndex={0} aria-label={`${title}: confusion matrix`}>
              <ConfusionTable classes={evaluation.classes} confusion={evaluation.confusion} />
            </section>
            <Table<ClassFigures>
              caption={`${title}: recall and precision for each class`}
              columns={[
                { key: 'class', header: 'Class', cell: (c) => c.name },
                { key: 'n', header: 'n', numeric: true, cell: (c) => c.n.toLocaleString('en') },
                { key: 'recall', header: 'Recall', numeric: true, cell: (c) => share(c.recall) },
                { key: 'precision', header: 'Precision', numeric: true, cell: (c) => share(c.precision) },
              ]}
              rows={evaluation.perClass}
              rowKey={(c) => c.name}
            />
          </div>
          <div className="grid gap-8 lg:grid-cols-2">
            {evaluation.roc.map((roc, i) => (
              <RocChart key={roc.name} roc={roc} fileName={`${fileName}-roc-${i + 1}`} />
            ))}
          </div>
          <OperatingPoints roc={evaluation.roc} title={title} />
        </div>
      )}
    </Panel>
  )
}
