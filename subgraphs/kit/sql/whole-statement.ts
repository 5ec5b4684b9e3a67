import sql, { join, type Sql } from 'sql-template-tag'
import { column } from './column.ts'
import { hiddenColumns } from './hidden-columns.ts'
import { identifier } from './identifier.ts'
import type { Prepared } from './prepare.ts'
import { fromWhere } from './select.ts'

export const sampleRowsAlias = '$sampleRows'
export const samplePersonsAlias = '$samplePersons'
/** Of 32,768 values of a record key's random bits (auth/record-key.ts), those whose people are the sample. */
const sampled = 512
const randomBitsAt = 48

/** All rows as one set, and how many rows the people of a sample of one in 64 have. */
export function wholeStatement({ table, conditions }: Prepared, recordKey: string): Sql {
  const key = column(table, recordKey)
  const inSample = sql`FILTER (WHERE (${key} >> ${randomBitsAt}::int4) < ${sampled}::int8)`
  const list = [
    sql`count(*) AS ${identifier('$count')}`,
    ...hiddenColumns(table, recordKey, []),
    sql`count(*) ${inSample} AS ${identifier(sampleRowsAlias)}`,
    sql`count(DISTINCT ${key}) ${inSample} AS ${identifier(samplePersonsAlias)}`,
  ]
  return sql`SELECT ${join(list, ', ')}${fromWhere(table, conditions)}`
}
