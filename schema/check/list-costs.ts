import { type DefinitionNode, type FieldDefinitionNode, Kind, type TypeNode } from 'graphql'
import { directiveArguments } from '../model/directive-arguments.ts'
import type { Problem } from '../problem.ts'
import type { SubgraphText } from './place-of.ts'

/** Arguments that bound a page. */
const slicing = ['first', 'last']

/**
 * Lists of rows that do not say how many there may be: neither pages (`first`, `last`, a connection) nor
 * `@listSize(assumedSize:)`. A cost cannot be estimated without.
 */
export function listCosts({ document, file }: SubgraphText): readonly Problem[] {
  const rows = new Set<string>()
  for (const node of document.definitions)
    if (
      node.kind === Kind.OBJECT_TYPE_DEFINITION ||
      node.kind === Kind.INTERFACE_TYPE_DEFINITION ||
      node.kind === Kind.UNION_TYPE_DEFINITION
    )
      rows.add(node.name.value)
  const pages = new Set(
    document.definitions.flatMap((node) =>
      fieldsOf(node)
        .filter(isSized)
        .map(({ type }) => named(type)),
    ),
  )
  return document.definitions.flatMap((node) => {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION)
      return []
    // The rows of a page are bounded by the arguments of the field that answers it.
    if (pages.has(node.name.value)) return []
    return (node.fields ?? [])
      .filter((field) => rows.has(listed(field.type) ?? '') && !isSized(field))
      .map((field) => ({
        code: 'LIST_SIZE_MISSING',
        message: 'expected @listSize(assumedSize: …) or the argument first: it answers a list',
        coordinate: `${node.name.value}.${field.name.value}`,
        file,
        line: field.name.loc?.startToken.line ?? 0,
      }))
  })
}

function fieldsOf(node: DefinitionNode): readonly FieldDefinitionNode[] {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION
    ? (node.fields ?? [])
    : []
}

function isSized(field: FieldDefinitionNode): boolean {
  const sizes = directiveArguments(field, 'listSize')
  const bounded = (field.arguments ?? []).some(({ name }) => slicing.includes(name.value))
  return bounded || sizes.some((size) => 'assumedSize' in size || 'slicingArguments' in size)
}

function named(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type)
}

/** The name of what a list holds; undefined for what is no list. */
function listed(type: TypeNode, inList = false): string | undefined {
  if (type.kind === Kind.NAMED_TYPE) return inList ? type.name.value : undefined
  return listed(type.type, inList || type.kind === Kind.LIST_TYPE)
}
