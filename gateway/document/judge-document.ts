import type { DocumentNode, GraphQLError, OperationDefinitionNode } from 'graphql'
import type { Judgement } from '../../auth/authorise.ts'
import { CodedError } from '../../schema/errors.ts'
import type { Identity } from '../context.ts'
import type { RequestCost } from '../limits/request-cost.ts'
import type { Generation } from '../supergraph/generation.ts'
import { operationOf } from './operation.ts'
import { variableErrors } from './variables.ts'

/** What is known of a document before it is asked. */
export interface JudgedDocument extends Judgement {
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly cost: RequestCost
}

interface Asked {
  readonly text: string
  readonly operationName?: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
}

/**
 * Reads, validates, estimates and authorises a document for someone, and asks nothing: what `/graphql` would find.
 * Answers the errors of a document that does not fit the schema that the caller sees, or variables that do not fit
 * it. Fails with BAD_USER_INPUT or GRAPHQL_VALIDATION_FAILED (which operation is meant).
 */
export async function judgeDocument(
  { schema: whole, prepare, access, costOf }: Generation,
  { caller, grants, seen }: Identity,
  { text, operationName, variables: given }: Asked,
): Promise<JudgedDocument | { readonly errors: readonly GraphQLError[] }> {
  const visible = access ? access.visible(seen) : { name: '', schema: whole }
  const prepared = prepare(text, visible)
  if ('errors' in prepared) return prepared
  const { document, lifted } = prepared
  const operation = operationOf(visible.schema, document, operationName)
  const variables = { ...given, ...lifted }
  const wrong = variableErrors(visible.schema, operation, variables)
  if (wrong.length > 0) return { errors: wrong }
  if (access === undefined) throw new CodedError('UNAUTHENTICATED')
  const judgement = await access.authorise({ document, operationName, variables, grants })
  const cost = costOf({ document, operation }, variables, caller.roles)
  return { document, operation, cost, ...judgement }
}
