import { AutoETS, MSTL } from './augurs.ts'
import type { Band, Model, Outlook } from './model.ts'

/** Normal quantiles: half of what is outside lies above. */
const quantiles = { 80: 1.2815515655446004, 95: 1.959963984540054 } as const

type Predict = (
  steps: number,
  level: number,
) => {
  readonly point: readonly number[]
  readonly intervals: Band | undefined
}

/**
 * The models that may forecast a series whose season has so many periods (1: none): the value of a season ago, automatic
 * exponential smoothing with damped trends among its forms (Hyndman et al. 2002), and the same on the series without its
 * season, which STL takes away (Cleveland et al. 1990); where no value is below or at 0 also on logarithms.
 */
export function modelsFor(season: number, history: readonly number[]): readonly Model[] {
  const baseline: Model = { name: 'SEASONAL_NAIVE', forecast: seasonalNaive(season) }
  const smoothed: Model = { name: 'ETS', forecast: exponentialSmoothing }
  if (season === 1) return [baseline, smoothed]
  const apart: Model = { name: 'STL_ETS', forecast: seasonApart(season) }
  if (history.some((value) => value <= 0)) return [baseline, smoothed, apart]
  const onLogarithms: Model = {
    name: 'LOG_STL_ETS',
    forecast: (values, steps) => {
      const outlook = apart.forecast(
        values.map((value) => Math.log(value)),
        steps,
      )
      return mapped(outlook, Math.exp)
    },
  }
  return [baseline, smoothed, apart, onLogarithms]
}

/** Interval by the spread of its own errors, wider with every season (Hyndman & Athanasopoulos 2021, 5.5). */
function seasonalNaive(season: number): Model['forecast'] {
  return (history, steps) => {
    const errors = history.slice(season).map((value, at) => value - (history[at] ?? value))
    const squares = errors.reduce((sum, error) => sum + error * error, 0)
    const spread = Math.sqrt(squares / errors.length)
    const last = history.slice(-season)
    const point = Array.from({ length: steps }, (_, at) => last[at % season] ?? Number.NaN)
    const band = (quantile: number): Band => {
      const half = point.map((_, at) => quantile * spread * Math.sqrt(Math.floor(at / season) + 1))
      return {
        lower: point.map((value, at) => value - (half[at] ?? 0)),
        upper: point.map((value, at) => value + (half[at] ?? 0)),
      }
    }
    return { point, band80: band(quantiles[80]), band95: band(quantiles[95]) }
  }
}

function exponentialSmoothing(history: readonly number[], steps: number): Outlook {
  // Every error and trend, damped ones among them; seasons are taken away before.
  const model = new AutoETS(1, 'ZZN')
  try {
    model.fit([...history])
    return outlookOf((ahead, level) => model.predict(ahead, level), steps)
  } finally {
    model.free()
  }
}

function seasonApart(season: number): Model['forecast'] {
  return (history, steps) => {
    const model = MSTL.ets([season], {})
    try {
      model.fit([...history])
      return outlookOf((ahead, level) => model.predict(ahead, level), steps)
    } finally {
      model.free()
    }
  }
}

function outlookOf(predict: Predict, steps: number): Outlook {
  const [narrow, wide] = [predict(steps, 0.8), predict(steps, 0.95)]
  if (narrow.intervals === undefined || wide.intervals === undefined)
    throw new Error('expected intervals')
  return { point: wide.point, band80: narrow.intervals, band95: wide.intervals }
}

function mapped({ point, band80, band95 }: Outlook, by: (value: number) => number): Outlook {
  const band = ({ lower, upper }: Band): Band => ({ lower: lower.map(by), upper: upper.map(by) })
  return { point: point.map(by), band80: band(band80), band95: band(band95) }
}
