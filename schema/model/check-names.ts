import type { Problem } from '../problem.ts'
import type { TableType } from './model.ts'

/** What filters and conditions on groups hold beside the fields of a type. */
const connectives: ReadonlySet<string> = new Set(['and', 'or', 'not'])
/** What totals and groups hold beside a type's measures. */
const ofTotals: ReadonlySet<string> = new Set(['count', 'disclosure'])
const ofGroups: ReadonlySet<string> = new Set(['key', 'share', 'ratio'])

/** Fields whose name the expander needs itself, in a type that it generates from theirs. */
export function checkNames({ name, columns, joins, dimensions }: TableType): Problem[] {
  const filtered = [...columns.values(), ...joins.values()].filter(({ filterable }) => filterable)
  const measured = [...columns.values()].filter(({ measures }) => measures.length > 0)
  const taken = [
    ...filtered
      .filter(({ field }) => connectives.has(field))
      .map((field) => ({ ...field, use: '@filterable' })),
    ...measured
      .filter(
        ({ field }) =>
          ofTotals.has(field) ||
          (dimensions.size > 0 && (ofGroups.has(field) || connectives.has(field))),
      )
      .map((field) => ({ ...field, use: '@aggregate' })),
  ]
  return taken.map(({ field, line, use }) => ({
    code: 'NAME_TAKEN',
    message: `expected another name with ${use}: the types generated from ${name} have their own ${field}`,
    coordinate: `${name}.${field}`,
    line,
  }))
}
