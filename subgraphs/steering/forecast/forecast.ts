import { backTest, fitted } from './back-test.ts'
import type { ModelName, Outlook } from './model.ts'
import { modelsFor } from './models.ts'
import { changePoints, type Outlier, outliers } from './unusual.ts'

/** A series, oldest value first, without gaps. */
export interface Series {
  readonly history: readonly number[]
  /** Periods of a season; 1 where there is none. */
  readonly season: number
  /** Periods to forecast. */
  readonly steps: number
}

interface Candidate {
  readonly model: ModelName
  readonly mase: number | null
}

export interface Forecast {
  readonly model: ModelName
  readonly outlook: Outlook
  readonly origins: number
  readonly mase: number | null
  /** Of the seasonal naive forecast, in the same test. */
  readonly naiveMase: number | null
  readonly coverage95: number
  readonly candidates: readonly Candidate[]
  /** Places in the history at which a new level begins. */
  readonly changePoints: readonly number[]
  readonly outliers: readonly Outlier[]
}

/**
 * Forecasts a series by the model that did best on its past. The series has neededHistory periods (back-test.ts). Throws
 * where not even the seasonal naive forecast is a number.
 */
export function forecast({ history, season, steps }: Series): Forecast {
  const { origins, tested } = backTest({
    history,
    season,
    steps,
    models: modelsFor(season, history),
  })
  for (const { model, mase, coverage95 } of tested) {
    const outlook = fitted(model, history, steps)
    if (outlook === undefined) continue
    const baseline = tested.find((one) => one.model.name === 'SEASONAL_NAIVE')
    return {
      model: model.name,
      outlook,
      origins,
      mase,
      naiveMase: baseline?.mase ?? null,
      coverage95,
      candidates: tested.map((one) => ({ model: one.model.name, mase: one.mase })),
      changePoints: changePoints(history, season),
      outliers: outliers(history, season),
    }
  }
  throw new Error('expected a model that can be fitted')
}
