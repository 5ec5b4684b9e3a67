interface SparklineProps {
  readonly values: readonly number[]
  /** What it shows, read aloud. */
  readonly label: string
}

const width = 120
const height = 26

/** A line without axes: whether something rises or falls. */
export function Sparkline({ values, label }: SparklineProps) {
  const most = Math.max(...values, 1e-9)
  const step = width / Math.max(values.length - 1, 1)
  const points = values
    .map(
      (value, index) =>
        `${(index * step).toFixed(1)},${(height - 2 - (value / most) * (height - 4)).toFixed(1)}`,
    )
    .join(' ')
  return (
    <svg className="sparkline" width={width} height={height} role="img" aria-label={label}>
      {values.length > 1 && (
        <polyline points={points} fill="none" stroke="currentColor" strokeWidth={1.5} />
      )}
    </svg>
  )
}
