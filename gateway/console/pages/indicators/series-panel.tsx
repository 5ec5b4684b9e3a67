import { useLanguage, useWords } from '../../words/language.ts'
import { number, periodText } from '../../words/numbers.ts'
import type { SeriesPoint, WholeDefinition } from './indicator.ts'
import { changeText } from './change-text.ts'
import { ScoreValue, standingLooks } from './score-card.tsx'
import { nameOf } from './scores.ts'
import { SeriesChart } from './series-chart.tsx'
import { TablePanel } from './table-panel.tsx'
import { indicatorWords } from './words.ts'

interface SeriesPanelProps {
  readonly definition: WholeDefinition
  /** Oldest first. */
  readonly points: readonly SeriesPoint[]
}

/** The present values by period, drawn and as a table, newest first. */
export function SeriesPanel({ definition, points }: SeriesPanelProps) {
  const words = useWords(indicatorWords)
  const language = useLanguage()
  const { decimals } = definition
  const figure = (value: number | null) =>
    value === null ? '–' : number(language, value, decimals)
  return (
    <TablePanel
      title={words.series}
      head={
        points.some(({ value }) => value !== null) && (
          <SeriesChart
            {...{ points, language, decimals }}
            label={`${words.series}: ${nameOf(language, definition)}`}
          />
        )
      }
      columns={
        <>
          <th>{words.period}</th>
          <th className="number">{words.value}</th>
          <th className="number">{words.target}</th>
          <th>{words.standing}</th>
          <th className="number">{words.lastYear}</th>
          <th>{words.status}</th>
        </>
      }
      rows={[...points].reverse().map((point) => (
        <tr key={point.period}>
          <th scope="row">{periodText(language, point.period)}</th>
          <td className="number">
            <ScoreValue score={point} decimals={decimals} />
          </td>
          <td className="number">{figure(point.target)}</td>
          <td>
            {point.standing !== null && (
              <span className={`badge ${standingLooks[point.standing]}`}>
                {words.standings[point.standing]}
              </span>
            )}
          </td>
          <td className="number">
            {figure(point.lastYear)}
            <span className="muted small"> {changeText(language, point, definition)}</span>
          </td>
          <td>
            {words.statuses[point.status]}{' '}
            {point.synthetic && <span className="badge">{words.synthetic}</span>}
          </td>
        </tr>
      ))}
    />
  )
}
