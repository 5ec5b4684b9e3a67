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
  const [old, now] = [before, after].map((text) => parse(text))
  if (old === undefined || now === undefined) return []
  const same = sameTypes(old, now)
  const [live, proposed] = [membersOf(old, same), membersOf(now, same)]
  return [...live].flatMap(([coordinate, member]) => {
    const others = member.owners.filter((name) => !changed.has(name))
    if (others.length === 0) return []
    const next = proposed.get(coordinate)
    const refuse = (what: string): readonly Problem[] => [
      {
        code: 'CHANGES_OTHERS',
        message: `expected what ${others.join(', ')} published to stay, got ${what}`,
        coordinate,
      },
    ]
    if (next === undefined) return refuse('a change that takes it away')
    const lost = others.filter((name) => !next.owners.includes(name) || next.overridden.has(name))
    if (lost.length > 0) return refuse('another subgraph that answers it in their place')
    if (next.said === member.said || member.keepers.some((name) => changed.has(name))) return []
    return refuse(`${next.said || 'nothing'} in the place of ${member.said || 'nothing'}`)
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

/** Names of types whose text is the same in both; none where subgraphs are called otherwise. */
function sameTypes(before: DocumentNode, after: DocumentNode): ReadonlySet<string> {
  const [old, now] = [typeTexts(before), typeTexts(after)]
  const isSame = (name: string) => old.get(name) !== undefined && old.get(name) === now.get(name)
  if (JSON.stringify([...graphNames(before)]) !== JSON.stringify([...graphNames(after)]))
    return new Set()
  return new Set([...old.keys()].filter(isSame))
}

function typeTexts({ definitions, loc }: DocumentNode): ReadonlyMap<string, string | undefined> {
  const text = loc?.source.body
  return new Map(
    definitions
      .filter(isTypeDefinitionNode)
      .map(({ name, loc: at }) => [name.value, at && text?.slice(at.start, at.end)]),
  )
}

function membersOf(
  supergraph: DocumentNode,
  same: ReadonlySet<string>,
): ReadonlyMap<string, Member> {
  const names = graphNames(supergraph)
  const found = new Map<string, Member>()
  for (const type of supergraph.definitions) {
    // Names with two underscores are the machinery of supergraphs.
    if (!isTypeDefinitionNode(type) || type.name.value.includes('__')) continue
    if (same.has(type.name.value)) continue
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
