import { isRecord } from '../../gateway/is-record.ts'

/** How an indicator's values are read from an answer. */
export interface Reading {
  readonly rule: 'SUM' | 'RATIO' | 'NONE'
  readonly scale: number
  readonly byProvince: boolean
  readonly numeratorPath: string
  readonly denominatorPath: string | null
}

export type State = 'KNOWN' | 'SUPPRESSED' | 'FAILED' | 'UNDEFINED'

/** What an answer says of one area. */
export interface Observed {
  /** VN, or a province's code. */
  readonly area: string
  readonly value: number | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly state: State
  readonly reason: string | null
}

interface Figure {
  readonly value: number | null
  readonly state: State
  readonly reason: string | null
}

/**
 * The values of the nation and of the provinces in the body of an answer. What is missing is FAILED with the code of the
 * answer's error, what disclosure control withheld is SUPPRESSED with its reason: neither is ever taken for nought.
 */
export function observedIn(
  answer: unknown,
  reading: Reading,
  provinces: readonly string[],
): readonly Observed[] {
  const { data, errors } = isRecord(answer) ? answer : {}
  const failure = codesIn(errors)[0] ?? 'NO_ANSWER'
  const nation = observedAt('VN', data, reading, failure)
  if (!reading.byProvince) return [nation]
  const rows = new Map(
    nodesIn(data).map((node) => [isRecord(node) ? String(node['code']) : '', node]),
  )
  return [nation, ...provinces.map((code) => observedAt(code, rows.get(code), reading, failure))]
}

/** The codes of an answer's errors, each once. */
export function codesIn(errors: unknown): readonly string[] {
  const codes = (Array.isArray(errors) ? errors : []).map((error: unknown) =>
    String(isRecord(error) && isRecord(error['extensions']) ? error['extensions']['code'] : ''),
  )
  return [...new Set(codes)].sort()
}

function nodesIn(data: unknown): readonly unknown[] {
  const page = isRecord(data) ? data['provinces'] : undefined
  const nodes = isRecord(page) ? page['nodes'] : undefined
  return Array.isArray(nodes) ? nodes : []
}

function observedAt(area: string, node: unknown, reading: Reading, failure: string): Observed {
  const numerator = figureAt(node, reading.numeratorPath, failure)
  const { denominatorPath } = reading
  const denominator =
    denominatorPath === null ? undefined : figureAt(node, denominatorPath, failure)
  const missing = [numerator, denominator].find((one) => one !== undefined && one.value === null)
  const parts = {
    area,
    numerator: denominator === undefined ? null : numerator.value,
    denominator: denominator?.value ?? null,
  }
  if (missing !== undefined)
    return { ...parts, value: null, state: missing.state, reason: missing.reason }
  if (denominator?.value === 0) return { ...parts, value: null, state: 'UNDEFINED', reason: null }
  const value =
    denominator === undefined
      ? numerator.value
      : ((numerator.value ?? 0) / (denominator.value ?? 1)) * reading.scale
  return { ...parts, value, state: 'KNOWN', reason: null }
}

/** The number at a path; null values below totals that are there were withheld. */
function figureAt(node: unknown, path: string, failure: string): Figure {
  const [alias = '', ...rest] = path.split('.')
  const totals = isRecord(node) ? node[alias] : undefined
  if (!isRecord(totals)) return { value: null, state: 'FAILED', reason: failure }
  const value = numberAt(totals, rest)
  if (value !== undefined) return { value, state: 'KNOWN', reason: null }
  const { status, reason } = isRecord(totals['disclosure']) ? totals['disclosure'] : {}
  const isShown = status === 'EXACT' || status === 'SHOWN'
  // A sum over nothing is null too.
  if (isShown && totals['count'] === 0) return { value: 0, state: 'KNOWN', reason: null }
  const said = [reason, status].find((one) => typeof one === 'string')
  return { value: null, state: 'SUPPRESSED', reason: said ?? 'SUPPRESSED' }
}

function numberAt(
  totals: Readonly<Record<string, unknown>>,
  path: readonly string[],
): number | undefined {
  let found: unknown = totals
  for (const name of path) found = isRecord(found) ? found[name] : null
  const isText = typeof found === 'string' && found.trim() !== ''
  const value = typeof found === 'number' || isText ? Number(found) : Number.NaN
  return Number.isFinite(value) ? value : undefined
}
