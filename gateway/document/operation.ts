import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql'
import { CodedError } from '../../schema/errors.ts'

/** The operation that a request means. Fails with BAD_USER_INPUT or GRAPHQL_VALIDATION_FAILED. */
export function operationOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  name: string | undefined,
): OperationDefinitionNode {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION)
  const [first, second] = operations
  if (first === undefined)
    throw new CodedError('BAD_USER_INPUT', 'The document holds no operation; expected one.')
  if (name === undefined && second !== undefined)
    throw new CodedError(
      'BAD_USER_INPUT',
      `The document holds ${operations.length} operations; name one in operationName.`,
    )
  const found = name === undefined ? first : operations.find((node) => node.name?.value === name)
  if (found === undefined)
    throw new CodedError('BAD_USER_INPUT', 'operationName names no operation of the document.')
  if (found.operation === OperationTypeNode.SUBSCRIPTION || !schema.getRootType(found.operation))
    throw new CodedError('GRAPHQL_VALIDATION_FAILED', `No ${found.operation} is served.`)
  return found
}

/** The names (not aliases) of the fields at the root of an operation, fragments followed. */
export function rootFields(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ReadonlySet<string> {
  const names = new Set<string>()
  const followed = new Set<string>()
  const follow = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) names.add(selection.name.value)
      else if (selection.kind === Kind.INLINE_FRAGMENT) follow(selection.selectionSet)
      else if (!followed.has(selection.name.value)) {
        followed.add(selection.name.value)
        for (const node of document.definitions)
          if (node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === selection.name.value)
            follow(node.selectionSet)
      }
    }
  }
  follow(operation.selectionSet)
  return names
}
