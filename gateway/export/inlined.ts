import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

/**
 * An operation without named fragments: each spread becomes an inline fragment. The document is a valid one within
 * the limits, which count its fields after fragments are spread, so that this ends and stays small.
 */
export function inlined(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationDefinitionNode {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)

  const spread = (set: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: set.selections.flatMap(one),
  })
  const one = (node: SelectionNode): readonly SelectionNode[] => {
    if (node.kind === Kind.FIELD)
      return [node.selectionSet ? { ...node, selectionSet: spread(node.selectionSet) } : node]
    if (node.kind === Kind.INLINE_FRAGMENT)
      return [{ ...node, selectionSet: spread(node.selectionSet) }]
    const fragment = fragments.get(node.name.value)
    if (fragment === undefined) return []
    const { typeCondition, selectionSet } = fragment
    const kind = Kind.INLINE_FRAGMENT
    return [{ kind, typeCondition, directives: [], selectionSet: spread(selectionSet) }]
  }
  return { ...operation, selectionSet: spread(operation.selectionSet) }
}
