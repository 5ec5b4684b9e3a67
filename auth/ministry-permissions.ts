import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
} from 'graphql'
import type { Permission } from './permission.ts'
import type { Requirement } from './requirement.ts'
import type { RequirementTable } from './requirement-table.ts'
import { argumentsOf } from './rule-directives.ts'

/**
 * Which permissions each ministry's part of a supergraph names, so that a ministry is told no grant that
 * it has no use for. Keyed by subgraph name. Reads the join specification v0.3–0.5 (`join__type`,
 * `join__field`, `join__graph`).
 */
export function ministryPermissions(
  supergraph: DocumentNode,
  table: RequirementTable,
): ReadonlyMap<string, readonly Permission[]> {
  const names = graphNames(supergraph)
  const found = new Map([...names.values()].map((name) => [name, new Set<Permission>()]))
  const add = (graph: unknown, requirement: Requirement | undefined) => {
    const permissions = found.get(names.get(String(graph)) ?? '')
    for (const name of (requirement ?? []).flat()) permissions?.add(name)
  }
  for (const type of supergraph.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue
    const graphs = graphsOf(type, 'join__type')
    for (const field of type.fields ?? []) {
      const requirement = table.requirement(type.name.value, field.name.value)
      const own = graphsOf(field, 'join__field')
      for (const graph of own.length > 0 ? own : graphs) add(graph, requirement)
    }
    for (const graph of graphs) add(graph, table.ofType(type.name.value))
  }
  return new Map([...found].map(([name, permissions]) => [name, [...permissions].sort()]))
}

function graphNames(supergraph: DocumentNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph')
      continue
    for (const value of definition.values ?? []) {
      const [graph] = directives(value, 'join__graph').map(argumentsOf)
      names.set(value.name.value, String(graph?.['name'] ?? value.name.value))
    }
  }
  return names
}

function graphsOf(
  node: ObjectTypeDefinitionNode | FieldDefinitionNode,
  directive: string,
): readonly unknown[] {
  return directives(node, directive)
    .map((one) => argumentsOf(one)['graph'])
    .filter((graph) => graph !== undefined)
}

function directives(
  node: { readonly directives?: readonly ConstDirectiveNode[] | undefined },
  name: string,
): readonly ConstDirectiveNode[] {
  return (node.directives ?? []).filter((directive) => directive.name.value === name)
}
