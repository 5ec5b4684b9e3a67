import type { GraphQLSchema } from 'graphql'
import { documentProblems } from '../editor/document-problems.ts'
import {
  chosenOperation,
  operationsIn,
  parsedDocument,
  variablesOf,
} from '../editor/operations-of.ts'
import { variableProblems } from '../editor/variable-problems.ts'
import type { Question } from './ask.ts'

const silent = {
  noJson: '',
  noObject: '',
  unknown: () => '',
  missing: () => '',
  wrong: () => '',
}

/** Whether nothing is known to be wrong with a question, so that the gateway need not be asked to find out. */
export function isSound(schema: GraphQLSchema, { query, variables, operationName }: Question) {
  if (documentProblems(schema, query).some(({ severity }) => severity === 'error')) return false
  const operation = chosenOperation(operationsIn(parsedDocument(query)), operationName)
  if (operation === undefined) return false
  const given = JSON.stringify(variables ?? {})
  return variableProblems(given, variablesOf(schema, operation), silent).length === 0
}
