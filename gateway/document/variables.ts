import {
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  coerceInputValue,
  getNullableType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  typeFromAST,
} from 'graphql'
import { CodedError } from '../../schema/errors.ts'

/** Errors reported for one request's variables, at most. */
const maxErrors = 10

/**
 * Compares variables with what the operation declares. Messages name the place and the type that was
 * expected, never the value: values may be personal. Answers BAD_USER_INPUT errors, empty when all fit.
 */
export function variableErrors(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): readonly CodedError[] {
  const errors: CodedError[] = []
  for (const definition of operation.variableDefinitions ?? []) {
    const type = typeFromAST(schema, definition.type)
    if (!isInputType(type)) continue
    const name = definition.variable.name.value
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined
    if (value === undefined && (definition.defaultValue || !isNonNullType(type))) continue
    if (value === undefined) errors.push(refusal(`$${name}`, `expected ${String(type)}, got none`))
    else
      coerceInputValue(value, type, (path, _value, error) => {
        const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('')
        errors.push(refusal(`$${name}${place}`, reason(error.message, typeAt(type, path))))
      })
    if (errors.length >= maxErrors) break
  }
  return errors.slice(0, maxErrors)
}

function refusal(place: string, why: string): CodedError {
  return new CodedError('BAD_USER_INPUT', `Variable "${place.slice(0, 200)}": ${why}.`)
}

/** graphql's messages that begin so hold names of the schema and of the caller's keys, but no value. */
function reason(message: string, expected: GraphQLInputType | undefined): string {
  const field =
    /^Field "([^"]{1,80})" (is not defined by type|of required type) "([^"]{1,80})"/.exec(message)
  if (field?.[2] === 'of required type')
    return `expected field ${field[1]} of type ${field[3]}, got none`
  if (field) return `expected only fields of ${field[3]}`
  return expected === undefined ? 'not acceptable' : `expected ${String(expected)}`
}

function typeAt(
  type: GraphQLInputType,
  path: readonly (string | number)[],
): GraphQLInputType | undefined {
  let at: GraphQLInputType | undefined = type
  for (const key of path) {
    if (at === undefined) return undefined
    const open: GraphQLInputType = getNullableType(at)
    if (typeof key === 'number') at = isListType(open) ? open.ofType : undefined
    else at = isInputObjectType(open) ? open.getFields()[key]?.type : undefined
  }
  return at
}
