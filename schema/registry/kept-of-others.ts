import {
  type ASTNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type TypeDefinitionNode,
  isTypeDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql'
import { isPermission } from '../../auth/permission.ts'
import { argumentsOf } from '../../auth/rule-directives.ts'
import type { Problem } from '../problem.ts'
import { graphNames } from './graph-names.ts'

/**
 * What a change takes from subgraphs that do not change: fields that they answer (`@override`), parts of types that
 * they declare too (an input has what all declare), and what is said of either (rules, classes, tags, types). A shared
 * type is its ministry's whose permissions its live rules name, and that one may change what is said of it.
 */
export function keptOfOthers(
  before: string,
  after: string,
  changed: ReadonlySet<string>,
): readonly Problem[] {
  const [live, proposed] = [membersOf(parse(before)), membersOf(parse(after))]
  return [...live].flatMap(([coordinate, member]) => {
    const others = member.owners.filter((name) => !changed.has(name))
    if (others.length === 0) return []
    const now = proposed.get(coordinate)
    const refuse = (what: string): readonly Problem[] => [
      {
        code: 'CHANGES_OTHERS',
        message: `expected what ${others.join(', ')} published to stay, got ${what}`,
        coordinate,
      },
    ]
    if (now === undefined) return refuse('a change that takes it away')
    const lost = others.filter((name) => !now.owners.includes(name) || now.overridden.has(name))
    if (lost.length > 0) return refuse('another subgraph that answers it in their place')
    if (now.said === member.said || member.keepers.some((name) => changed.has(name))) return []
    return refuse(`${now.said || 'nothing'} in the place of ${member.said || 'nothing'}`)
  })
}

/** A type, or a field, an input's field or an enum's value. */
interface Member {
  /** The subgraphs that declare a type or answer a field. */
  readonly owners: readonly string[]
  /** Those from which another one takes it over. */
  readonly overridden: ReadonlySet<string>
  /** Its type, arguments and directives, without the machinery of supergraphs. */
  readonly said: string
  /** Ministries whose permissions the type's rules name. */
  readonly keepers: readonly string[]
}

type Part = FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode

type Names = ReadonlyMap<string, string>

function membersOf(supergraph: DocumentNode): ReadonlyMap<string, Member> {
  const names = graphNames(supergraph)
  const found = new Map<string, Member>()
  for (const type of supergraph.definitions) {
    // Names with two underscores are the machinery of supergraphs.
    if (!isTypeDefinitionNode(type) || type.name.value.includes('__')) continue
    const keepers = keepersOf(type.directives)
    const owners = graphsOf(type.directives, 'join__type', names)
    const said = saidOf(type.directives)
    found.set(type.name.value, { owners, overridden: new Set(), said, keepers })
    for (const part of partsOf(type))
      found.set(`${type.name.value}.${part.name.value}`, {
        ...partOwners(part, owners, names),
        said: print(plain(part)),
        keepers,
      })
  }
  return found
}

function partsOf(type: TypeDefinitionNode): readonly Part[] {
  if (type.kind === Kind.ENUM_TYPE_DEFINITION) return type.values ?? []
  return 'fields' in type ? (type.fields ?? []) : []
}

/** A part without a join of its own is answered by all that declare its type. */
function partOwners(
  { directives }: Part,
  ofType: readonly string[],
  names: Names,
): Pick<Member, 'owners' | 'overridden'> {
  const joins = joinsOf(directives, ['join__field', 'join__enumValue'])
  const answering = joins.filter(
    ({ external, usedOverridden }) => external !== true && usedOverridden !== true,
  )
  const owners = answering.flatMap(({ graph }) => nameOf(graph, names))
  const overridden = joins.flatMap(({ override }) =>
    typeof override === 'string' ? [override] : [],
  )
  return { owners: joins.length === 0 ? ofType : owners, overridden: new Set(overridden) }
}

function graphsOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  join: string,
  names: Names,
): readonly string[] {
  return [...new Set(joinsOf(directives, [join]).flatMap(({ graph }) => nameOf(graph, names)))]
}

function nameOf(graph: unknown, names: Names): readonly string[] {
  return typeof graph === 'string' ? [names.get(graph) ?? graph] : []
}

function joinsOf(
  directives: readonly ConstDirectiveNode[] = [],
  joins: readonly string[],
): readonly Readonly<Record<string, unknown>>[] {
  return directives.filter(({ name }) => joins.includes(name.value)).map(argumentsOf)
}

/** `population:person:read` is the ministry population's. */
function keepersOf(directives: readonly ConstDirectiveNode[] = []): readonly string[] {
  const written = directives.flatMap((directive) => Object.values(argumentsOf(directive)).flat(3))
  const permissions = written.filter((value) => typeof value === 'string').filter(isPermission)
  return [...new Set(permissions.map((name) => name.slice(0, name.indexOf(':'))))]
}

function saidOf(directives: readonly ConstDirectiveNode[] = []): string {
  return sorted(directives).map(print).join(' ')
}

/** Without descriptions and joins, its directives in one order. */
function plain(node: ASTNode): ASTNode {
  return visit(node, {
    enter: (part) => ({
      ...part,
      ...('description' in part ? { description: undefined } : {}),
      ...('directives' in part
        ? { directives: sorted(part.directives as readonly ConstDirectiveNode[] | undefined) }
        : {}),
    }),
  })
}

function sorted(directives: readonly ConstDirectiveNode[] = []): readonly ConstDirectiveNode[] {
  return directives
    .filter(({ name }) => !name.value.startsWith('join__'))
    .toSorted((a, b) => (print(a) < print(b) ? -1 : 1))
}
