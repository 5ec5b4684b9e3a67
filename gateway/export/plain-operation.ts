import { type GraphQLSchema, type OperationDefinitionNode, getOperationAST, parse } from 'graphql'
import { conditionValues, conditionVariables } from '../../auth/condition-variables.ts'
import { operationOf } from '../document/operation.ts'
import { decided } from '../execution/decided.ts'
import { inlined } from './inlined.ts'

/** A document that fits the schema, and what it is asked with. */
export interface PlainQuestion {
  readonly text: string
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
}

/** The operation that is meant, its conditions decided, without named fragments. */
export function plainOperation(
  schema: GraphQLSchema,
  { text, operationName, variables }: PlainQuestion,
): OperationDefinitionNode {
  const document = parse(text, { noLocation: true })
  const meant = operationOf(schema, document, operationName)
  const values = conditionValues(conditionVariables(document), meant, variables)
  const whole = decided(document, values)
  return inlined(whole, getOperationAST(whole, operationName) ?? meant)
}
