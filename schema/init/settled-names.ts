import type { Model, TableType } from '../model/model.ts'
import { columnId, joinId, tableId } from './database-facts.ts'
import type { SettledNames } from './draft-tables.ts'
import { pascalCase } from './proposed-name.ts'

/** Where a table type's rows are; without a schema they are in `public`. */
export function placeOf({ schema = 'public', table }: TableType): {
  readonly schema: string
  readonly table: string
} {
  return { schema, table }
}

/** The names that a reviewed schema has given to tables, columns and joins. */
export function settledNames(
  name: string,
  published: readonly string[],
  model: Model | undefined,
): SettledNames {
  const types = new Map<string, string>()
  const fields = new Map<string, string>()
  const enums = new Map<string, string>()
  const joins = new Map<string, string>()
  const members = new Map<string, readonly string[]>()
  for (const type of model?.types.values() ?? []) {
    members.set(type.name, [...type.columns.keys(), ...type.joins.keys()])
    if (type.kind === 'stub') continue
    const place = placeOf(type)
    types.set(tableId(place), type.name)
    for (const column of type.columns.values()) {
      fields.set(columnId(place, column.column), column.field)
      if (column.isEnum) enums.set(columnId(place, column.column), column.type)
    }
    for (const join of type.joins.values())
      if (join.shape === 'one') joins.set(joinId(place, join.path.columns), join.field)
  }
  return {
    published,
    prefix: pascalCase(name.split('-')),
    types,
    fields,
    enums,
    joins,
    members,
  }
}
