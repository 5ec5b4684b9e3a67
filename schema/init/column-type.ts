import type { ColumnFacts } from './database-facts.ts'

const scalars: Readonly<Record<string, string>> = {
  int2: 'Int',
  int4: 'Int',
  int8: 'BigInt',
  numeric: 'Float',
  float4: 'Float',
  float8: 'Float',
  bool: 'Boolean',
  text: 'String',
  varchar: 'String',
  bpchar: 'String',
  uuid: 'ID',
  date: 'Date',
  timestamptz: 'DateTime',
  timestamp: 'LocalDateTime',
  json: 'JSON',
  jsonb: 'JSON',
}
/** Types whose values can name something. */
const naming: ReadonlySet<string> = new Set(
  'text varchar bpchar uuid int2 int4 int8 numeric'.split(' '),
)
export const textTypes: ReadonlySet<string> = new Set(['text', 'varchar', 'bpchar'])
/** Values of a check that still make an enum. */
const maxChecked = 60

export type ColumnType =
  | { readonly type: string; readonly list: boolean; readonly isEnum: boolean }
  | { readonly leftOut: string }

/**
 * The field type that a column can be read as: a scalar, an enum (its name is given later), or a list of
 * them. A number or text that `names` something (a key, a code) is an ID.
 */
export function columnType(column: ColumnFacts, names: boolean): ColumnType {
  if (column.column.startsWith('$') || column.column === '__proto__')
    return { leftOut: 'names of this form are kept for the server that reads it' }
  if (column.element !== undefined) return listType(column, column.element)
  if (isEnum(column)) return { type: '', list: false, isEnum: true }
  if (names && naming.has(column.type)) return { type: 'ID', list: false, isEnum: false }
  const type = known(column.type)
  return type === undefined ? unreadable(column) : { type, list: false, isEnum: false }
}

function listType(column: ColumnFacts, element: string): ColumnType {
  if (column.labelsOf === 'enum') return { type: '', list: true, isEnum: true }
  const type = known(element)
  if (type === undefined || type === 'Boolean' || type === 'JSON') return unreadable(column)
  return { type, list: true, isEnum: false }
}

function isEnum({ type, labels, labelsOf }: ColumnFacts): boolean {
  if (labelsOf === 'enum') return true
  return labelsOf === 'check' && textTypes.has(type) && labels.length <= maxChecked
}

function known(type: string): string | undefined {
  return Object.hasOwn(scalars, type) ? scalars[type] : undefined
}

function unreadable({ written }: ColumnFacts): ColumnType {
  return { leftOut: `values of type ${written} are not served` }
}
