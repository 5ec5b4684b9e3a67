import sql, { empty, join as joinSql, raw, type Sql } from 'sql-template-tag'
import type { Join } from '../../../schema/model/model.ts'
import type { QualityRule } from '../../../schema/model/quality-rule.ts'
import { targetTable } from '../../../schema/model/walk-path.ts'
import type { Source } from '../source.ts'
import { column, type Aliased } from '../sql/column.ts'
import { all } from '../sql/condition.ts'
import { joined, tableName } from '../sql/path.ts'
import { conditions, fieldColumn } from './field-conditions.ts'

/** What rules ask of other rows than the judged one; each adds a join to the statement. */
export interface FarRows {
  readonly joins: readonly Sql[]
  /** Whether the row that a join leads to is there. */
  exists(join: Join): Sql
  /** Whether another row has the same values in the rule's fields. */
  repeated(rule: QualityRule): Sql
  /** How many rows a join leads to that meet the rule's conditions. */
  counted(join: Join, rule: QualityRule): Sql
  /** What those rows' field adds up to; null where there are none. */
  summed(join: Join, rule: QualityRule): Sql
}

export interface FarOptions {
  readonly source: Source
  readonly table: Aliased
  readonly alias: () => Sql
  /**
   * All rows are judged, so that other rows are grouped once and joined; else those of each judged row are looked up,
   * which needs an index.
   */
  readonly isWhole: boolean
}

export function farRows(options: FarOptions): FarRows {
  const { source, table, alias, isWhole } = options
  const joins: Sql[] = []
  const target = (join: Join): Aliased => {
    const type = targetTable(source.model, join.target)
    if (type === undefined) throw new Error(`expected ${join.target} to have a table`)
    return { type, alias: alias() }
  }
  const add = ({ of, by, match, value, where, having = empty }: Grouped): Sql => {
    const found = alias()
    const from = sql`FROM ${tableName(of)} AS ${of.alias}`
    if (isWhole) {
      const keys = by.map((own, i) => sql`${own} AS ${keyName(i)}`)
      const on = match.map((own, i) => sql`${found}.${keyName(i)} = ${own}`)
      joins.push(
        sql` LEFT JOIN (SELECT ${joinSql([...keys, sql`${value} AS v`], ', ')} ${from} WHERE ${all(where)} GROUP BY ${joinSql([...by], ', ')}${having}) AS ${found} ON ${all(on)}`,
      )
    } else {
      const same = match.map((own, i) => sql`${by[i] ?? sql`NULL`} = ${own}`)
      joins.push(
        sql` LEFT JOIN LATERAL (SELECT ${value} AS v ${from} WHERE ${all([...same, ...where])}) AS ${found} ON true`,
      )
    }
    return sql`${found}.v`
  }
  const over = (join: Join, rule: QualityRule, value: (of: Aliased) => Sql): Sql => {
    const of = target(join)
    const near = join.references ?? table.type.key
    return add({
      of,
      by: join.path.columns.map((name) => column(of, name)),
      match: near.map((name) => column(table, name)),
      value: value(of),
      where: conditions(source, of, rule.rows),
    })
  }
  return {
    joins,
    exists: (join) => {
      const of = target(join)
      return sql`EXISTS (SELECT 1 FROM ${tableName(of)} AS ${of.alias} WHERE ${joined(table, join, of)})`
    },
    repeated: (rule) => {
      const of = { type: table.type, alias: alias() }
      const count = add({
        of,
        by: rule.fields.map((field) => fieldColumn(of, field)),
        match: rule.fields.map((field) => fieldColumn(table, field)),
        value: sql`count(*)`,
        where: conditions(source, of, rule.when),
        // Most values are there once: what is not told apart from them need not be joined.
        having: sql` HAVING count(*) > 1`,
      })
      return sql`(coalesce(${count}, 0) > 1)`
    },
    counted: (join, rule) => sql`coalesce(${over(join, rule, () => sql`count(*)`)}, 0)`,
    summed: (join, rule) => over(join, rule, (of) => sql`sum(${fieldColumn(of, rule.sum)})`),
  }
}

interface Grouped {
  readonly of: Aliased
  /** What the other rows are grouped by, and the judged row's values that these must equal. */
  readonly by: readonly Sql[]
  readonly match: readonly Sql[]
  readonly value: Sql
  readonly where: readonly Sql[]
  /** Groups that are joined; all of them where there is none. */
  readonly having?: Sql
}

function keyName(index: number): Sql {
  return raw(`k${index}`)
}
