import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  Kind,
  type NameNode,
  type TypeDefinitionNode,
} from 'graphql'
import { directiveArguments } from '../model/directive-arguments.ts'

/** The ministries that answer for a coordinate; empty for what the supergraph does not have. */
export type CoordinateOwners = (coordinate: string) => readonly string[]

interface Joined {
  readonly directives?: readonly ConstDirectiveNode[] | undefined
}

/**
 * Reads a supergraph (join specification v0.3 and later): a field belongs to the ministries that resolve it, an
 * input field, enum value or type to those that declare it, an argument to its field's.
 */
export function coordinateOwners(supergraph: DocumentNode): CoordinateOwners {
  const owners = new Map<string, readonly string[]>()
  const names = graphNames(supergraph)
  const graphs = (node: Joined, directive: string): readonly string[] =>
    directiveArguments(node, directive)
      .filter(({ external }) => external !== true)
      .flatMap(({ graph }) => names.get(String(graph)) ?? [])
  for (const node of supergraph.definitions) {
    if (!isTypeDefinition(node)) continue
    const ofType = [...new Set(graphs(node, 'join__type'))]
    owners.set(node.name.value, ofType)
    for (const member of membersOf(node)) {
      const directive = node.kind === Kind.ENUM_TYPE_DEFINITION ? 'join__enumValue' : 'join__field'
      const own = graphs(member, directive)
      owners.set(`${node.name.value}.${member.name.value}`, own.length > 0 ? own : ofType)
    }
  }
  return (coordinate) => owners.get(coordinate.replace(/\(.*/, '')) ?? []
}

function isTypeDefinition(node: DefinitionNode): node is TypeDefinitionNode {
  return node.kind.endsWith('TypeDefinition')
}

function membersOf(node: TypeDefinitionNode): readonly (Joined & { readonly name: NameNode })[] {
  if (node.kind === Kind.ENUM_TYPE_DEFINITION) return node.values ?? []
  return 'fields' in node ? (node.fields ?? []) : []
}

/** From a graph (a value of `join__Graph`) to the name that the ministry was composed by. */
function graphNames(supergraph: DocumentNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const node of supergraph.definitions)
    if (node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph')
      for (const value of node.values ?? [])
        for (const { name } of directiveArguments(value, 'join__graph'))
          names.set(value.name.value, String(name))
  return names
}
