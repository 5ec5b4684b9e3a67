import type { Model, ModelName, Outlook } from './model.ts'

/** How a model did on the past of a series. */
export interface Tested {
  readonly model: Model
  /** Mean absolute error, in the unit of the series. */
  readonly error: number
  /** The same over the error of the seasonal naive forecast on each training part; null where that is 0. */
  readonly mase: number | null
  /** Share of the values that came to lie in the interval of 95 %. */
  readonly coverage95: number
}

export interface BackTest {
  /** How many times the end of the series was forecast from what went before. */
  readonly origins: number
  /** The best first; among equals the simpler, as they were given. */
  readonly tested: readonly Tested[]
  /** Models that could not be fitted. */
  readonly failed: readonly ModelName[]
}

interface Asked {
  readonly history: readonly number[]
  readonly season: number
  readonly steps: number
  readonly models: readonly Model[]
}

/** Origins of one test, at most: each fits every model. */
const maxOrigins = 12
/** And at least: fewer say nothing of a model. */
const minOrigins = 4
/** Periods that a model is fitted to at least, where there are no seasons; two seasons otherwise. */
const leastTraining = 10

/** Periods that a series must have to be forecast so far ahead. */
export function neededHistory(season: number, steps: number): number {
  return trainingOf(season) + steps + minOrigins - 1
}

/**
 * Forecasts the last values from what went before them, from origins that move by one period: rolling-origin evaluation
 * (Tashman 2000) with the mean absolute scaled error (Hyndman & Koehler 2006). The history has neededHistory periods.
 */
export function backTest({ history, season, steps, models }: Asked): BackTest {
  const possible = history.length - steps - trainingOf(season) + 1
  const origins = Math.min(maxOrigins, possible)
  const first = history.length - steps - origins + 1
  const ends = Array.from({ length: origins }, (_, at) => first + at)
  const results = models.map((model) => {
    const runs = ends.map((end) => runAt({ history, season, steps, model }, end))
    const whole = runs.filter((run) => run !== undefined)
    return { model, runs: whole, isWhole: whole.length === runs.length }
  })
  const tested = results
    .filter(({ isWhole }) => isWhole)
    .map(({ model, runs }): Tested => {
      const isScaled = runs.every(({ scale }) => scale > 0)
      return {
        model,
        error: mean(runs.map(({ error }) => error)),
        mase: isScaled ? mean(runs.map(({ error, scale }) => error / scale)) : null,
        coverage95: mean(runs.map(({ inside }) => inside)),
      }
    })
    .sort((a, b) => (a.mase ?? a.error) - (b.mase ?? b.error))
  const failed = results.filter(({ isWhole }) => !isWhole).map(({ model }) => model.name)
  return { origins, tested, failed }
}

/** Mean absolute error of the seasonal naive forecast within a series: what MASE is scaled by. */
export function seasonalError(history: readonly number[], season: number): number {
  return mean(history.slice(season).map((value, at) => Math.abs(value - (history[at] ?? value))))
}

interface Run {
  readonly error: number
  readonly scale: number
  /** Share of the values inside the interval of 95 %. */
  readonly inside: number
}

function runAt(
  { history, season, steps, model }: Omit<Asked, 'models'> & { readonly model: Model },
  end: number,
): Run | undefined {
  const training = history.slice(0, end)
  const outlook = fitted(model, training, steps)
  if (outlook === undefined) return undefined
  const { point, band95 } = outlook
  const actual = history.slice(end, end + steps)
  const isInside = actual.map(
    (value, at) => value >= (band95.lower[at] ?? 0) && value <= (band95.upper[at] ?? 0),
  )
  return {
    error: mean(actual.map((value, at) => Math.abs(value - (point[at] ?? 0)))),
    scale: seasonalError(training, season),
    inside: mean(isInside.map(Number)),
  }
}

/** What a model says; undefined where it cannot be fitted, or what it says is no number. */
export function fitted(
  model: Model,
  history: readonly number[],
  steps: number,
): Outlook | undefined {
  try {
    const outlook = model.forecast(history, steps)
    const all = [outlook.point, ...[outlook.band80, outlook.band95].flatMap(Object.values)].flat()
    return all.every(Number.isFinite) ? outlook : undefined
  } catch {
    return undefined
  }
}

function trainingOf(season: number): number {
  return season === 1 ? leastTraining : 2 * season
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
