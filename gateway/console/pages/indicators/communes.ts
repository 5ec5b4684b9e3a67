import { communeDocuments } from '../../../trusted/commune-documents.ts'
import { type MinistryProvenance, ask } from '../../api/ask.ts'
import { isRecord, refusedBy } from '../../api/refused.ts'
import type { WholeDefinition } from './indicator.ts'
import type { ValueState } from './scores.ts'

/** What indicators are counted for. */
const purpose = 'indicator-evaluation'

export interface CommuneValue {
  readonly code: string
  readonly name: string
  readonly value: number | null
  readonly state: ValueState
}

export interface CommuneValues {
  readonly communes: readonly CommuneValue[]
  readonly sources: Readonly<Record<string, MinistryProvenance>>
}

type Counted = Pick<
  WholeDefinition,
  'report' | 'numeratorPath' | 'denominatorPath' | 'rule' | 'scale'
>

/** The document that counts an indicator by commune; undefined where there is none. */
export function communeDocumentOf({ report }: Pick<Counted, 'report'>): string | undefined {
  const known: Readonly<Record<string, string>> = communeDocuments
  return report === null ? undefined : known[report]
}

/**
 * Counts an indicator by commune of a province now, as of the last day of a period, by its own rule. Fails with Refused:
 * RATE_LIMITED where the day's budget of figures is used up.
 */
export async function countCommunes(
  definition: Counted,
  { province, period }: { readonly province: string; readonly period: string },
  signal: AbortSignal,
): Promise<CommuneValues> {
  const query = communeDocumentOf(definition) ?? ''
  const { data, errors, provenance, requestId } = await ask(
    { query, variables: { province, ...agesAt(query, period) }, purpose },
    signal,
  )
  const page = data?.['communes']
  const nodes: unknown = isRecord(page) ? page['nodes'] : undefined
  if (!Array.isArray(nodes)) throw refusedBy(200, { errors }, requestId ?? null)
  return {
    communes: nodes.filter(isRecord).map((node) => communeValue(node, definition)),
    sources: provenance,
  }
}

/** The days of birth that a document takes, as of the last day of a period. */
export function agesAt(query: string, period: string): Readonly<Record<string, string>> {
  if (!query.includes('$bornAfter16')) return {}
  const year = Number(period.slice(0, 4))
  const last = lastDayOf(period).slice(5)
  return { bornAfter16: `${year - 16}-${last}`, bornBefore60: `${year - 60}-${last}` }
}

/** The last day of a year, quarter, month or day: 2026, 2026-Q3, 2026-10, 2026-10-31. */
function lastDayOf(period: string): string {
  const [year = '', part = '12', day] = period.split('-')
  if (day !== undefined) return period
  const month = part.startsWith('Q') ? Number(part.slice(1)) * 3 : Number(part)
  return new Date(Date.UTC(Number(year), month, 0)).toISOString().slice(0, 10)
}

/** The value of one commune: what is withheld, or failed, is none. */
export function communeValue(
  node: Readonly<Record<string, unknown>>,
  { numeratorPath, denominatorPath, scale }: Counted,
): CommuneValue {
  const place = { code: String(node['code']), name: String(node['name']) }
  const numerator = figureAt(node, numeratorPath ?? '')
  const denominator = denominatorPath === null ? 1 : figureAt(node, denominatorPath)
  const missing = [numerator, denominator].find((one) => typeof one === 'string')
  if (missing !== undefined) return { ...place, value: null, state: missing }
  if (Number(denominator) === 0) return { ...place, value: null, state: 'UNDEFINED' }
  const value =
    denominatorPath === null ? Number(numerator) : (Number(numerator) / Number(denominator)) * scale
  return { ...place, value, state: 'KNOWN' }
}

/** The number at a path, or why there is none. */
function figureAt(node: Readonly<Record<string, unknown>>, path: string): number | ValueState {
  const [alias = '', ...rest] = path.split('.')
  const totals = node[alias]
  if (!isRecord(totals)) return 'FAILED'
  let found: unknown = totals
  for (const name of rest) found = isRecord(found) ? found[name] : null
  if (found !== null && found !== undefined && found !== '') return Number(found)
  // A sum over nothing is null too.
  const { status } = isRecord(totals['disclosure']) ? totals['disclosure'] : {}
  const isShown = status === 'EXACT' || status === 'SHOWN'
  return isShown && totals['count'] === 0 ? 0 : 'SUPPRESSED'
}
