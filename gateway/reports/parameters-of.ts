import { Kind, type OperationDefinitionNode, print, valueFromASTUntyped } from 'graphql'
import { CodedError } from '../../schema/errors.ts'
import type { Localised, Parameter } from './report.ts'

/**
 * The parameters of an operation: its variables, each with the label that it was given, else its name. Fails with
 * BAD_USER_INPUT for a label of a variable that is not there.
 */
export function parametersOf(
  { variableDefinitions = [] }: OperationDefinitionNode,
  labels: Readonly<Record<string, Localised>>,
): readonly Parameter[] {
  const names = variableDefinitions.map(({ variable }) => variable.name.value)
  const surplus = Object.keys(labels).find((name) => !names.includes(name))
  if (surplus !== undefined)
    throw new CodedError(
      'BAD_USER_INPUT',
      `labels: expected names of variables (${names.join(', ') || 'there are none'}), got ${surplus}.`,
    )
  return variableDefinitions.map(({ variable, type, defaultValue }) => {
    const name = variable.name.value
    return {
      name,
      type: print(type),
      required: type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined,
      ...(defaultValue === undefined ? {} : { default: valueFromASTUntyped(defaultValue) }),
      label: labels[name] ?? { vi: name, en: name },
    }
  })
}
