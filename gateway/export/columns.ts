import {
  type GraphQLSchema,
  getNullableType,
  isCompositeType,
  isLeafType,
  isListType,
} from 'graphql'
import { CodedError } from '../../schema/errors.ts'
import { isRecord } from '../is-record.ts'
import { type AskedName, type TypedSet, askedFields, setsBelow } from './asked-fields.ts'
import { type ColumnKind, columnKind } from './column-kind.ts'
import { objectsOf } from './paging.ts'

/** A column of a file. */
export interface Column {
  /** Response names, dots between. */
  readonly name: string
  readonly kind: ColumnKind
  /** As GraphQL writes it: `Float`, `[String!]!`. */
  readonly type: string
  /** What the schema says of the field; empty where it says nothing. */
  readonly description: string
  /** Its value in a row; `item` is the object of the list that is made rows, where one is. */
  readonly read: (row: unknown, item: unknown) => unknown
}

/** Columns, at most: what XLSX can hold. */
export const maxColumns = 16_384

/**
 * The columns of rows, in the order asked: objects within a row become columns `object.field`, lists JSON text. `explode`
 * names a list within the rows (response names, dots between) of which each item becomes a row. Fails with BAD_USER_INPUT where `explode` names no list, or where there are too many columns.
 */
export function columnsOf(
  schema: GraphQLSchema,
  below: readonly TypedSet[],
  explode: string | undefined,
): readonly Column[] {
  let isFound = explode === undefined
  const columns: Column[] = []

  const add = (sets: readonly TypedSet[], path: readonly string[], inItem: number | undefined) => {
    for (const asked of askedFields(schema, sets)) one(asked, [...path, asked.name], inItem)
  }
  const one = ({ field, nodes }: AskedName, path: readonly string[], inItem?: number): void => {
    const name = path.join('.')
    const type = field && getNullableType(field.type)
    const object = field && objectsOf(field)
    if (type !== undefined && isListType(type)) {
      if (name !== explode || object === undefined) push(path, { kind: 'json', field }, inItem)
      else {
        isFound = true
        add(setsBelow(object, nodes), path, path.length)
      }
    } else if (object !== undefined && isCompositeType(type)) {
      add(setsBelow(object, nodes), path, inItem)
    } else {
      const kind = type !== undefined && isLeafType(type) ? columnKind(type) : 'text'
      push(path, { kind, field }, inItem)
    }
  }
  const push = (
    path: readonly string[],
    { kind, field }: Pick<AskedName, 'field'> & Pick<Column, 'kind'>,
    inItem: number | undefined,
  ): void => {
    columns.push({
      name: path.join('.'),
      kind,
      type: field === undefined ? 'String!' : String(field.type),
      description: field?.description ?? '',
      read: reader(path, inItem),
    })
  }

  add(below, [], undefined)
  if (!isFound)
    throw new CodedError('BAD_USER_INPUT', `explode: expected a list of objects within the rows.`)
  if (columns.length > maxColumns)
    throw new CodedError(
      'BAD_USER_INPUT',
      `Expected at most ${maxColumns} columns, got ${columns.length}.`,
    )
  return columns
}

/** Reads a path of a row, or what is left of it of the row's item. */
function reader(path: readonly string[], inItem: number | undefined): Column['read'] {
  const [only = '', ...more] = path
  if (inItem !== undefined) {
    const inner = path.slice(inItem)
    return (_row, item) => valueAt(item, inner)
  }
  if (more.length === 0) return (row) => (row as Readonly<Record<string, unknown>>)[only]
  return (row) => valueAt(row, path)
}

function valueAt(object: unknown, path: readonly string[]): unknown {
  let at = object
  for (const name of path) at = isRecord(at) ? at[name] : undefined
  return at
}

/** The items of the list at a path of a row; one that is nothing where the list is empty, so that no row is lost. */
export function itemsAt(row: unknown, path: readonly string[]): readonly unknown[] {
  const list = valueAt(row, path)
  return Array.isArray(list) && list.length > 0 ? list : [undefined]
}
