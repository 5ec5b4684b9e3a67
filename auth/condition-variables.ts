import {
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  type ValueNode,
  visit,
} from 'graphql'
import { CodedError } from '../schema/errors.ts'

/** Names of the variables that decide a `@skip` or `@include` anywhere in a document. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>()
  visit(document, {
    Directive: (directive) => {
      const isCondition = directive.name.value === 'skip' || directive.name.value === 'include'
      for (const { value } of isCondition ? (directive.arguments ?? []) : [])
        if (value.kind === Kind.VARIABLE) names.add(value.name.value)
    },
  })
  return [...names].sort()
}

/**
 * The values of those variables in one operation, defaults applied. Fails with BAD_USER_INPUT where one
 * is not a Boolean: a condition that cannot be decided must not decide what is checked.
 */
export function conditionValues(
  names: readonly string[],
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, boolean>> {
  const values: Record<string, boolean> = {}
  for (const name of names) {
    const definition = operation.variableDefinitions?.find(
      ({ variable }) => variable.name.value === name,
    )
    if (definition === undefined) continue
    const given = Object.hasOwn(variables, name) ? variables[name] : undefined
    const value = given === undefined ? literal(definition.defaultValue) : given
    if (typeof value !== 'boolean')
      throw new CodedError('BAD_USER_INPUT', `Variable $${name}: expected a Boolean.`)
    values[name] = value
  }
  return values
}

function literal(node: ValueNode | undefined): unknown {
  return node?.kind === Kind.BOOLEAN ? node.value : undefined
}
