import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
  execute,
} from 'graphql'
import { CodedError } from '../../schema/errors.ts'
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
  if (names.every((name) => introspective.has(name) || name === '__typename')) return true
  throw new CodedError(
    'GRAPHQL_VALIDATION_FAILED',
    'Send __schema and __type in an operation of their own, without data.',
  )
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
