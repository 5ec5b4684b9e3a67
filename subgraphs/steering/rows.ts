import type { Sql } from 'sql-template-tag'
import { CodedError } from '../../schema/errors.ts'
import type { RequestContext } from '../kit/request-context.ts'
import type { RowAccess } from '../kit/row-access.ts'
import type { Row } from '../kit/sql/select.ts'

/** Nobody's rows: no policy of this database asks for any. */
const none: RowAccess = Object.freeze({
  whole: false,
  subjects: [],
  provinces: [],
  communes: [],
  facilities: [],
  institutions: [],
  keys: [],
  compartments: [],
})

/** Rows of one statement on this database, counted into the answer. */
export async function steeringRows(
  context: RequestContext,
  statement: Sql,
): Promise<readonly Row[]> {
  return context.budget.count(await context.snapshot.query(none, statement))
}

/** The first of the rows that hold an indicator's definition. Fails with BAD_USER_INPUT where there is no such indicator. */
export function definitionIn(rows: readonly Row[], code: unknown): Row {
  const [first] = rows
  if (first === undefined)
    throw new CodedError(
      'BAD_USER_INPUT',
      `indicator: expected the code of an indicator, got ${JSON.stringify(String(code).slice(0, 90))}.`,
    )
  return first
}

/** Fails with BAD_USER_INPUT for what is no period of ISO 8601: a year, quarter, month or day. */
export function expectPeriod(period: unknown): void {
  if (/^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(String(period))) return
  throw new CodedError(
    'BAD_USER_INPUT',
    `period: expected 2026, 2026-Q3, 2026-10 or 2026-10-31, got ${JSON.stringify(String(period).slice(0, 20))}.`,
  )
}

/** A number of a row; null where it is absent. */
export function numberIn(row: Row, column: string): number | null {
  const value = row[column]
  return typeof value === 'number' ? value : null
}
