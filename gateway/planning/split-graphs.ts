import {
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type ConstValueNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  Kind,
  isTypeDefinitionNode,
} from 'graphql'
import { type GraphPart, contextOf, joined, partsOf } from './graph-parts.ts'
import { type FieldsType, withFields } from './join.ts'
import { requirerOf } from './required-names.ts'
import { type Requirement, requirementsOf } from './requirements.ts'

/** A supergraph in which no plan has to come back to a graph, and whose graph each made-up one is. */
export interface SplitGraphs {
  readonly supergraph: DocumentNode
  /** By the name of a made-up ministry, the one that it is a part of. */
  readonly ministries: ReadonlyMap<string, string>
}

/**
 * Gives the fields of a chain of requirements (b's `four` requires a's `three`, which requires b's `two`) graphs of
 * their own, one for each depth and each field that requires them: parts of the ministry that answers them. The planner (@apollo/query-planner 2.14.4,
 * handleRequiresTree) merges a fetch that a requirement needs into an earlier one of the same graph, though it depends
 * on what comes between. Fields of one ministry that require the same field with other arguments are kept apart in
 * the same way, since a representation has one place for it.
 */
export function splitGraphs(supergraph: DocumentNode): SplitGraphs {
  const parts = partsOf(supergraph, apart(requirementsOf(supergraph)))
  const definitions = supergraph.definitions.map((node) =>
    parts.reduce((known, part) => withPart(known, part), node),
  )
  return {
    supergraph: parts.length === 0 ? supergraph : { ...supergraph, definitions },
    ministries: new Map(parts.map(({ ministry, ofMinistry }) => [ministry, ofMinistry])),
  }
}

/** The requirements that must not stay in their graph, together as they may be answered. */
function apart(all: readonly Requirement[]): readonly (readonly Requirement[])[] {
  const groups = new Map<string, Requirement[][]>()
  for (const one of all) {
    const isAlone = one.depth > 1 || one.isRequired
    const key = isAlone ? `${one.graph} ${one.depth} ${requirerOf(one.field)}` : one.graph
    const known = groups.get(key) ?? (isAlone ? [] : [[]])
    groups.set(key, known)
    const group = known.find((others) => others.every((other) => mayMeet(one, other)))
    if (group) group.push(one)
    else known.push([one])
  }
  return [...groups].flatMap(([key, known]) => (key.includes(' ') ? known : known.slice(1)))
}

function mayMeet({ sources }: Requirement, other: Requirement): boolean {
  return [...sources].every(([place, name]) => (other.sources.get(place) ?? name) === name)
}

function withPart(node: DefinitionNode, part: GraphPart): DefinitionNode {
  if (!isTypeDefinitionNode(node)) return node
  if (node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph')
    return withGraph(node, part)
  if (!part.types.has(node.name.value)) return node
  const directives = [...(node.directives ?? []), ...typeDirectives(node, part)]
  if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION)
    return { ...withFields(node, (field) => [fieldWithPart(node, field, part)]), directives }
  if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
    return { ...node, directives, fields: copiesOf(node.fields, part) }
  return node.kind === Kind.ENUM_TYPE_DEFINITION
    ? { ...node, directives, values: copiesOf(node.values, part) }
    : { ...node, directives }
}

function withGraph(node: EnumTypeDefinitionNode, part: GraphPart): EnumTypeDefinitionNode {
  const { of, graph, ministry } = part
  const values = (node.values ?? []).flatMap((value) => {
    if (value.name.value !== of) return [value]
    const directives = (value.directives ?? []).map((one) =>
      withGiven(one, { name: string(ministry) }),
    )
    return [value, { ...value, name: { ...value.name, value: graph }, directives }]
  })
  return { ...node, values }
}

function typeDirectives(
  node: { readonly name: { readonly value: string } } & Directed,
  part: GraphPart,
): readonly ConstDirectiveNode[] {
  const isOwn = part.own.has(node.name.value)
  const copies = joined(node, part.of).flatMap(({ directive, given }) => {
    if (typeof given['interface'] === 'string' && !part.types.has(given['interface'])) return []
    const isKey = given['key'] !== undefined && !isOwn
    const resolvable = isKey ? { resolvable: { kind: Kind.BOOLEAN, value: false } as const } : {}
    return [withGiven(directive, { ...graphOf(part), ...resolvable })]
  })
  const contexts = (node.directives ?? []).flatMap((directive) => {
    const context = contextOf(directive)
    const begin = `${part.ofMinistry}__`
    return context?.startsWith(begin)
      ? [withGiven(directive, { name: string(context.replace(begin, `${part.ministry}__`)) })]
      : []
  })
  return [...copies, ...contexts]
}

interface Directed {
  readonly directives?: readonly ConstDirectiveNode[]
}

function fieldWithPart(
  type: FieldsType,
  field: FieldDefinitionNode,
  part: GraphPart,
): FieldDefinitionNode {
  const all = field.directives ?? []
  const own = joined(field, part.of).map(({ directive }) => directive)
  const share = part.has(type, field)
  switch (share) {
    case 'copied':
      return withCopies(field, part)
    case 'moved':
      return {
        ...field,
        directives: [
          ...all.filter((directive) => !own.includes(directive)),
          ...own.map((directive) => withGiven(directive, graphOf(part))),
        ],
      }
    case 'external':
      return { ...field, directives: [...all, ...own.slice(0, 1).map((one) => told(one, part))] }
    case 'none':
      return field
    default:
      return share satisfies never
  }
}

/** The field as another answers it. */
function told(directive: ConstDirectiveNode, part: GraphPart): ConstDirectiveNode {
  const given = (directive.arguments ?? []).filter(({ name }) => name.value !== 'requires')
  const external = { kind: Kind.BOOLEAN, value: true } as const
  return withGiven({ ...directive, arguments: given }, { external, ...graphOf(part) })
}

function copiesOf<T extends Directed>(nodes: readonly T[] = [], part: GraphPart): readonly T[] {
  return nodes.map((node) => withCopies(node, part))
}

/** What is said of the graph is said of its part. */
function withCopies<T extends Directed>(node: T, part: GraphPart): T {
  const copies = joined(node, part.of).map(({ directive }) => withGiven(directive, graphOf(part)))
  const all = [...(node.directives ?? []), ...copies]
  return copies.length === 0 ? node : { ...node, directives: all }
}

function graphOf({ graph }: GraphPart): Readonly<Record<string, ConstValueNode>> {
  return { graph: { kind: Kind.ENUM, value: graph } }
}

function string(value: string): ConstValueNode {
  return { kind: Kind.STRING, value }
}

function withGiven(
  directive: ConstDirectiveNode,
  values: Readonly<Record<string, ConstValueNode>>,
): ConstDirectiveNode {
  const others = (directive.arguments ?? []).filter(({ name }) => !(name.value in values))
  const given = Object.entries(values).map(([name, value]): ConstArgumentNode => ({
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: name },
    value,
  }))
  return { ...directive, arguments: [...others, ...given] }
}
