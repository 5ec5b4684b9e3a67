/** One equation: a factor for each unknown, and the measured sum. */
export interface Equation {
  readonly factors: readonly number[]
  readonly sum: number
}

export interface Solution {
  readonly values: readonly number[]
  /** Variance of each value, in units of the variance of one measured sum. */
  readonly spread: readonly number[]
  /** Variance of the sums by what the solution leaves over; absent with few more sums than unknowns. */
  readonly residual: number | undefined
}

/** Sums more than unknowns from which on what is left over tells their noise. */
const enough = 40

/** Ordinary least squares by the normal equations; undefined where they do not fix every unknown. */
export function leastSquares(equations: readonly Equation[]): Solution | undefined {
  const size = equations[0]?.factors.length ?? 0
  const inverse = inverted(
    grid(size, (i, j) =>
      equations.reduce((sum, { factors }) => sum + (factors[i] ?? 0) * (factors[j] ?? 0), 0),
    ),
  )
  if (inverse === undefined) return undefined
  const right = Array.from({ length: size }, (_, i) =>
    equations.reduce((sum, { factors, sum: measured }) => sum + (factors[i] ?? 0) * measured, 0),
  )
  const values = inverse.map((row) => row.reduce((sum, of, j) => sum + of * (right[j] ?? 0), 0))
  const over = equations.length - size
  const squares = equations.reduce((sum, { factors, sum: measured }) => {
    const fitted = factors.reduce((total, factor, i) => total + factor * (values[i] ?? 0), 0)
    return sum + (measured - fitted) ** 2
  }, 0)
  return {
    values,
    spread: inverse.map((row, i) => row[i] ?? 0),
    residual: over < enough ? undefined : squares / over,
  }
}

function grid(size: number, of: (i: number, j: number) => number): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => of(i, j)))
}

/** Gauss–Jordan with partial pivots. */
function inverted(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const size = matrix.length
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => Number(i === j))])
  for (let at = 0; at < size; at++) {
    const best = rows
      .map((row, place) => ({ place, pivot: Math.abs(row[at] ?? 0) }))
      .slice(at)
      .reduce((a, b) => (b.pivot > a.pivot ? b : a))
    const top = rows[best.place]
    if (top === undefined || best.pivot < 1e-9) return undefined
    rows[best.place] = rows[at] ?? top
    const scale = top[at] ?? 1
    const pivot = top.map((value) => value / scale)
    rows[at] = pivot
    for (const [place, row] of rows.entries()) {
      const factor = row[at] ?? 0
      if (place === at || factor === 0) continue
      rows[place] = row.map((value, j) => value - factor * (pivot[j] ?? 0))
    }
  }
  return rows.map((row) => row.slice(size))
}
