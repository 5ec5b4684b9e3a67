import { Kind, type SelectionSetNode, parse } from 'graphql'

/**
 * The response names at the root of an operation that was sent to a ministry. When the whole request
 * fails each of them is null, and each null deserves its error.
 */
export function rootPaths(operation: string): readonly (readonly [string])[] {
  const names = new Set<string>()
  const follow = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) names.add((selection.alias ?? selection.name).value)
      else if (selection.kind === Kind.INLINE_FRAGMENT) follow(selection.selectionSet)
    }
  }
  for (const definition of parse(operation).definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) follow(definition.selectionSet)
  return [...names].map((name) => [name])
}
