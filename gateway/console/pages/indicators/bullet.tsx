import type { Score } from './scores.ts'

interface BulletProps {
  readonly score: Pick<Score, 'value' | 'target' | 'warning' | 'alert' | 'standing'>
  /** What it shows, read aloud. */
  readonly label: string
}

const width = 200
const height = 18
/** Room beyond the farthest of value, target and thresholds. */
const headroom = 1.12

/** A value as a bar against its target and thresholds (Stephen Few's bullet graph). */
export function Bullet({ score, label }: BulletProps) {
  const { value, target, warning, alert, standing } = score
  if (value === null || target === null) return null
  const marks = [value, target, warning ?? target, alert ?? target]
  const least = Math.min(0, ...marks)
  const most = Math.max(...marks, 0) * headroom || 1
  const x = (at: number) => ((at - least) / (most - least)) * width
  const limits = [warning, alert].filter((limit) => limit !== null)
  return (
    <svg
      className="bullet"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <rect className="bullet-ground" width={width} height={height} rx={2} />
      {limits.map((limit) => (
        <line key={limit} className="bullet-limit" x1={x(limit)} x2={x(limit)} y1={0} y2={height} />
      ))}
      <rect
        className={`bullet-value ${standing ?? ''}`}
        x={Math.min(x(0), x(value))}
        y={5}
        width={Math.max(1, Math.abs(x(value) - x(0)))}
        height={8}
      />
      <rect className="bullet-target" x={x(target) - 1.5} y={2} width={3} height={14} />
    </svg>
  )
}
