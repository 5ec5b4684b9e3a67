import { generatedName } from '../model/generated-name.ts'
import type { Join, Model, TableType } from '../model/model.ts'
import { targetTable } from '../model/walk-path.ts'

/** Which generated types a ministry's schema refers to; nothing else is generated. */
export interface Usage {
  readonly model: Model
  readonly filters: ReadonlySet<string>
  readonly listFilters: ReadonlySet<string>
  readonly keyFilters: ReadonlySet<string>
  readonly orders: ReadonlySet<string>
  readonly connections: ReadonlySet<string>
  readonly totals: ReadonlySet<string>
  /** Name of the input that filters over a join. */
  readonly joinFilter: (join: Join) => string
}

/** Tables with a filterable field have a filter, and so on; stubs are filtered by their key alone. */
export function usageOf(model: Model): Usage {
  const tables = [...model.types.values()].filter((type) => type.kind === 'table')
  const joins = [...model.types.values()].flatMap((type) => [...type.joins.values()])
  const filters = new Set(tables.filter(isFilterable).map(({ name }) => name))
  const filtered = joins.filter((join) => join.filterable)
  return {
    model,
    filters,
    listFilters: new Set(
      filtered.filter((join) => join.shape !== 'one').map((join) => join.target),
    ),
    keyFilters: new Set(
      filtered
        .filter((join) => targetTable(model, join.target) === undefined)
        .map((join) => join.target),
    ),
    orders: new Set(
      tables
        .filter((type) => [...type.columns.values()].some((one) => one.sortable))
        .map(({ name }) => name),
    ),
    connections: new Set([
      ...tables.filter(hasRoots).map(({ name }) => name),
      ...joins.filter((join) => join.shape === 'connection').map((join) => join.target),
    ]),
    totals: new Set([
      ...tables.filter(hasTotals).map(({ name }) => name),
      ...joins.filter((join) => join.shape === 'totals').map((join) => join.target),
    ]),
    joinFilter: (join) => {
      if (targetTable(model, join.target) === undefined) return generatedName.keyFilter(join.target)
      if (join.shape === 'one') return generatedName.filter(join.target)
      return generatedName.listFilter(join.target)
    },
  }
}

/** True where the table's generated root fields exist: it is an entity and did not turn them off. */
export function hasRoots(type: TableType): boolean {
  return type.roots && type.entityKeys.length > 0
}

/** True where the table's totals exist at the root: of an entity's rows, or of rows that have no key at all. */
export function hasTotals(type: TableType): boolean {
  return type.stats.length > 0 && (hasRoots(type) || (type.roots && type.key.length === 0))
}

/** True where the table's rows can be grouped at the root. */
export function hasGroups(type: TableType): boolean {
  return hasTotals(type) && type.dimensions.size > 0
}

function isFilterable(type: TableType): boolean {
  return (
    [...type.columns.values()].some((column) => column.filterable) ||
    [...type.joins.values()].some((join) => join.filterable)
  )
}
