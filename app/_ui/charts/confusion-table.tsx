/** A confusion matrix as a real table: rows are the truth, columns the prediction; shade says the share of the row. */

type Props = { classes: string[]; confusion: number[][] }

export function ConfusionTable({ classes, confusion }: Props) {
  return (
    <table className="w-full border-separate border-spacing-0.5 text-sm tabular-nums">
      <caption className="pb-2 text-left text-xs text-ink-muted">
        Rows: reference. Columns: what the network says. Shade: share of the row.
      </caption>
      <thead>
        <tr>
          <td />
          {classes.map((name) => (
            <th key={name} scope="col" className="px-2 py-1 text-right font-medium">
              {name}
            </th>
          ))}
          <th scope="col" className="px-2 py-1 text-right font-normal text-ink-muted">
            all
          </th>
        </tr>
      </thead>
      <tbody>
        {classes.map((name, truth) => {
          const row = confusion[truth] ?? []
          const total = row.reduce((sum, n) => sum + n, 0)
          return (
            <tr key={name}>
              <th scope="row" className="px-2 py-1 text-left font-medium">
                {name}
              </th>
              {classes.map((predicted, column) => {
                const n = row[column] ?? 0
                const share = total === 0 ? 0 : n / total
                return (
                  <td
                    key={predicted}
                    className={`rounded-sm px-2 py-1.5 text-right ${truth === column ? 'font-semibold' : ''}`}
                    style={{
                      background: `color-mix(in oklab, var(--color-accent) ${Math.round(share * 45)}%, transparent)`,
                    }}
                    title={total === 0 ? 'none' : `${(share * 100).toFixed(1)} % of ${name}`}
                  >
                    {n.toLocaleString('en')}
                  </td>
                )
              })}
              <td className="px-2 py-1 text-right text-ink-muted">{total.toLocaleString('en')}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
