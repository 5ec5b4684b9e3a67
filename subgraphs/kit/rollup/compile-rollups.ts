import { createHash } from 'node:crypto'
import { escapeLiteral } from 'pg'
import sql, { join, raw, type Sql } from 'sql-template-tag'
import { columnName } from '../../../schema/model/generated-name.ts'
import type { RollupDefinition, RollupDimension, TableType } from '../../../schema/model/model.ts'
import type { Source } from '../source.ts'
import { aliases, column, type Aliased } from '../sql/column.ts'
import { dimensionWalk, type DimensionPlace } from '../sql/dimension-walk.ts'
import { derivedAge, fixedDay } from '../sql/group-keys.ts'
import { recordKeySketch } from '../sql/hidden-columns.ts'
import { identifier } from '../sql/identifier.ts'
import { all } from '../sql/condition.ts'
import { rowCondition } from '../sql/row-condition.ts'
import { tableName } from '../sql/path.ts'
import { dateBucket, instantBucket } from '../sql/time-bucket.ts'
import { vietNam } from '../sql/today.ts'
import { sampleOf } from '../sql/whole-statement.ts'
import { keptMeasures, measureColumns } from './kept-measures.ts'
import {
  personColumns,
  rowsColumn,
  type KeptColumn,
  type Rollup,
  type RollupKey,
} from './rollup.ts'

/** Every rollup that a ministry declares, by name. */
export function compileRollups(source: Source): ReadonlyMap<string, Rollup> {
  const rollups = [...source.model.types.values()].flatMap((type) =>
    type.kind === 'table' ? type.rollups.map((one) => compileRollup(source, type, one)) : [],
  )
  return new Map(rollups.map((rollup) => [rollup.name, rollup]))
}

interface CompiledKey extends RollupKey {
  readonly expressions: readonly Sql[]
  readonly own: ReadonlyMap<string, KeptColumn>
}

/** Filled as the owner, who sees every row; those in compartments are in no rollup. */
function compileRollup(source: Source, type: TableType, definition: RollupDefinition): Rollup {
  const alias = aliases()
  const table = { type, alias: alias() }
  const whole = { whole: true, subjects: [], provinces: [], communes: [], facilities: [] }
  const access = () => ({ ...whole, institutions: [], keys: [], compartments: [] })
  const walk = dimensionWalk(
    { source, alias, access, mayIdentify: () => true, guard: () => undefined },
    table,
  )
  const keys = definition.by.map((use) =>
    compileKey(table, walk.place(dimensionOf(type, use)), use),
  )
  const open = all(rowCondition(source, table, access(), alias))
  const measures = keptMeasures(source, type, definition.measures)
  const keyColumns = keys.flatMap(({ columns }) => columns)
  const named = [
    ...keys.flatMap(({ expressions }) => expressions).map((of, i) => as(of, keyColumns[i] ?? '')),
    as(raw('count(*)'), rowsColumn),
    ...personList(table),
    ...measureColumns(table, measures).map(({ of, name }) => as(of, name)),
  ]
  const places = keyColumns.map((_, i) => String(i + 1)).join(', ')
  const cells = literal(
    sql`SELECT ${join(named, ', ')} FROM ${tableName(table)} AS ${table.alias}${join([raw(''), ...walk.joins], '')} WHERE ${open} GROUP BY ${raw(places)}`,
  )
  const digest = createHash('sha256').update(cells).digest('hex').slice(0, 10)
  return Object.freeze({
    name: `${type.table}.${definition.name}`,
    type,
    table: `${type.table}_${columnName(definition.name)}_${digest}`,
    keys: new Map(keys.map((key) => [key.dimension.name, key])),
    columns: new Map(keys.flatMap(({ own }) => [...own])),
    measures,
    cells,
    sample: sampleText(table, open),
    keyColumns,
  })
}

function dimensionOf(type: TableType, { dimension: name }: RollupDimension) {
  const dimension = type.dimensions.get(name)
  if (dimension === undefined) throw new Error(`expected a dimension of ${type.name}, got ${name}`)
  return dimension
}

/** The row's own columns keep their names, so that a filter on them is the same on a rollup. */
function compileKey(
  table: Aliased,
  place: DimensionPlace,
  { bucket }: RollupDimension,
): CompiledKey {
  const { dimension, target } = place
  const names = target.kind === 'join' ? target.join.path.columns : [target.column.column]
  const isOwn = dimension.via.length === 0 && dimension.derive === undefined
  const kind = target.kind === 'join' ? '' : target.column.type
  const kept: KeptColumn = {
    type: kind === 'Date' || kind === 'DateTime' ? kind : 'other',
    ...(bucket === undefined ? {} : { bucket }),
  }
  return {
    dimension,
    ...(bucket === undefined ? {} : { bucket }),
    columns: isOwn ? names : names.map((_, i) => `${dimension.name}.${i + 1}`),
    expressions: valuesOf(table, place, kept),
    own: new Map(isOwn ? names.map((name) => [name, kept]) : []),
  }
}

function valuesOf(
  table: Aliased,
  place: DimensionPlace,
  { type, bucket }: KeptColumn,
): readonly Sql[] {
  const at = place.dimension.derive?.at
  if (at !== undefined) return [derivedAge(place, fixedDay(table, at))]
  if (bucket === undefined) return place.columns
  return place.columns.map((of) =>
    type === 'Date' ? dateBucket(of, bucket) : instantBucket(of, bucket, vietNam),
  )
}

function personList(table: Aliased): readonly Sql[] {
  const { recordKey } = table.type
  if (recordKey === undefined) return []
  const key = column(table, recordKey)
  return [
    as(sql`count(DISTINCT ${key})`, personColumns.persons),
    as(sql`sum(${key})`, personColumns.keySum),
    as(recordKeySketch(key), personColumns.sketch),
  ]
}

function sampleText(table: Aliased, open: Sql): string {
  const { recordKey } = table.type
  if (recordKey === undefined) return 'SELECT NULL::int8 AS rows, NULL::int8 AS persons'
  const { rows, persons } = sampleOf(table, recordKey)
  return literal(
    sql`SELECT ${rows} AS rows, ${persons} AS persons FROM ${tableName(table)} AS ${table.alias} WHERE ${open}`,
  )
}

function as(of: Sql, name: string): Sql {
  return sql`${of} AS ${identifier(name)}`
}

/** With its parameters written out, since a table cannot be made by a statement that has some. */
function literal({ strings, values }: Sql): string {
  return strings
    .map((text, i) => (i === 0 ? text : `${escapeLiteral(String(values[i - 1]))}${text}`))
    .join('')
}
