import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  Kind,
  type SelectionSetNode,
  isCompositeType,
  isUnionType,
} from 'graphql'

/** A selection, and the type that it is made of. */
export interface TypedSet {
  readonly type: GraphQLCompositeType
  readonly set: SelectionSetNode
}

/** Fields of one response name, and what the schema says of the first. */
export interface AskedName {
  readonly name: string
  /** Undefined for `__typename` and its like. */
  readonly field: GraphQLField<unknown, unknown> | undefined
  readonly nodes: readonly FieldNode[]
}

/**
 * The fields of selections by response name, in the order asked, of all types that an object may be of: a file
 * has one row of columns for all.
 */
export function askedFields(
  schema: GraphQLSchema,
  sets: readonly TypedSet[],
): readonly AskedName[] {
  const found = new Map<string, { field: AskedName['field']; nodes: FieldNode[] }>()
  const follow = ({ type, set }: TypedSet): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value
        const known = found.get(name) ?? { field: fieldOf(type, selection), nodes: [] }
        known.nodes.push(selection)
        found.set(name, known)
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const narrowed = schema.getType(selection.typeCondition?.name.value ?? type.name)
        if (isCompositeType(narrowed)) follow({ type: narrowed, set: selection.selectionSet })
      }
    }
  }
  for (const one of sets) follow(one)
  return Array.from(found, ([name, { field, nodes }]) => ({ name, field, nodes }))
}

/** A field of a type by its name in the schema. */
export function fieldOf(
  type: GraphQLCompositeType,
  { name }: Pick<FieldNode, 'name'>,
): GraphQLField<unknown, unknown> | undefined {
  return isUnionType(type) ? undefined : type.getFields()[name.value]
}

/** What is selected below fields of one response name. */
export function setsBelow(
  type: GraphQLCompositeType,
  nodes: readonly FieldNode[],
): readonly TypedSet[] {
  return nodes.flatMap(({ selectionSet }) => (selectionSet ? [{ type, set: selectionSet }] : []))
}
