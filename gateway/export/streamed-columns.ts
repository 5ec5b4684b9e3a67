import {
  type GraphQLLeafType,
  type GraphQLSchema,
  getNullableType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import type { Masks } from '../../auth/mask.ts'
import type { RowColumn } from '../../schema/row-frame.ts'
import { isRecord } from '../is-record.ts'
import { type AskedName, askedFields, setsBelow } from './asked-fields.ts'
import { columnKind } from './column-kind.ts'
import { cellWriter } from './csv.ts'
import type { LineColumn } from './csv-lines.ts'
import { type CellValue, cellValue } from './cell-value.ts'
import type { ExportedList } from './exported-list.ts'
import type { Row } from './file-source.ts'

/** A value of a row that comes as a stream's cell. */
export interface StreamedColumn {
  /** Response names. */
  readonly path: readonly [string] | readonly [string, string]
  readonly type: GraphQLLeafType
  readonly nullable: boolean
  readonly read: CellValue
}

/**
 * The values of an exported list's rows, where they may come as a stream: the rows of one connection at the root, each of values, and of
 * objects with one value. Undefined where they are more than that, or where the caller sees numbers in part.
 */
export function streamedColumns(
  schema: GraphQLSchema,
  { path, rows, end, below }: ExportedList,
  masks: Masks | undefined,
): readonly StreamedColumn[] | undefined {
  if (path.length !== 1 || rows !== 'nodes' || end !== 'pageInfo' || masks === undefined)
    return undefined
  if (below.some(({ type }) => !isObjectType(type))) return undefined
  const columns = askedFields(schema, below).map((asked) => {
    const { name, field, nodes } = asked
    const own = columnOf(asked, masks, [name])
    const type = field && getNullableType(field.type)
    if (own !== undefined || !isObjectType(type)) return own
    const [only, ...more] = askedFields(schema, setsBelow(type, nodes))
    const inner = only && columnOf(only, masks, [name, only.name])
    return inner && more.length === 0
      ? { ...inner, nullable: inner.nullable || !isNonNullType(field?.type) }
      : undefined
  })
  return columns.length > 0 && columns.every((column) => column !== undefined) ? columns : undefined
}

function columnOf(
  { field, nodes }: AskedName,
  masks: Masks,
  path: StreamedColumn['path'],
): StreamedColumn | undefined {
  const type = field && getNullableType(field.type)
  if (!isLeafType(type) || nodes.some(({ arguments: given = [] }) => given.length > 0))
    return undefined
  if (type.name === 'PersonalId' && masks.NUMBER !== 'WHOLE') return undefined
  const read = cellValue(type)
  return read && { path, type, nullable: !isNonNullType(field?.type), read }
}

/** Whether a ministry's columns are those that were asked for. */
export function areSame(columns: readonly StreamedColumn[], told: unknown): boolean {
  if (!Array.isArray(told) || told.length !== columns.length) return false
  return columns.every(({ type }, i) => {
    const other: unknown = told[i]
    return isRecord(other) && other['type'] === type.name
  })
}

/** How cells of the columns are written as CSV. */
export function lineColumns(
  columns: readonly StreamedColumn[],
  told: readonly RowColumn[],
): readonly LineColumn[] {
  return columns.map(({ type, nullable, read }, i) => ({
    isText: texts.has(type.name),
    mayBeNull: nullable && told[i]?.nullable === true,
    read,
    write: cellWriter({ kind: columnKind(type) }),
  }))
}

/** Scalars whose cells say what they are. */
const texts: ReadonlySet<string> = new Set(['ID', 'String', 'PersonalId', 'Date'])

/**
 * Makes rows of cells, as an answer would hold them. A ministry that answers null where it said it never would has no row:
 * throws an Error, as for a value that is none of its type.
 */
export function rowMaker(
  columns: readonly StreamedColumn[],
  told: readonly RowColumn[],
): (cells: readonly (string | null)[]) => Row {
  const parts = columns.map(({ path: [name, below], nullable, read }, i) => {
    const mayBeNull = nullable && told[i]?.nullable === true
    const value = (text: string | null): unknown => {
      if (text !== null) return read(text)
      if (!mayBeNull) throw new Error('expected a value, got null')
      return null
    }
    return { name, below, value }
  })
  return (cells) => {
    const row: Record<string, unknown> = {}
    for (const [i, { name, below, value }] of parts.entries()) {
      const own = value(cells[i] ?? null)
      row[name] = below === undefined || own === null ? own : { [below]: own }
    }
    return row
  }
}
