import { type FieldDefinitionNode, Kind, parse, visit } from 'graphql'
import { directiveArguments } from '../model/directive-arguments.ts'
import type { Problem } from '../problem.ts'
import type { SubgraphText } from './place-of.ts'

/**
 * Fields whose `@requires` or `@provides` gives arguments: common gateways answer such a field wrongly when the
 * document asks for the same field with other arguments.
 */
export function requiresArguments({ document, file }: SubgraphText): readonly Problem[] {
  const problems: Problem[] = []
  for (const node of document.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION)
      continue
    for (const field of node.fields ?? []) {
      const given = argumentsGiven(field)
      if (given.length === 0) continue
      problems.push({
        code: 'REQUIRES_ARGUMENTS',
        message: `expected fields without arguments in @requires, got ${given.join(', ')}`,
        coordinate: `${node.name.value}.${field.name.value}`,
        file,
        line: field.name.loc?.startToken.line ?? 0,
      })
    }
  }
  return problems
}

function argumentsGiven(field: FieldDefinitionNode): readonly string[] {
  const found: string[] = []
  for (const { fields } of ['requires', 'provides'].flatMap((name) =>
    directiveArguments(field, name),
  )) {
    if (typeof fields !== 'string') continue
    try {
      visit(parse(`{ ${fields} }`, { noLocation: true }), {
        Field: ({ name, arguments: given = [] }) => {
          for (const argument of given) found.push(`${name.value}(${argument.name.value}:)`)
        },
      })
    } catch {
      // What is no selection at all is told by composition.
      return []
    }
  }
  return found
}
