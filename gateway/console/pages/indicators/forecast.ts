import { pageDocuments } from '../../../trusted/page-documents.ts'
import { askWhole } from '../../api/ask.ts'

export interface ForecastStep {
  readonly period: string
  readonly value: number
  readonly lower80: number
  readonly upper80: number
  readonly lower95: number
  readonly upper95: number
}

export interface Forecast {
  readonly model: string
  readonly historyFrom: string
  readonly historyUntil: string
  readonly historyPoints: number
  readonly origins: number
  readonly mase: number | null
  readonly naiveMase: number | null
  readonly coverage95: number
  readonly synthetic: boolean
  readonly steps: readonly ForecastStep[]
  readonly changePoints: readonly string[]
  readonly outliers: readonly {
    readonly period: string
    readonly value: number
    readonly expected: number
  }[]
}

export interface KnownPoint {
  readonly period: string
  readonly value: number | null
}

interface Answered {
  readonly indicatorForecast: Forecast
  readonly indicatorSeries: readonly KnownPoint[]
}

/** A forecast and the values that it stands on. Fails with Refused: HISTORY_TOO_SHORT where there are too few. */
export async function readForecast(
  code: string,
  area: string,
  signal: AbortSignal,
): Promise<Answered> {
  return await askWhole<Answered>(
    { query: pageDocuments.forecast, variables: { code, area } },
    signal,
  )
}
