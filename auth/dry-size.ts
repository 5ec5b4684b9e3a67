import {
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
} from 'graphql'

/**
 * How many fields the dry run of an operation would visit, at most: fragments multiply a document, and
 * so does every type behind an interface or union. Takes time in proportion to the document's text, not
 * to the number answered. Infinite when fragments spread themselves.
 */
export function drySize(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): number {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  )
  const sizes = new Map<string, number>()
  const sizeOfFragment = (name: string): number => {
    const known = sizes.get(name)
    if (known !== undefined) return known
    const fragment = fragments.get(name)
    if (fragment === undefined) return 0
    sizes.set(name, Number.POSITIVE_INFINITY)
    const size = sizeOf(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value))
    sizes.set(name, size)
    return size
  }
  const sizeOfOne = (node: SelectionNode, type: GraphQLNamedType | undefined): number => {
    if (node.kind === Kind.FRAGMENT_SPREAD) return sizeOfFragment(node.name.value)
    if (node.kind === Kind.INLINE_FRAGMENT) {
      const condition = node.typeCondition
      return sizeOf(node.selectionSet, condition ? schema.getType(condition.name.value) : type)
    }
    if (node.selectionSet === undefined) return 1
    const hasFields = isObjectType(type) || isInterfaceType(type)
    const field = hasFields ? type.getFields()[node.name.value] : undefined
    const returned = field === undefined ? undefined : getNamedType(field.type)
    const times = isAbstractType(returned) ? schema.getPossibleTypes(returned).length : 1
    return 1 + times * sizeOf(node.selectionSet, returned)
  }
  const sizeOf = (set: SelectionSetNode, type: GraphQLNamedType | undefined): number =>
    set.selections.reduce((sum, node) => sum + sizeOfOne(node, type), 0)
  return sizeOf(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined)
}
