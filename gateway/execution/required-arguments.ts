import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type SelectionSetNode,
  print,
  valueFromASTUntyped,
} from 'graphql'
import { CodedError } from '../../schema/errors.ts'
import { graphNames } from '../../schema/registry/graph-names.ts'
import type { FetchSite } from './fetch-site.ts'
import { selectionSetOf } from './selection-set-of.ts'

/** Refuses a plan that would fetch one field for two purposes with different arguments. */
export type CheckRequired = (sites: Iterable<FetchSite>) => void

/** A required field: where it stands, and the arguments with which it is required. */
interface Requirement {
  readonly place: string
  readonly arguments: string
}

/**
 * Reads what fields require of other ministries with which arguments. A representation has one place for a
 * field, and a plan one request for it: two fields that require a third with different arguments cannot be
 * answered together, and one would silently be computed from the other's value. The check fails with
 * GRAPHQL_VALIDATION_FAILED and names both.
 */
export function openRequiredArguments(supergraph: DocumentNode): CheckRequired {
  const known = requirements(supergraph)
  return (sites) => {
    const seen = new Map<string, { readonly by: string; readonly arguments: string }>()
    for (const { node, coordinates } of sites)
      for (const coordinate of coordinates)
        for (const { place, arguments: given } of known.get(`${node.serviceName} ${coordinate}`) ??
          []) {
          const other = seen.get(place)
          if (other !== undefined && other.arguments !== given)
            throw new CodedError(
              'GRAPHQL_VALIDATION_FAILED',
              `Ask ${other.by} and ${coordinate} in operations of their own: they require ${place} with different arguments.`,
            )
          seen.set(place, { by: coordinate, arguments: given })
        }
  }
}

/** By `graph Type.field`, for the fields that require others with arguments somewhere. */
function requirements(supergraph: DocumentNode): ReadonlyMap<string, readonly Requirement[]> {
  const graphs = graphNames(supergraph)
  const found = new Map<string, readonly Requirement[]>()
  for (const type of supergraph.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue
    for (const { coordinate, graph, text } of requiringFields(type))
      found.set(
        `${graphs.get(graph) ?? graph} ${coordinate}`,
        required(type.name.value, selectionSetOf(text)),
      )
  }
  return found
}

function requiringFields({ name: type, fields = [] }: ObjectTypeDefinitionNode) {
  return fields.flatMap(({ name, directives = [] }) =>
    directives.flatMap((directive) => {
      if (directive.name.value !== 'join__field') return []
      const given = new Map(
        (directive.arguments ?? []).map((one) => [one.name.value, valueFromASTUntyped(one.value)]),
      )
      const text = given.get('requires')
      return typeof text === 'string'
        ? [{ coordinate: `${type.value}.${name.value}`, graph: String(given.get('graph')), text }]
        : []
    }),
  )
}

function required(place: string, set: SelectionSetNode): readonly Requirement[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return required(place, selection.selectionSet)
    if (selection.kind !== Kind.FIELD) return []
    const inner = `${place}.${selection.name.value}`
    const here = { place: inner, arguments: argumentsText(selection) }
    return [here, ...(selection.selectionSet ? required(inner, selection.selectionSet) : [])]
  })
}

function argumentsText({ arguments: given = [] }: FieldNode): string {
  return given.map(print).sort().join(', ')
}
