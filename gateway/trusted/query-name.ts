import {
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
} from 'graphql'

/** The one operation of a document, where that is a query: what plain HTTP can ask without naming one. */
export function onlyQuery({
  definitions,
}: Pick<DocumentNode, 'definitions'>): OperationDefinitionNode | undefined {
  const [only, ...more] = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
  if (only?.kind !== Kind.OPERATION_DEFINITION || more.length > 0) return undefined
  return only.operation === OperationTypeNode.QUERY ? only : undefined
}

/** Characters of a name that stands in an address, at most: what a part of a path may have (http/app.ts). */
export const maxNameLength = 100

/**
 * The name of a text's one query; undefined where it has none, a longer one, or holds another operation. Throws what
 * `parse` throws.
 */
export function queryName(text: string): string | undefined {
  const name = onlyQuery(parse(text, { noLocation: true }))?.name?.value
  return name !== undefined && name.length <= maxNameLength ? name : undefined
}
