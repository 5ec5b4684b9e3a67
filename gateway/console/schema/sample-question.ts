import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql'
import { isRecord } from '../api/refused.ts'
import { formatDocument } from '../editor/format-document.ts'

export interface SampleQuestion {
  readonly query: string
  /** JSON text with an empty place for each variable. */
  readonly variables: string
}

interface Writing {
  /** Variables and their types, in the order of use. */
  readonly variables: Map<string, string>
  /** Empty texts stand for what the reader knows, instead of variables. */
  readonly literal?: boolean
}

/** Leaf fields of one type in a sample, at most. */
const leavesAtMost = 8

/**
 * A question that asks for a field (`Type.field`) or a type: valid as it stands, with variables where an argument needs
 * a value that only the reader knows. Undefined where no way leads from the root to it.
 */
export function sampleQuestion(
  schema: GraphQLSchema,
  coordinate: string,
): SampleQuestion | undefined {
  const [typeName = '', fieldName] = coordinate.split('.')
  const type = schema.getType(typeName)
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined
  const steps = wayTo(schema, type)
  if (steps === undefined) return undefined
  const field = fieldName === undefined ? undefined : type.getFields()[fieldName]
  if (fieldName !== undefined && field === undefined) return undefined
  const writing: Writing = { variables: new Map() }
  const last = field ? `{ ${fieldText(field, writing, 2)} }` : selectionOf(type, writing, 2)
  if (last === '') return undefined
  const text = steps.reduceRight(
    (inner, step) => `{ ${step.name}${argumentsOf(step.args, writing)} ${inner} }`,
    last,
  )
  const declared = [...writing.variables].map(([name, written]) => `$${name}: ${written}`)
  const head = declared.length > 0 ? `query (${declared.join(', ')}) ` : ''
  const empty = Object.fromEntries([...writing.variables].map(([name]) => [name, '']))
  return {
    query: formatDocument(head + text),
    variables: declared.length > 0 ? JSON.stringify(empty, undefined, 2) : '',
  }
}

interface Way {
  readonly type: GraphQLNamedType
  readonly steps: readonly GraphQLField<unknown, unknown>[]
  readonly cost: number
}

/** The way of fields from the root to a type that is shortest, and asks the reader for least. */
function wayTo(schema: GraphQLSchema, target: GraphQLNamedType): Way['steps'] | undefined {
  const root = schema.getQueryType()
  const open: Way[] = root ? [{ type: root, steps: [], cost: 0 }] : []
  const seen = new Set<GraphQLNamedType>()
  for (;;) {
    const way = open.shift()
    if (way === undefined || way.type === target) return way?.steps
    const { type, steps, cost } = way
    if (seen.has(type) || (!isObjectType(type) && !isInterfaceType(type))) continue
    seen.add(type)
    for (const field of Object.values(type.getFields()))
      open.push({
        type: getNamedType(field.type),
        steps: [...steps, field],
        cost: cost + 1 + 4 * needed(field.args).length,
      })
    open.sort((one, other) => one.cost - other.cost)
  }
}

function needed(args: readonly GraphQLArgument[]): readonly GraphQLArgument[] {
  return args.filter(isRequiredArgument)
}

function fieldText(field: GraphQLField<unknown, unknown>, writing: Writing, depth: number): string {
  const selection = selectionOf(field.type, writing, depth)
  return `${field.name}${argumentsOf(field.args, writing)} ${selection}`
}

/** Leaves of a type, and what lists and groups hold. */
function selectionOf(type: GraphQLOutputType, writing: Writing, depth: number): string {
  const named = getNamedType(type)
  if (isLeafType(named)) return ''
  if (!isObjectType(named) && !isInterfaceType(named)) return '{ __typename }'
  const fields = Object.values(named.getFields()).filter(
    ({ args, deprecationReason }) => needed(args).length === 0 && deprecationReason == null,
  )
  const leaves = fields.filter((one) => isLeafType(getNamedType(one.type))).slice(0, leavesAtMost)
  const held = fields.filter(({ name }) => ['nodes', 'groups', 'totals'].includes(name))
  const below = leaves.length === 0 && held.length === 0 ? fields.slice(0, 1) : held
  const deeper = depth > 0 ? below.map((one) => fieldText(one, writing, depth - 1)) : []
  const all = [...leaves.map(({ name }) => name), ...deeper]
  return `{ ${all.length > 0 ? all.join(' ') : '__typename'} }`
}

function argumentsOf(args: readonly GraphQLArgument[], writing: Writing): string {
  const given = needed(args).map(({ name, type }) => `${name}: ${valueOf(type, name, writing)}`)
  return given.length > 0 ? `(${given.join(', ')})` : ''
}

function valueOf(type: GraphQLInputType, name: string, writing: Writing): string {
  const bare = getNullableType(type)
  if (isListType(bare) && !isLeafType(getNamedType(bare)))
    return `[${valueOf(bare.ofType, name, writing)}]`
  if (isEnumType(bare)) return bare.getValues()[0]?.name ?? 'null'
  if (isInputObjectType(bare)) {
    const fields = Object.values(bare.getFields()).filter(isRequiredInputField)
    const given = fields.map((one) => `${one.name}: ${valueOf(one.type, one.name, writing)}`)
    return `{${given.join(', ')}}`
  }
  if (writing.literal) return '""'
  const free = freeName(name, String(type), writing)
  writing.variables.set(free, String(type))
  return `$${free}`
}

function freeName(name: string, type: string, { variables }: Writing): string {
  let free = name
  for (let at = 2; variables.has(free) && variables.get(free) !== type; at++) free = `${name}${at}`
  return free
}

/** A field as it is written into a selection of its type, with what it needs; undefined for what is no field. */
export function fieldSnippet(schema: GraphQLSchema, coordinate: string): string | undefined {
  const [typeName = '', fieldName = ''] = coordinate.split('.')
  const type = schema.getType(typeName)
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined
  const field = type.getFields()[fieldName]
  return field && fieldText(field, { variables: new Map(), literal: true }, 1).trim()
}

/** Whether something can be asked for: a field or a type that answers. */
export function isAskable(schema: GraphQLSchema, coordinate: string): boolean {
  const [name = ''] = coordinate.split('.')
  const type: unknown = schema.getType(name)
  return isRecord(type) && (isObjectType(type) || isInterfaceType(type))
}
