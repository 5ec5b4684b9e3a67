import sql from 'sql-template-tag'
import { CodedError } from '../../schema/errors.ts'
import type { Resolver } from '../kit/resolve/resolver.ts'
import type { Row } from '../kit/sql/select.ts'
import { definitionIn, expectPeriod, numberIn, steeringRows } from './rows.ts'

/** Provinces of one question. */
const maxAreas = 34

/**
 * An indicator's value over several provinces, by its own rule: sums are added, of ratios numerators and denominators
 * are, and nothing is ever averaged. Null with a reason where the rule is none or a province's value is not known. Fails
 * with BAD_USER_INPUT for an unknown indicator, a wrong period, or none, more than 34 or repeated provinces.
 */
export const indicatorAggregate: Resolver = async (
  _root,
  { indicator, period, areas },
  context,
) => {
  expectPeriod(period)
  const codes = areasOf(areas)
  const rows = await steeringRows(
    context,
    sql`
    SELECT i.rule, i.scale, o.value, o.numerator, o.denominator, o.synthetic, o.id IS NOT NULL AS found
    FROM indicator AS i
    LEFT JOIN observation AS o ON o.indicator_code = i.code AND o.period = ${period}
      AND o.superseded_at IS NULL AND o.province_code = ANY (${codes})
    WHERE i.code = ${indicator}`,
  )
  const { rule, scale } = definitionIn(rows, indicator)
  const found = rows.filter((row) => row['found'] === true)
  return {
    rule,
    areas: codes.length,
    synthetic: found.some(({ synthetic }) => synthetic === true),
    ...together(found, { rule: String(rule), scale: Number(scale), areas: codes.length }),
  }
}

function areasOf(areas: unknown): readonly string[] {
  const codes = (Array.isArray(areas) ? areas : []).map(String)
  const isRight =
    codes.length > 0 && codes.length <= maxAreas && new Set(codes).size === codes.length
  if (isRight && codes.every((code) => /^\d{2}$/.test(code))) return codes
  throw new CodedError(
    'BAD_USER_INPUT',
    `areas: expected 1 to ${maxAreas} different codes of provinces, got ${codes.length}.`,
  )
}

interface Rule {
  readonly rule: string
  readonly scale: number
  readonly areas: number
}

const withoutValue = { value: null, numerator: null, denominator: null } as const

function together(found: readonly Row[], { rule, scale, areas }: Rule): Row {
  if (rule === 'NONE') return { ...withoutValue, reason: 'RULE_NONE' }
  const unknown = { ...withoutValue, reason: 'AREA_UNKNOWN' }
  if (found.length < areas) return unknown
  if (rule === 'SUM') {
    const value = sumOf(found, 'value')
    return value === null ? unknown : { ...withoutValue, value, reason: null }
  }
  const numerator = sumOf(found, 'numerator')
  const denominator = sumOf(found, 'denominator')
  if (numerator === null || denominator === null) return unknown
  if (denominator === 0) return { ...withoutValue, reason: 'DENOMINATOR_ZERO' }
  return { value: (numerator / denominator) * scale, numerator, denominator, reason: null }
}

/** Null where any of them is not known. */
function sumOf(rows: readonly Row[], column: string): number | null {
  return rows.reduce<number | null>((sum, row) => {
    const value = numberIn(row, column)
    return sum === null || value === null ? null : sum + value
  }, 0)
}
