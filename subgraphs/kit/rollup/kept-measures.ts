import sql, { type Sql } from 'sql-template-tag'
import type { Column, TableType } from '../../../schema/model/model.ts'
import { columnFact, type Source } from '../source.ts'
import { column, type Aliased } from '../sql/column.ts'
import { keptColumn, type KeptFunction, type KeptMeasure } from './rollup.ts'

/** Types whose sum is the same in whatever order it is added up. */
const exact: ReadonlySet<string> = new Set(['int2', 'int4', 'int8', 'numeric'])
const narrow: ReadonlySet<string> = new Set(['int2', 'int4'])

/** What a rollup keeps of its measures, so that each function of theirs is answered exactly or not at all. */
export function keptMeasures(
  source: Source,
  type: TableType,
  fields: readonly string[],
): ReadonlyMap<string, KeptMeasure> {
  return new Map(
    fields.map((field) => {
      const own = columnOf(type, field)
      const fact = columnFact(source, type, own.column)
      const kept = keptFunctions(own, exact.has(fact.type))
      return [field, { kept, isNarrow: narrow.has(fact.type) }]
    }),
  )
}

function keptFunctions({ measures }: Column, isExact: boolean): ReadonlySet<KeptFunction> {
  const kept = new Set<KeptFunction>()
  if (isExact && (measures.includes('SUM') || measures.includes('AVG')))
    for (const one of ['n', 'sum', 'largest'] as const) kept.add(one)
  if (measures.includes('MIN')) kept.add('min')
  if (measures.includes('MAX')) kept.add('max')
  if (measures.includes('COUNT_DISTINCT')) kept.add('distinct')
  return kept
}

const aggregates: Readonly<Record<KeptFunction, (of: Sql) => Sql>> = {
  n: (of) => sql`count(${of})`,
  sum: (of) => sql`sum(${of})`,
  min: (of) => sql`min(${of})`,
  max: (of) => sql`max(${of})`,
  largest: (of) => sql`max(abs(${of}))`,
  distinct: (of) => sql`count(DISTINCT ${of})`,
}

/** Each kept function over the base table's rows, and its column in the rollup. */
export function measureColumns(
  table: Aliased,
  measures: ReadonlyMap<string, KeptMeasure>,
): readonly { readonly of: Sql; readonly name: string }[] {
  return [...measures].flatMap(([field, { kept }]) => {
    const of = column(table, columnOf(table.type, field).column)
    return [...kept].map((one) => ({ of: aggregates[one](of), name: keptColumn(field, one) }))
  })
}

function columnOf(type: TableType, field: string): Column {
  const own = type.columns.get(field)
  if (own === undefined) throw new Error(`expected ${type.name}.${field} to be a column`)
  return own
}
