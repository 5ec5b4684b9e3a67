import { type DocumentNode, type FieldNode, Kind, type SelectionSetNode } from 'graphql'

/** Calls for each field of a document, in its order, without a look at anything else. */
export function forEachField(
  { definitions }: DocumentNode,
  call: (field: FieldNode) => void,
): void {
  const follow = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) continue
      if (selection.kind === Kind.FIELD) call(selection)
      if (selection.selectionSet) follow(selection.selectionSet)
    }
  }
  for (const node of definitions) if ('selectionSet' in node) follow(node.selectionSet)
}
