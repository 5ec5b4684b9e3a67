import { collectSubFields } from '@graphql-tools/utils'
import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  isObjectType,
} from 'graphql'
import type { TableType } from '../../../schema/model/model.ts'

/** Selected fields of an object type, by field name; aliases of one field are together. */
export type Selection = ReadonlyMap<string, readonly FieldNode[]>

/** What the operation selects below the nodes on that type: fragments, `@skip` and `@include` obeyed. */
export function selectionOf(
  info: GraphQLResolveInfo,
  typeName: string,
  nodes: readonly FieldNode[] = info.fieldNodes,
): Selection {
  const { fields } = collectSubFields(
    info.schema,
    info.fragments,
    info.variableValues,
    objectType(info, typeName),
    [...nodes],
  )
  const byName = new Map<string, FieldNode[]>()
  for (const group of fields.values())
    for (const node of group) {
      const known = byName.get(node.name.value)
      if (known === undefined) byName.set(node.name.value, [node])
      else known.push(node)
    }
  return byName
}

/** The columns that the selected fields are answered from, and the one that names the person behind a row. */
export function columnsOf(type: TableType, selection: Selection): readonly string[] {
  const columns = new Set<string>()
  for (const field of selection.keys()) {
    const own = type.columns.get(field)
    if (own !== undefined) columns.add(own.column)
    const join = type.joins.get(field)
    if (join === undefined) continue
    const needed = join.shape === 'one' ? join.path.columns : (join.references ?? type.key)
    for (const column of needed) columns.add(column)
  }
  const { subject } = type
  if (subject?.via.length === 0) for (const column of subject.columns) columns.add(column)
  return [...columns]
}

const identities = new WeakMap<FieldNode, number>()
/** By the list of nodes, which is one and the same for all parents of an execution. */
const names = new WeakMap<readonly FieldNode[], string>()
let nextIdentity = 0

/** Names the selected field of the document: the same arguments and selection wherever it is answered. */
export function fieldIdentity({ fieldNodes, parentType }: GraphQLResolveInfo): string {
  const known = names.get(fieldNodes)
  if (known !== undefined) return known
  const name = `${parentType.name}:${fieldNodes.map(identity).join(',')}`
  names.set(fieldNodes, name)
  return name
}

function identity(node: FieldNode): number {
  const known = identities.get(node)
  if (known !== undefined) return known
  identities.set(node, ++nextIdentity)
  return nextIdentity
}

function objectType(info: GraphQLResolveInfo, name: string): GraphQLObjectType {
  const type = info.schema.getType(name)
  if (!isObjectType(type)) throw new Error(`expected ${name} to be an object type`)
  return type
}
