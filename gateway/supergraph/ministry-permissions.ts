import {
  type ConstDirectiveNode,
  type DocumentNode,
  Kind,
  type ObjectTypeDefinitionNode,
  valueFromASTUntyped,
} from 'graphql'
import { isPermission, type Permission } from '../../auth/permission.ts'
import { graphNames } from '../../schema/registry/graph-names.ts'

/**
 * The permissions that each ministry's part of a supergraph names, by the ministry's name. A minted token
 * tells a ministry about these alone. A type's permissions count for every ministry that has a part of the
 * type; a field's for those that resolve it.
 */
export function ministryPermissions(
  supergraph: DocumentNode,
): ReadonlyMap<string, readonly Permission[]> {
  const found = new Map<string, Set<Permission>>()
  const add = (graph: string, names: readonly Permission[]): void => {
    const set = found.get(graph) ?? new Set()
    found.set(graph, set)
    for (const name of names) set.add(name)
  }
  for (const type of supergraph.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue
    const owners = graphsOf(type.directives, 'join__type')
    for (const graph of owners) add(graph, namedBy(type.directives))
    for (const [graphs, names] of fieldsOf(type, owners))
      for (const graph of graphs) add(graph, names)
  }
  const names = graphNames(supergraph)
  return new Map([...found].map(([graph, held]) => [names.get(graph) ?? graph, [...held].sort()]))
}

function fieldsOf(
  type: ObjectTypeDefinitionNode,
  owners: readonly string[],
): (readonly [readonly string[], readonly Permission[]])[] {
  return (type.fields ?? []).map(({ directives }) => {
    const graphs = graphsOf(directives, 'join__field')
    return [graphs.length > 0 ? graphs : owners, namedBy(directives)]
  })
}

function graphsOf(directives: readonly ConstDirectiveNode[] = [], name: string): readonly string[] {
  return directives
    .filter((directive) => directive.name.value === name)
    .flatMap((directive) => directive.arguments ?? [])
    .flatMap(({ name: { value: argument }, value }) =>
      argument === 'graph' && value.kind === Kind.ENUM ? [value.value] : [],
    )
}

/** Every permission written in any directive: whatever the directive is called here, names are unique. */
function namedBy(directives: readonly ConstDirectiveNode[] = []): readonly Permission[] {
  const written = directives
    .flatMap((directive) => directive.arguments ?? [])
    .flatMap(({ value }) => [valueFromASTUntyped(value)].flat(3))
  return [...new Set(written.filter(isText).filter(isPermission))]
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
