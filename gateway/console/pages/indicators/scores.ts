import { pageDocuments } from '../../../trusted/page-documents.ts'
import { askWhole } from '../../api/ask.ts'
import { provinceTiles } from '../../charts/province-tiles.ts'
import type { Language } from '../../words/language.ts'

export type Standing = 'MET' | 'NEAR' | 'WARNING' | 'ALERT'
export type ValueState = 'KNOWN' | 'SUPPRESSED' | 'FAILED' | 'UNDEFINED'

/** What an indicator is, as a card of it says. */
export interface Definition {
  readonly code: string
  readonly name: string
  readonly nameEn: string
  readonly unit: string
  readonly unitEn: string
  readonly frequency: 'DAY' | 'MONTH' | 'QUARTER' | 'YEAR'
  readonly owner: string
  readonly direction: 'UP' | 'DOWN' | 'NEUTRAL'
  readonly decimals: number
  readonly byProvince: boolean
  readonly method: 'REPORT' | 'IMPORT'
}

export interface TrendPoint {
  readonly period: string
  readonly value: number | null
}

/** Where an indicator stands in an area. */
export interface Score {
  readonly indicatorCode: string
  /** Null where nothing was observed in the area. */
  readonly period: string | null
  readonly value: number | null
  readonly state: ValueState | null
  readonly reason: string | null
  readonly asOf: string | null
  readonly confirmedAt: string | null
  readonly late: boolean
  readonly synthetic: boolean | null
  readonly sources: readonly string[] | null
  /** By source, as an answer's provenance told it. */
  readonly quality: unknown
  readonly target: number | null
  readonly warning: number | null
  readonly alert: number | null
  readonly standing: Standing | null
  readonly lastYear: number | null
  readonly changePercent: number | null
  readonly trend: readonly TrendPoint[]
}

export interface Scored {
  readonly definition: Definition
  readonly score: Score
}

interface Scoreboard {
  readonly indicators: { readonly nodes: readonly Definition[] } | null
  readonly indicatorScoreboard: readonly Score[] | null
}

/** Every indicator that may be seen in an area: `VN`, or a province's code. */
export async function readScoreboard(
  area: string,
  signal: AbortSignal,
): Promise<readonly Scored[]> {
  const found = await askWhole<Scoreboard>(
    { query: pageDocuments.scoreboard, variables: { area } },
    signal,
  )
  const scores = new Map((found.indicatorScoreboard ?? []).map((one) => [one.indicatorCode, one]))
  return (found.indicators?.nodes ?? []).flatMap((definition) => {
    const score = scores.get(definition.code)
    return score && (area === 'VN' || definition.byProvince) ? [{ definition, score }] : []
  })
}

export function nameOf(language: Language, { name, nameEn }: Pick<Definition, 'name' | 'nameEn'>) {
  return language === 'vi' ? name : nameEn
}

export function unitOf(language: Language, { unit, unitEn }: Pick<Definition, 'unit' | 'unitEn'>) {
  return language === 'vi' ? unit : unitEn
}

/** The areas that can be chosen: the nation, then the provinces by name. */
export const provinceChoices = [...provinceTiles.values()].sort((one, other) =>
  one.name.localeCompare(other.name, 'vi'),
)

/** What an area is called: the nation in a language's words, or a province. */
export function placeName(area: string, nation: string): string {
  return area === 'VN' ? nation : (provinceTiles.get(area)?.name ?? area)
}

export function isArea(code: string | null): code is string {
  return code === 'VN' || provinceTiles.has(code ?? '')
}
