import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql'
import { graphNames } from '../../schema/registry/graph-names.ts'
import { selectionSetOf } from '../execution/selection-set-of.ts'
import { givenTo, nameWithin } from './join.ts'

/** An object type whose objects may be asked for without a search for the best way. */
export interface DirectType {
  readonly name: string
  readonly fields: ReadonlyMap<string, DirectField>
  /** By ministry that finds its objects by key, the keys. */
  readonly keys: ReadonlyMap<string, readonly SelectionSetNode[]>
  /** Its own name, and those of the interfaces and unions that it is one of. */
  readonly names: ReadonlySet<string>
}

/** A field that its ministries answer without being told more than a key. */
export interface DirectField {
  /** Lists around its values: 0 where it is none. */
  readonly lists: number
  /** Ministries that answer it, in the order of the supergraph. */
  readonly ministries: readonly string[]
  /** The name of the object type of its values; undefined for scalars and enums. */
  readonly objects: string | undefined
}

/** What makes the answer of a field, or who answers it, depend on more than the field. */
const special = ['requires', 'provides', 'overrideLabel', 'contextArguments'] as const

const rootNames: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription'])

/**
 * Reads the types of a supergraph that hold nothing but plain fields in the sense of DirectField; other fields are left
 * out of their types: with `@requires`, `@provides`, contexts, labelled overrides, fields of interface objects, and
 * those whose values are of an interface or union.
 */
export function directTypes(supergraph: DocumentNode): ReadonlyMap<string, DirectType> {
  const ministries = graphNames(supergraph)
  const kinds = new Map<string, Kind>()
  const unions = new Map<string, readonly string[]>()
  for (const node of supergraph.definitions) {
    if ('name' in node && node.name) kinds.set(node.name.value, node.kind)
    if (node.kind === Kind.UNION_TYPE_DEFINITION)
      unions.set(
        node.name.value,
        (node.types ?? []).map(({ name }) => name.value),
      )
  }
  const types = new Map<string, DirectType>()
  for (const node of supergraph.definitions)
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION && !isOfFederationOne(node))
      types.set(node.name.value, directType(node, { ministries, kinds, unions }))
  return types
}

interface Around {
  /** By value of `join__Graph`. */
  readonly ministries: ReadonlyMap<string, string>
  readonly kinds: ReadonlyMap<string, Kind>
  readonly unions: ReadonlyMap<string, readonly string[]>
}

/** Where one ministry owns a type, fields that say nothing are the owner's. */
function isOfFederationOne({ directives = [] }: ObjectTypeDefinitionNode): boolean {
  return directives.some(({ name }) => name.value === 'join__owner')
}

function directType(node: ObjectTypeDefinitionNode, around: Around): DirectType {
  const own = node.name.value
  const joins = givenBy(node, 'join__type')
  const all = unique(joins.map(({ graph }) => nameOf(graph, around)))
  const fields = (node.fields ?? []).flatMap((field) => {
    const direct = directField(field, all, around)
    return direct ? [[field.name.value, direct] as const] : []
  })
  const keys = new Map<string, SelectionSetNode[]>()
  for (const { graph, key, resolvable } of joins) {
    if (typeof key !== 'string' || resolvable === false) continue
    const ministry = nameOf(graph, around)
    keys.set(ministry, [...(keys.get(ministry) ?? []), selectionSetOf(key)])
  }
  const wider = (node.interfaces ?? []).map(({ name }) => name.value)
  const unions = [...around.unions].flatMap(([name, types]) => (types.includes(own) ? [name] : []))
  return { name: own, fields: new Map(fields), keys, names: new Set([own, ...wider, ...unions]) }
}

function directField(
  field: FieldDefinitionNode,
  all: readonly string[],
  around: Around,
): DirectField | undefined {
  const type = nameWithin(field.type)
  const kind = around.kinds.get(type)
  const isAbstract = kind === Kind.INTERFACE_TYPE_DEFINITION || kind === Kind.UNION_TYPE_DEFINITION
  if (isAbstract || rootNames.has(type)) return undefined
  const joins = givenBy(field, 'join__field')
  if (joins.some((given) => isSpecial(given, type))) return undefined
  const answering = joins.filter(
    ({ external, usedOverridden }) => external !== true && usedOverridden !== true,
  )
  return {
    lists: listsOf(field.type),
    ministries:
      joins.length === 0 ? all : unique(answering.map(({ graph }) => nameOf(graph, around))),
    objects: kind === Kind.OBJECT_TYPE_DEFINITION ? type : undefined,
  }
}

/** A field without a graph is that of an interface object, known by the interface alone. */
function isSpecial(given: Record<string, unknown>, type: string): boolean {
  const other = given['type']
  const isOther = typeof other === 'string' && other.replaceAll(/\W/g, '') !== type
  return isOther || given['graph'] === undefined || special.some((name) => name in given)
}

function givenBy(
  { directives = [] }: { readonly directives?: readonly ConstDirectiveNode[] },
  name: string,
): readonly Record<string, unknown>[] {
  return directives.flatMap((one) => (one.name.value === name ? [givenTo(one)] : []))
}

function nameOf(graph: unknown, { ministries }: Around): string {
  return ministries.get(String(graph)) ?? String(graph)
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)]
}

function listsOf(type: TypeNode): number {
  if (type.kind === Kind.NAMED_TYPE) return 0
  return listsOf(type.type) + (type.kind === Kind.LIST_TYPE ? 1 : 0)
}
