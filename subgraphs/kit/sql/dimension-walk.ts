import sql, { type Sql } from 'sql-template-tag'
import { dimensionTarget, type DimensionTarget } from '../../../schema/model/dimension-target.ts'
import type { Dimension, TimeBucket } from '../../../schema/model/model.ts'
import { walkPath } from '../../../schema/model/walk-path.ts'
import { column, type Aliased } from './column.ts'
import { all } from './condition.ts'
import type { FilterScope } from './filter.ts'
import { joined, tableName } from './path.ts'
import { rowCondition } from './row-condition.ts'

/** Where a dimension's values are. */
export interface DimensionPlace {
  readonly table: Aliased
  readonly dimension: Dimension
  readonly target: DimensionTarget
  /** The column, or the columns of a join; of a rollup those that hold the key. */
  readonly columns: readonly Sql[]
  /** The columns hold the derived value itself. */
  readonly isDerived: boolean
  /** The columns hold where this bucket begins in Viet Nam, not the value. */
  readonly bucket?: TimeBucket
}

export interface DimensionWalk {
  /** LEFT JOINs made so far, once for several dimensions on one way. */
  readonly joins: readonly Sql[]
  readonly place: (dimension: Dimension) => DimensionPlace
}

/** Finds the columns of dimensions, and joins the rows in that they are on. */
export function dimensionWalk(scope: FilterScope, table: Aliased): DimensionWalk {
  const { model } = scope.source
  const joins: Sql[] = []
  const places = new Map<string, Aliased>()

  const ownerOf = ({ via }: Dimension): Aliased => {
    const steps = walkPath(model, table.type, via)
    if (typeof steps === 'string') throw new Error(steps)
    let at = table
    let way = ''
    for (const { join: field, to: type } of steps) {
      way += `.${field.field}`
      const known = places.get(way)
      const to = known ?? { type, alias: scope.alias() }
      if (known === undefined) {
        const rows = rowCondition(scope.source, to, scope.access(type), scope.alias)
        joins.push(
          sql` LEFT JOIN ${tableName(to)} AS ${to.alias} ON ${all([joined(at, field, to), ...rows])}`,
        )
        places.set(way, to)
      }
      at = to
    }
    return at
  }

  return {
    joins,
    place: (dimension) => {
      const target = dimensionTarget(model, table.type, dimension)
      if (typeof target === 'string') throw new Error(target)
      const kept = table.rollup?.keys.get(dimension.name)
      if (kept !== undefined) {
        const columns = kept.columns.map((name) => column(table, name))
        const isDerived = dimension.derive !== undefined
        const place = { table, dimension, target, columns, isDerived }
        return kept.bucket === undefined ? place : { ...place, bucket: kept.bucket }
      }
      const owner = ownerOf(dimension)
      const names = target.kind === 'join' ? target.join.path.columns : [target.column.column]
      const columns = names.map((name) => column(owner, name))
      return { table, dimension, target, columns, isDerived: false }
    },
  }
}
