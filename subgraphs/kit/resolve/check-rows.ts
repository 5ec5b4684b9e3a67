import type { Join } from '../../../schema/model/model.ts'
import { tooMuch } from '../too-much.ts'

/** Rows of one list or connection field over all its parents. */
export const maxListRows = 50_000

/** Fails with COST_EXCEEDED where a field would answer more rows than one request may have. */
export function checkRows(join: Join, rows: number): void {
  if (rows > maxListRows)
    throw tooMuch(join.field, { limit: 'rows', allowed: maxListRows, got: rows })
}
