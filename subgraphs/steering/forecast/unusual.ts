import { ChangepointDetector, MSTL } from './augurs.ts'

/** Periods on each side of the one whose neighbourhood's median is taken. */
const reach = 2
/** Tukey's outer fences: so many interquartile ranges beyond the quartiles (1977; Hyndman's tsoutliers uses them so). */
const fences = 3
/** Less than this share of the largest value is the arithmetic's own. */
const rounding = 1e-9

/** A value that lies apart, and what was to be expected. */
export interface Outlier {
  readonly at: number
  readonly expected: number
}

/**
 * Places of a series at which a new level begins, by Bayesian online change-point detection (Adams & MacKay 2007) with
 * the library's usual prior, on standardised values. Of a series with seasons, the change on the season before is judged:
 * by logarithms where all values are above 0.
 */
export function changePoints(history: readonly number[], season: number): readonly number[] {
  const level = season === 1 ? history : changesOf(history, season)
  const mean = meanOf(level)
  const spread = Math.sqrt(
    level.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, level.length - 1),
  )
  if (!(spread > rounding * Math.max(...level.map(Math.abs)))) return []
  const detector = ChangepointDetector.normalGamma({})
  try {
    const { indices } = detector.detectChangepoints(level.map((value) => (value - mean) / spread))
    const skipped = history.length - level.length
    // It names the last place of the old level, and the beginning as the first.
    return indices.filter((index) => index > 0).map((index) => index + 1 + skipped)
  } finally {
    detector.free()
  }
}

/** Values whose remainder lies beyond Tukey's outer fences: without trend and season, or their neighbours' median. */
export function outliers(history: readonly number[], season: number): readonly Outlier[] {
  const isLogarithmic = season > 1 && history.every((value) => value > 0)
  const values = isLogarithmic ? history.map(Math.log) : history
  const expected = season === 1 ? runningMedians(values) : smoothed(values, season)
  if (expected.length !== values.length) return []
  const remainders = values.map((value, at) => value - (expected[at] ?? value))
  const sorted = [...remainders].sort((a, b) => a - b)
  const [low, high] = [quantile(sorted, 0.25), quantile(sorted, 0.75)]
  const room =
    fences * (high - low) + rounding * Math.max(...values.map(Math.abs), Number.MIN_VALUE)
  return remainders.flatMap((remainder, at) => {
    if (remainder >= low - room && remainder <= high + room) return []
    const usual = expected[at] ?? Number.NaN
    return [{ at, expected: isLogarithmic ? Math.exp(usual) : usual }]
  })
}

function changesOf(history: readonly number[], season: number): readonly number[] {
  const isPositive = history.every((value) => value > 0)
  return history.slice(season).map((value, at) => {
    const before = history[at] ?? value
    return isPositive ? Math.log(value / before) : value - before
  })
}

function smoothed(values: readonly number[], season: number): readonly number[] {
  const model = MSTL.ets([season], {})
  try {
    model.fit([...values])
    return model.predictInSample().point
  } catch {
    return []
  } finally {
    model.free()
  }
}

function runningMedians(values: readonly number[]): readonly number[] {
  return values.map((_, at) => {
    const near = values.slice(Math.max(0, at - reach), at + reach + 1)
    return quantile(
      [...near].sort((a, b) => a - b),
      0.5,
    )
  })
}

/** Of sorted values, with linear interpolation. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const [below, above] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0]
  return below + (above - below) * (place - Math.floor(place))
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
