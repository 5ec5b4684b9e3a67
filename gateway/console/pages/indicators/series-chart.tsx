import { useRef } from 'react'
import { number, periodText } from '../../words/numbers.ts'
import { type ChartWords, axisOf, height, labelEvery, room, useWidth } from './chart-frame.ts'
import type { SeriesPoint } from './indicator.ts'
import { runsOf } from './trend.tsx'

interface SeriesChartProps extends ChartWords {
  readonly points: readonly SeriesPoint[]
}

/** A series against its target, from its least to its greatest value; a gap where a value is not known. */
export function SeriesChart({ points, language, decimals, label }: SeriesChartProps) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  const values = points.flatMap(({ value, target }) =>
    [value, target].filter((one) => one !== null),
  )
  const axis = axisOf(Math.min(...values), Math.max(...values))
  const inner = Math.max(1, width - room.left - room.right)
  const x = (at: number) =>
    room.left + (points.length < 2 ? inner / 2 : (at / (points.length - 1)) * inner)
  const y = (value: number) =>
    room.top +
    (1 - (value - axis.least) / (axis.most - axis.least)) * (height - room.top - room.bottom)
  const step = Math.max(1, Math.ceil(points.length / Math.max(1, Math.floor(inner / labelEvery))))
  return (
    <div ref={frame} className="series-frame">
      {width > 0 && (
        <svg
          className="series"
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={label}
        >
          {axis.lines.map((value) => (
            <g key={value}>
              <line
                className="series-grid"
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
          {points.map(({ period }, at) =>
            at % step === 0 ? (
              <text key={period} x={x(at)} y={height - 6} textAnchor="middle">
                {periodText(language, period)}
              </text>
            ) : null,
          )}
          {runsOf(points.map(({ target }) => ({ value: target }))).map((run) => (
            <polyline
              key={`target ${run[0]?.at}`}
              className="series-target"
              points={run.map(({ at, value }) => `${x(at)},${y(value)}`).join(' ')}
            />
          ))}
          {runsOf(points).map((run) => (
            <polyline
              key={run[0]?.at}
              className="series-line"
              points={run.map(({ at, value }) => `${x(at)},${y(value)}`).join(' ')}
            />
          ))}
          {points.map(({ period, value }, at) =>
            value === null ? null : (
              <circle key={period} className="series-dot" cx={x(at)} cy={y(value)} r={3}>
                <title>{`${periodText(language, period)}: ${number(language, value, decimals)}`}</title>
              </circle>
            ),
          )}
        </svg>
      )}
    </div>
  )
}
