import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  getNamedType,
  isCompositeType,
  isObjectType,
  isUnionType,
} from 'graphql'

/**
 * The same operation with fragments on object types alone: `... on Media { title }` within a `Named` becomes one for
 * each type that is both. `@interfaceObject` types that meet another interface have no plan else
 * (@apollo/query-planner 2.14.4: "We should have an edge from …").
 */
export function byObjectTypes(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [],
    ),
  )

  const possible = (type: GraphQLCompositeType): readonly GraphQLObjectType[] =>
    isObjectType(type) ? [type] : schema.getPossibleTypes(type)

  const inSet = (set: SelectionSetNode, parent: GraphQLCompositeType): SelectionSetNode => ({
    kind: Kind.SELECTION_SET,
    selections: set.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [inField(selection, parent)]
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
      return fragment ? inFragment(fragment, parent) : []
    }),
  })

  const inField = (field: FieldNode, parent: GraphQLCompositeType): FieldNode => {
    const fields = isUnionType(parent) ? {} : parent.getFields()
    const type = getNamedType(fields[field.name.value]?.type)
    return field.selectionSet && isCompositeType(type)
      ? { ...field, selectionSet: inSet(field.selectionSet, type) }
      : field
  }

  const inFragment = (
    { typeCondition, selectionSet }: InlineFragmentNode | FragmentDefinitionNode,
    parent: GraphQLCompositeType,
  ): readonly SelectionNode[] => {
    const named = typeCondition ? schema.getType(typeCondition.name.value) : parent
    if (!isCompositeType(named)) return []
    if (named === parent) return inSet(selectionSet, parent).selections
    const types = possible(named).filter((type) => possible(parent).includes(type))
    if (types.length === 1 && types[0] === parent) return inSet(selectionSet, parent).selections
    return types.map((type) => onType(type, inSet(selectionSet, type)))
  }

  return {
    ...document,
    definitions: document.definitions.flatMap((node) => {
      if (node.kind !== Kind.OPERATION_DEFINITION) return []
      const root = schema.getRootType(node.operation)
      return root ? [{ ...node, selectionSet: inSet(node.selectionSet, root) }] : []
    }),
  }
}

function onType({ name }: GraphQLObjectType, selectionSet: SelectionSetNode): InlineFragmentNode {
  const typeCondition = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: name } } as const
  return { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet }
}
