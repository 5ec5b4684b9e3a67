import type { Row } from '../kit/sql/select.ts'
import { numberIn } from './rows.ts'

/** A value's row (value, direction, target, warning, alert, lastYear) with its standing and its change in a year. */
export function pointOf(row: Row): Row {
  const value = numberIn(row, 'value')
  const lastYear = numberIn(row, 'lastYear')
  const change = value === null || lastYear === null ? null : value - lastYear
  return {
    ...row,
    standing: standingOf(row, value),
    change,
    changePercent:
      change === null || lastYear === null || lastYear === 0
        ? null
        : (change / Math.abs(lastYear)) * 100,
  }
}

function standingOf(row: Row, value: number | null): string | null {
  const sign = row['direction'] === 'UP' ? 1 : row['direction'] === 'DOWN' ? -1 : 0
  const target = numberIn(row, 'target')
  if (value === null || target === null || sign === 0) return null
  const isWorseThan = (limit: number | null) => limit !== null && (value - limit) * sign < 0
  if (!isWorseThan(target)) return 'MET'
  if (isWorseThan(numberIn(row, 'alert'))) return 'ALERT'
  return isWorseThan(numberIn(row, 'warning')) ? 'WARNING' : 'NEAR'
}
