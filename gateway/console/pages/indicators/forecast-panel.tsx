import './forecast.css'
import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { Refused } from '../../api/refused.ts'
import { Fault, Notice } from '../../ui/notice.tsx'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { Empty, Waiting } from '../../ui/waiting.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { number, periodText } from '../../words/numbers.ts'
import { ForecastChart } from './forecast-chart.tsx'
import { type Forecast, type KnownPoint, readForecast } from './forecast.ts'
import { forecastWords } from './forecast-words.ts'

interface ForecastPanelProps {
  /** Of the indicator. */
  readonly code: string
  /** VN, or a province's code. */
  readonly area: string
  readonly decimals: number
}

/** How a model says that an indicator goes on: drawn, as a table, with what the model is worth. */
export function ForecastPanel({ code, area, decimals }: ForecastPanelProps) {
  const words = useWords(forecastWords)
  const read = useQuery({
    queryKey: ['indicators', 'forecast', code, area],
    queryFn: ({ signal }) => readForecast(code, area, signal),
  })
  const isShort = read.error instanceof Refused && read.error.code === 'HISTORY_TOO_SHORT'
  return (
    <section className="panel" aria-label={words.title}>
      <div className="panel-head">
        <h2>{words.title}</h2>
        <span className="badge warn">{words.output}</span>
      </div>
      {read.isPending && <Waiting />}
      {isShort && <Empty title={words.tooShort} />}
      {read.error && !isShort && <Fault error={read.error} />}
      {read.data && (
        <ForecastBody
          forecast={read.data.indicatorForecast}
          known={read.data.indicatorSeries}
          decimals={decimals}
        />
      )}
    </section>
  )
}

interface BodyProps {
  readonly forecast: Forecast
  readonly known: readonly KnownPoint[]
  readonly decimals: number
}

function ForecastBody({ forecast, known, decimals }: BodyProps) {
  const words = useWords(forecastWords)
  const language = useLanguage()
  const figure = (value: number) => number(language, value, decimals)
  const { steps } = forecast
  return (
    <>
      <ForecastChart
        {...{ known, steps, language, decimals }}
        label={`${words.title}. ${words.output}`}
      />
      <div className="panel-body column">
        {forecast.synthetic && <Notice>{words.synthetic}</Notice>}
        <ForecastFacts forecast={forecast} />
      </div>
      <TableScroll>
        <table className="table">
          <thead>
            <tr>
              <th>{words.period}</th>
              <th className="number">{words.value}</th>
              <th className="number">{words.band80}</th>
              <th className="number">{words.band95}</th>
            </tr>
          </thead>
          <tbody>
            {steps.map(({ period, value, lower80, upper80, lower95, upper95 }) => (
              <tr key={period}>
                <th scope="row">{periodText(language, period)}</th>
                <td className="number">{figure(value)}</td>
                <td className="number">{`${figure(lower80)} – ${figure(upper80)}`}</td>
                <td className="number">{`${figure(lower95)} – ${figure(upper95)}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </>
  )
}

function ForecastFacts({ forecast }: { readonly forecast: Forecast }) {
  const words = useWords(forecastWords)
  const language = useLanguage()
  const error = (value: number | null) => (value === null ? '–' : number(language, value))
  const { historyFrom, historyUntil, historyPoints, changePoints, outliers } = forecast
  const facts: readonly (readonly [string, string])[] = [
    [words.model, words.models[forecast.model] ?? forecast.model],
    [
      words.history,
      `${number(language, historyPoints)} ${words.values}, ${periodText(language, historyFrom)} – ${periodText(language, historyUntil)}`,
    ],
    [words.mase, `${error(forecast.mase)} (${words.naive}: ${error(forecast.naiveMase)})`],
    [words.coverage, `${number(language, forecast.coverage95 * 100, 0)} %`],
    [words.changes, changePoints.map((one) => periodText(language, one)).join(', ') || words.none],
    [
      words.outliers,
      outliers.map(({ period }) => periodText(language, period)).join(', ') || words.none,
    ],
  ]
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
