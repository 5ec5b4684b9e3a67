import { useRef } from 'react'
import { number, periodText } from '../../words/numbers.ts'
import { type ChartWords, axisOf, height, labelEvery, room, useWidth } from './chart-frame.ts'
import type { ForecastStep, KnownPoint } from './forecast.ts'

interface ForecastChartProps extends ChartWords {
  /** Oldest first. */
  readonly known: readonly KnownPoint[]
  readonly steps: readonly ForecastStep[]
}

/** Values before the forecast that are drawn. */
const shownValues = 36

/** What is known as a line, what a model says as a dashed one, with its intervals as bands. */
export function ForecastChart({ known, steps, language, label }: ForecastChartProps) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  const values = known.slice(-shownValues).filter(isKnown)
  const all = [
    ...values.map(({ value }) => value),
    ...steps.flatMap(({ lower95, upper95 }) => [lower95, upper95]),
  ]
  const axis = axisOf(Math.min(...all), Math.max(...all))
  const inner = Math.max(1, width - room.left - room.right)
  const count = values.length + steps.length
  const x = (at: number) => room.left + (at / Math.max(1, count - 1)) * inner
  const y = (value: number) =>
    room.top +
    (1 - (value - axis.least) / (axis.most - axis.least)) * (height - room.top - room.bottom)
  const at = (index: number, value: number) => `${x(index)},${y(value)}`
  const ahead = (of: (step: ForecastStep) => number) =>
    steps.map((step, index) => at(values.length + index, of(step)))
  const last = values.at(-1)
  const joined = last === undefined ? [] : [at(values.length - 1, last.value)]
  const band = (low: (step: ForecastStep) => number, high: (step: ForecastStep) => number) =>
    [...joined, ...ahead(high), ...ahead(low).reverse()].join(' ')
  const every = Math.max(1, Math.ceil(count / Math.max(1, Math.floor(inner / labelEvery))))
  return (
    <div ref={frame} className="forecast-frame">
      {width > 0 && (
        <svg
          className="forecast"
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={label}
        >
          {axis.lines.map((value) => (
            <g key={value}>
              <line
                className="forecast-grid"
                x1={room.left}
                x2={width - room.right}
                y1={y(value)}
                y2={y(value)}
              />
              <text x={room.left - 8} y={y(value) + 4} textAnchor="end">
                {number(language, value, axis.digits)}
              </text>
            </g>
          ))}
          {[...values, ...steps].map(({ period }, index) =>
            index % every === 0 ? (
              <text key={period} x={x(index)} y={height - 6} textAnchor="middle">
                {periodText(language, period)}
              </text>
            ) : null,
          )}
          <polygon
            className="forecast-band"
            points={band(
              (step) => step.lower95,
              (step) => step.upper95,
            )}
          />
          <polygon
            className="forecast-band"
            points={band(
              (step) => step.lower80,
              (step) => step.upper80,
            )}
          />
          <polyline
            className="forecast-known"
            points={values.map(({ value }, index) => at(index, value)).join(' ')}
          />
          <polyline
            className="forecast-line"
            points={[...joined, ...ahead((step) => step.value)].join(' ')}
          />
        </svg>
      )}
    </div>
  )
}

function isKnown(point: KnownPoint): point is KnownPoint & { readonly value: number } {
  return point.value !== null
}
