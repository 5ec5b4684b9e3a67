import type { TrendPoint } from './scores.ts'

interface TrendProps {
  readonly points: readonly TrendPoint[]
  readonly target: number | null
  /** What it shows, read aloud. */
  readonly label: string
}

const width = 200
const height = 44
const inset = 4

/** Whether a value rises or falls, between its own least and greatest; a gap where one is not known. */
export function Trend({ points, target, label }: TrendProps) {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]))
  if (values.length < 2) return null
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const span = most - least || Math.abs(most) || 1
  const x = (at: number) => inset + (at / (points.length - 1)) * (width - 2 * inset)
  const y = (value: number) => height - inset - ((value - least) / span) * (height - 2 * inset)
  const last = points.length - 1
  const newest = points[last]?.value ?? null
  const isTargetNear = target !== null && target >= least && target <= most
  return (
    <svg className="trend" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {isTargetNear && (
        <line className="trend-target" x1={0} x2={width} y1={y(target)} y2={y(target)} />
      )}
      {runsOf(points).map((run) => (
        <polyline
          key={run[0]?.at}
          points={run
            .map(({ at, value }) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`)
            .join(' ')}
        />
      ))}
      {newest !== null && <circle cx={x(last)} cy={y(newest)} r={3} />}
    </svg>
  )
}

interface Placed {
  readonly at: number
  readonly value: number
}

/** The stretches without a gap. */
export function runsOf(
  points: readonly Pick<TrendPoint, 'value'>[],
): readonly (readonly Placed[])[] {
  const runs: Placed[][] = [[]]
  for (const [at, { value }] of points.entries())
    if (value === null) runs.push([])
    else runs.at(-1)?.push({ at, value })
  return runs.filter(({ length }) => length > 0)
}
