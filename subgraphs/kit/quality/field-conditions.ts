import sql, { type Sql } from 'sql-template-tag'
import type { TableType } from '../../../schema/model/model.ts'
import type { QualityCondition } from '../../../schema/model/quality-rule.ts'
import type { Source } from '../source.ts'
import { column, type Aliased } from '../sql/column.ts'

/** Which rows meet the conditions that a rule names. */
export function conditions(
  source: Source,
  table: Aliased,
  wanted: readonly QualityCondition[],
): readonly Sql[] {
  return wanted.map(({ field, in: values, given: isGiven }) => {
    const own = fieldColumn(table, field)
    if (values === undefined)
      return isGiven === true ? sql`${own} IS NOT NULL` : sql`${own} IS NULL`
    return sql`${own}::text = ANY(${storedValues(source, table.type, field, values)})`
  })
}

/** The column of a field that the check of the model has seen. */
export function fieldColumn(table: Aliased, field: string | undefined): Sql {
  const own = table.type.columns.get(field ?? '')
  if (own === undefined) throw new Error(`expected a column of ${table.type.name}, got ${field}`)
  return column(table, own.column)
}

/** Values of an enum as the database writes them. */
export function storedValues(
  { model }: Source,
  type: TableType,
  field: string,
  values: readonly string[],
): string[] {
  const names = model.enums.get(type.columns.get(field)?.type ?? '')
  return values.map((value) => names?.get(value) ?? value)
}
