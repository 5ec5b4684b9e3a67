import { pageDocuments } from '../../../trusted/page-documents.ts'
import { askWhole } from '../../api/ask.ts'
import type { Definition, Standing, ValueState } from './scores.ts'

export interface SeriesPoint {
  readonly period: string
  readonly periodStart: string
  readonly value: number | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly status: 'PRELIMINARY' | 'REVISED' | 'FINAL'
  readonly state: ValueState
  readonly reason: string | null
  readonly asOf: string
  readonly synthetic: boolean
  readonly target: number | null
  readonly standing: Standing | null
  readonly lastYear: number | null
  readonly changePercent: number | null
}

/** One value of an area and period, as it was stored. */
export interface Revision {
  readonly id: string
  readonly period: string
  readonly revision: number
  readonly value: number | null
  readonly status: SeriesPoint['status']
  readonly state: ValueState
  readonly reason: string | null
  readonly recordedAt: string
  readonly supersededAt: string | null
  readonly method: Definition['method']
  readonly queryId: string
  readonly sources: readonly string[]
  readonly quality: unknown
  readonly synthetic: boolean
}

/** A definition with all that it says. */
export interface WholeDefinition extends Definition {
  readonly version: number
  readonly description: string
  readonly descriptionEn: string
  readonly rule: 'SUM' | 'RATIO' | 'NONE'
  readonly scale: number
  readonly report: string | null
  readonly reportDigest: string | null
  readonly numeratorPath: string | null
  readonly denominatorPath: string | null
  readonly freshnessHours: number
  readonly versions: readonly { readonly version: number; readonly recordedAt: string }[]
}

export interface OneIndicator {
  readonly indicator: WholeDefinition | null
  readonly indicatorSeries: readonly SeriesPoint[] | null
  readonly observations: { readonly nodes: readonly Revision[] } | null
}

export interface RankedPlace {
  readonly areaCode: string
  readonly rank: number | null
  readonly bestRank: number | null
  readonly worstRank: number | null
  readonly value: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly state: ValueState
}

export interface Ranking {
  readonly method: 'HIGHEST_FIRST' | 'LOWEST_FIRST' | 'NONE'
  readonly confidence: number | null
  readonly synthetic: boolean
  readonly places: readonly RankedPlace[]
}

/** An indicator with its values in an area. */
export async function readIndicator(
  code: string,
  area: string,
  signal: AbortSignal,
): Promise<OneIndicator> {
  return await askWhole({ query: pageDocuments.indicator, variables: { code, area } }, signal)
}

/** The provinces by an indicator's values of a period. */
export async function readRanking(
  code: string,
  period: string,
  signal: AbortSignal,
): Promise<Ranking | null> {
  const question = { query: pageDocuments.ranking, variables: { code, period } }
  const { indicatorRanking } = await askWhole<{ indicatorRanking: Ranking | null }>(
    question,
    signal,
  )
  return indicatorRanking
}
