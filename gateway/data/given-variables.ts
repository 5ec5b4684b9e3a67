import {
  type GraphQLInputType,
  type GraphQLSchema,
  type VariableDefinitionNode,
  isInputType,
  typeFromAST,
} from 'graphql'
import { CodedError } from '../../schema/errors.ts'
import { isRecord } from '../is-record.ts'
import { checkVariables } from '../limits/variables.ts'
import { parameterValue } from './parameter-value.ts'

/** What a request for a registered document brings. */
export interface Given {
  readonly method: string
  readonly search: URLSearchParams
  readonly body: unknown
}

/** The parameter that says what is wanted, unless the document has a variable of this name. */
export const formatParameter = 'format'

/** The parameters of a document: the types of its variables. */
export function parameterTypes(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
): ReadonlyMap<string, GraphQLInputType> {
  const types = new Map<string, GraphQLInputType>()
  for (const { variable, type: node } of definitions) {
    const type = typeFromAST(schema, node)
    if (isInputType(type)) types.set(variable.name.value, type)
  }
  return types
}

/**
 * The variables that a request gives: by GET in the search, by their types; by POST as the JSON object of the body.
 * Fails with BAD_USER_INPUT, for a parameter that the document does not have too, or DOCUMENT_TOO_LARGE.
 */
export function givenVariables(
  { method, search, body }: Given,
  types: ReadonlyMap<string, GraphQLInputType>,
): Readonly<Record<string, unknown>> {
  const own = new Set(types.has(formatParameter) ? [] : [formatParameter])
  if (method !== 'GET') {
    expectKnown(search.keys(), new Set([formatParameter]))
    if (body !== undefined && body !== null && !isRecord(body))
      throw new CodedError('BAD_USER_INPUT', 'Expected the body to be a JSON object of parameters.')
    const variables = isRecord(body) ? body : {}
    expectKnown(Object.keys(variables), new Set(types.keys()))
    checkVariables(variables)
    return variables
  }
  expectKnown(search.keys(), new Set([...types.keys(), ...own]))
  const variables = Object.fromEntries(
    Array.from(types)
      .filter(([name]) => search.has(name))
      .map(([name, type]) => [name, parameterValue(name, type, search.getAll(name))]),
  )
  checkVariables(variables)
  return variables
}

/** Names that are said back: others may be anything. */
const plainName = /^[_A-Za-z]\w{0,59}$/

function expectKnown(names: Iterable<string>, known: ReadonlySet<string>): void {
  for (const name of names) {
    if (known.has(name)) continue
    const got = plainName.test(name) ? name : 'one that is no name'
    const expected =
      known.size === 0 ? 'no parameters' : `only the parameters ${[...known].join(', ')}`
    throw new CodedError('BAD_USER_INPUT', `Expected ${expected}; got ${got}.`)
  }
}
