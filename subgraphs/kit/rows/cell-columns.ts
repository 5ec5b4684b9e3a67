import {
  type FieldNode,
  type GraphQLOutputType,
  getNullableType,
  isLeafType,
  isNonNullType,
  isObjectType,
  Kind,
} from 'graphql'
import type { Column, TableType } from '../../../schema/model/model.ts'
import type { RowColumn } from '../../../schema/row-frame.ts'
import type { RequestContext } from '../request-context.ts'
import { columnFact } from '../source.ts'
import type { CapturedRows } from './captured-rows.ts'

/** A column of a stream, and the table's column that it is. */
export interface CellColumn extends RowColumn {
  readonly column: string
}

const numbers = ['int2', 'int4', 'int8']
const times = ['date', 'timestamp', 'timestamptz', 'text']
const texts = ['text', 'varchar', 'bpchar', 'uuid', 'date', ...numbers]

/**
 * PostgreSQL's types whose text says, read by itself, what the executor would answer of a scalar. Of any other (a boolean
 * that is answered as text, a fraction as an id) rows come as an answer.
 */
const written: Readonly<Record<string, readonly string[]>> = {
  ID: texts,
  String: texts,
  PersonalId: ['text', 'varchar', 'bpchar'],
  Date: times,
  DateTime: times,
  LocalDateTime: times,
  Int: [...numbers, 'numeric'],
  BigInt: numbers,
  Float: [...numbers, 'numeric', 'float4', 'float8'],
  Boolean: ['bool'],
}

/**
 * The columns behind response names of a row (dots between): those of its own table, whole, and the key of another
 * ministry's entity. Undefined where one is anything else: a list, a joined row, what the caller sees in part.
 */
export function cellColumns(
  context: RequestContext,
  captured: CapturedRows,
  names: readonly string[],
): readonly CellColumn[] | undefined {
  const cells = names.map((name) => cellColumn(context, captured, name.split('.')))
  return cells.every((cell) => cell !== undefined) ? cells : undefined
}

function cellColumn(
  context: RequestContext,
  captured: CapturedRows,
  [name = '', below, ...deeper]: readonly string[],
): CellColumn | undefined {
  const { type, fields, info } = captured
  const nodes = fields?.get(name) ?? []
  const field = nodes[0]?.name.value
  const answered = field === undefined ? undefined : outputOf(info, type.name, field)
  if (field === undefined || answered === undefined || deeper.length > 0) return undefined
  const nullable = !isNonNullType(answered)
  if (below === undefined) return ownColumn(context, { type, field, nullable })
  const key = keyOf(context, { type, field })
  if (key === undefined || !nodes.some((node) => isSelected(node, key.field, below)))
    return undefined
  const { entity, column } = key
  return keyColumn(context, { type, column, nullable, key: outputOf(info, entity, key.field) })
}

interface Asked {
  readonly type: TableType
  readonly field: string
  readonly nullable: boolean
}

function ownColumn(
  context: RequestContext,
  { type, field, nullable }: Asked,
): CellColumn | undefined {
  const own = type.columns.get(field)
  if (own === undefined || !isSeenWhole(context, own) || !isWritten(context, type, own))
    return undefined
  return { column: own.column, type: own.type, nullable }
}

/** The one field of the key of an entity that another ministry owns: all that is known of it here. */
function keyOf({ source }: RequestContext, { type, field }: Omit<Asked, 'nullable'>) {
  const join = type.joins.get(field)
  const target = source.model.types.get(join?.target ?? '')
  if (join?.shape !== 'one' || target?.kind !== 'stub') return undefined
  const [key, ...more] = target.entityKeys[0] ?? []
  const [column] = join.path.columns
  if (key === undefined || column === undefined || more.length > 0) return undefined
  return { field: key, entity: target.name, column }
}

function keyColumn(
  { source, masks }: RequestContext,
  { type, column, nullable, key }: KeyAsked,
): CellColumn | undefined {
  const scalar = key && getNullableType(key)
  if (!isLeafType(scalar)) return undefined
  if (scalar.name === 'PersonalId' && masks.NUMBER !== 'WHOLE') return undefined
  const isText = written[scalar.name]?.includes(columnFact(source, type, column).type) === true
  return isText ? { column, type: scalar.name, nullable } : undefined
}

interface KeyAsked {
  readonly type: TableType
  readonly column: string
  readonly nullable: boolean
  readonly key: GraphQLOutputType | undefined
}

function outputOf(
  { schema }: CapturedRows['info'],
  type: string,
  field: string,
): GraphQLOutputType | undefined {
  const object = schema.getType(type)
  return isObjectType(object) ? object.getFields()[field]?.type : undefined
}

/** Whether a field is selected under a response name, directly. */
function isSelected({ selectionSet }: FieldNode, field: string, response: string): boolean {
  return (selectionSet?.selections ?? []).some(
    (one) =>
      one.kind === Kind.FIELD &&
      (one.alias ?? one.name).value === response &&
      one.name.value === field,
  )
}

function isSeenWhole({ masks }: RequestContext, { masked }: Column): boolean {
  return masked === undefined || masks[masked] === 'WHOLE'
}

function isWritten({ source }: RequestContext, type: TableType, own: Column): boolean {
  if (own.list) return false
  const { type: fact, labels } = columnFact(source, type, own.column)
  if (!own.isEnum) return written[own.type]?.includes(fact) === true
  const names = [...(source.model.enums.get(own.type) ?? [])]
  const isSame = names.length > 0 && names.every(([name, text]) => name === text)
  return isSame && (labels !== undefined || texts.includes(fact))
}
