import type { Model, ModelType } from '../model/model.ts'
import { havingTypes } from './groups.ts'
import { hasGroups } from './usage.ts'

/** Scalars and enums that some filter of the ministry compares, sorted. */
export function comparedTypes(model: Model): readonly string[] {
  const types = [...model.types.values()].flatMap((type) => [
    ...ownColumns(type),
    ...(type.kind === 'table' && hasGroups(type) ? havingTypes : []),
    ...[...type.joins.values()].flatMap((join) =>
      join.filterable ? keyTypes(model.types.get(join.target)) : [],
    ),
  ])
  return [...new Set(types)].sort()
}

function ownColumns(type: ModelType): readonly string[] {
  if (type.kind === 'stub') return []
  return [...type.columns.values()].flatMap((column) => (column.filterable ? [column.type] : []))
}

/** Another ministry's entity is filtered by its key; a table's own fields are counted with the table. */
function keyTypes(target: ModelType | undefined): readonly string[] {
  if (target?.kind !== 'stub') return []
  return (target.entityKeys[0] ?? []).map((field) => target.columns.get(field)?.type ?? 'ID')
}
