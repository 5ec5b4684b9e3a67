import { Kind, type SelectionSetNode, parse } from 'graphql'

/** A set of fields as federation's directives write it, `id owner { pin }`, with or without braces. */
export function selectionSetOf(text: string): SelectionSetNode {
  const braced = text.trim().startsWith('{') ? text : `{${text}}`
  const [operation] = parse(braced, { noLocation: true }).definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('expected a selection')
  return operation.selectionSet
}
