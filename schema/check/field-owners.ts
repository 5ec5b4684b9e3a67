import { Kind, type ObjectTypeDefinitionNode } from 'graphql'
import { directiveArguments, hasDirective } from '../model/directive-arguments.ts'
import type { Problem } from '../problem.ts'
import { placeOf, type SubgraphText } from './place-of.ts'

/**
 * Fields of entities that more than one ministry answers, `@shareable` or not: a figure has one owner, who
 * answers for it. Keys are everybody's.
 */
export function fieldOwners(texts: readonly SubgraphText[]): readonly Problem[] {
  const owners = new Map<string, SubgraphText[]>()
  for (const text of texts)
    for (const node of text.document.definitions) {
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION || !hasDirective(node, 'key')) continue
      for (const field of ownFields(node)) {
        const coordinate = `${node.name.value}.${field}`
        owners.set(coordinate, [...(owners.get(coordinate) ?? []), text])
      }
    }
  return [...owners]
    .filter(([, all]) => all.length > 1)
    .map(([coordinate, all]) => ({
      code: 'FIELD_OWNED_TWICE',
      message: `expected one ministry to answer it, got ${all.map(({ name }) => name).join(', ')}`,
      coordinate,
      ...placeOf(coordinate, all.slice(-1)),
    }))
}

function ownFields(node: ObjectTypeDefinitionNode): readonly string[] {
  const keys = new Set(
    directiveArguments(node, 'key').flatMap(({ fields }) => String(fields).split(/[\s{}]+/)),
  )
  return (node.fields ?? [])
    .filter((field) => !hasDirective(field, 'external') && !keys.has(field.name.value))
    .map((field) => field.name.value)
}
