import sql, { join, raw, type Sql } from 'sql-template-tag'
import { rollupSchema } from '../rollup/rollup.ts'
import { column, type Aliased } from './column.ts'
import { hiddenColumns } from './hidden-columns.ts'
import { identifier } from './identifier.ts'
import { measureSql } from './measures.ts'
import type { Prepared } from './prepare.ts'
import { fromWhere } from './select.ts'

export const sampleRowsAlias = '$sampleRows'
export const samplePersonsAlias = '$samplePersons'
/** Of 32,768 values of a record key's random bits (auth/record-key.ts), those whose people are the sample. */
const sampled = 512
const randomBitsAt = 48

/** All rows as one set, and how many rows the people of a sample of one in 64 have. */
export function wholeStatement({ table, conditions }: Prepared, recordKey: string): Sql {
  const { rows, persons } = sampleOf(table, recordKey)
  const list = [
    sql`${measureSql(table, { kind: 'count' })} AS ${identifier('$count')}`,
    ...hiddenColumns(table, recordKey, []),
    sql`${rows} AS ${identifier(sampleRowsAlias)}`,
    sql`${persons} AS ${identifier(samplePersonsAlias)}`,
  ]
  return sql`SELECT ${join(list, ', ')}${fromWhere(table, conditions)}`
}

/** Rows and persons of the sample; of a rollup as they were counted when it was filled. */
export function sampleOf(table: Aliased, recordKey: string): { rows: Sql; persons: Sql } {
  if (table.rollup !== undefined) {
    const registered = sql`FROM ${raw(rollupSchema)}.rollup WHERE table_name = ${table.rollup.table}`
    return {
      rows: sql`(SELECT sample_rows ${registered})`,
      persons: sql`(SELECT sample_persons ${registered})`,
    }
  }
  const key = column(table, recordKey)
  const inSample = sql`FILTER (WHERE (${key} >> ${randomBitsAt}::int4) < ${sampled}::int8)`
  return { rows: sql`count(*) ${inSample}`, persons: sql`count(DISTINCT ${key}) ${inSample}` }
}
