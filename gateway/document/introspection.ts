import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
  execute,
  visit,
} from 'graphql'
import { CodedError } from '../../schema/errors.ts'
import { tooLarge } from '../limits/too-large.ts'
import { rootFields } from './operation.ts'

const introspective: ReadonlySet<string> = new Set(['__schema', '__type'])

/**
 * Tells whether an operation asks for the schema instead of data. Asking for both in one operation fails
 * with GRAPHQL_VALIDATION_FAILED: the two are answered by different parties.
 */
export function isIntrospection(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): boolean {
  const names = [...rootFields(document, operation)]
  if (!names.some((name) => introspective.has(name))) return false
  if (names.every((name) => introspective.has(name) || name === '__typename')) {
    checkAliases(document)
    return true
  }
  throw new CodedError(
    'GRAPHQL_VALIDATION_FAILED',
    'Send __schema and __type in an operation of their own, without data.',
  )
}

/** `__type` under other names, at most. */
export const maxTypes = 20

/**
 * An introspection runs to its end without a pause, so that nothing in it may be multiplied: only
 * `__type` may be asked more than once. Fails with DOCUMENT_TOO_LARGE.
 */
function checkAliases(document: DocumentNode): void {
  let types = 0
  visit(document, {
    Field: ({ name, alias }) => {
      if (alias === undefined) return
      if (name.value !== '__type') throw tooLarge('introspectionAliases', 0, 1)
      if (++types > maxTypes) throw tooLarge('introspectionTypes', maxTypes, types)
    },
  })
}

/** Answers an introspection from a schema; no ministry is asked. */
export async function introspect(
  schema: GraphQLSchema,
  document: DocumentNode,
  asked: {
    readonly operationName: string | undefined
    readonly variables: Readonly<Record<string, unknown>>
  },
): Promise<ExecutionResult> {
  const { operationName, variables } = asked
  return await execute({ schema, document, operationName, variableValues: variables })
}
