import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type NameNode,
  isTypeDefinitionNode,
} from 'graphql'
import { selectionSetOf } from '../execution/selection-set-of.ts'
import { graphNames } from '../../schema/registry/graph-names.ts'
import { type FieldsType, fieldsTypes, givenTo, nameWithin } from './join.ts'
import type { Requirement } from './requirements.ts'

/** A made-up graph: fields of a graph that are kept apart from its others, and what they lead to. */
export interface GraphPart {
  /** A value of `join__Graph`. */
  readonly graph: string
  readonly ministry: string
  /** The graph that it is a part of, and its ministry. */
  readonly of: string
  readonly ofMinistry: string
  readonly types: ReadonlySet<string>
  /** Types of the fields that are kept apart; others cannot be asked for by key. */
  readonly own: ReadonlySet<string>
  readonly has: (type: FieldsType, field: FieldDefinitionNode) => FieldShare
}

/** What a part has of a field: all that its graph has, in its place or as well, or what it is told of it. */
export type FieldShare = 'moved' | 'copied' | 'external' | 'none'

/** Opens a part for each group of requirements, all of one graph. */
export function partsOf(
  supergraph: DocumentNode,
  groups: readonly (readonly Requirement[])[],
): readonly GraphPart[] {
  const names = graphNames(supergraph)
  const taken = new Set([...names.keys(), ...names.values()])
  const free = (name: string): string => (taken.has(name) ? free(`${name}_`) : name)
  return groups.flatMap((group, index) => {
    const [first] = group
    if (first === undefined) return []
    const of = first.graph
    const ofMinistry = names.get(of) ?? of
    const own = new Set(group.map(({ type }) => type))
    const has = openShare(supergraph, of, group)
    const contexts = `${ofMinistry}__`
    return [
      {
        graph: free(`${of}__PART_${index + 1}`),
        ministry: free(`${ofMinistry}__part_${index + 1}`),
        of,
        ofMinistry,
        own,
        has,
        types: reached(supergraph, { of, own, has, contexts }),
      },
    ]
  })
}

/** The directives of a definition that speak of one graph, with what they say. */
export function joined(
  { directives = [] }: { readonly directives?: readonly ConstDirectiveNode[] },
  graph: string,
) {
  return directives.flatMap((directive) => {
    const given = directive.name.value.startsWith('join__') ? givenTo(directive) : {}
    return given['graph'] === graph ? [{ directive, given, name: directive.name.value }] : []
  })
}

const rootNames: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription'])

/**
 * Of an entity it has the keys, and what its own fields require: the rest is asked by key of the graph itself.
 * What has no key can be had from its own fields alone, and it has all of it.
 */
function openShare(
  supergraph: DocumentNode,
  of: string,
  group: readonly Requirement[],
): GraphPart['has'] {
  const types = fieldsTypes(supergraph)
  const needs = new Set(group.flatMap((one) => [...one.needs]))
  const moved = new Set(group.map(({ type, field }) => `${type}.${field}`))
  const has: GraphPart['has'] = (type, field) => {
    const coordinate = `${type.name.value}.${field.name.value}`
    if (moved.has(coordinate)) return 'moved'
    const parts = joined(field, of).map(({ given }) => given)
    const isEverywhere = !field.directives?.some(({ name }) => name.value === 'join__field')
    if (isEverywhere) return 'copied'
    if (rootNames.has(type.name.value) || parts.length === 0) return 'none'
    const isNeeded = needs.has(coordinate)
    if (parts.some(({ requires }) => requires !== undefined)) return isNeeded ? 'external' : 'none'
    if (isNeeded || parts.some(({ external }) => external === true)) return 'copied'
    return isOfWhole(type, field.name.value) ? 'copied' : 'none'
  }
  const isOfWhole = (type: FieldsType, field: string): boolean => {
    const isObject = joined(type, of).some(({ given }) => given['isInterfaceObject'] === true)
    if (isObject || type.kind === Kind.OBJECT_TYPE_DEFINITION)
      return resolvableKeys(type, of)?.has(field) !== false
    return implementations(types, type.name.value, of).every((inner) => {
      const same = inner.fields?.find(({ name }) => name.value === field)
      return same !== undefined && has(inner, same) !== 'none'
    })
  }
  return has
}

/** Names at the top of the keys by which a graph finds a type's objects; undefined where it finds none. */
function resolvableKeys(type: FieldsType, of: string): ReadonlySet<string> | undefined {
  const keys = joined(type, of).filter(({ given }) => typeof given['key'] === 'string')
  if (keys.every(({ given }) => given['resolvable'] === false)) return undefined
  return new Set(
    keys.flatMap(({ given }) =>
      selectionSetOf(String(given['key'])).selections.flatMap((selection) =>
        selection.kind === Kind.FIELD ? [selection.name.value] : [],
      ),
    ),
  )
}

function implementations(
  types: ReadonlyMap<string, FieldsType>,
  name: string,
  of: string,
): readonly FieldsType[] {
  return [...types.values()].filter((type) =>
    joined(type, of).some(({ given }) => given['interface'] === name),
  )
}

interface Reach {
  readonly of: string
  readonly own: ReadonlySet<string>
  readonly has: GraphPart['has']
  /** How the graph's contexts begin. */
  readonly contexts: string
}

/** All types of a graph that the part cannot be declared without. */
function reached(supergraph: DocumentNode, { of, own, has, contexts }: Reach): ReadonlySet<string> {
  const types = fieldsTypes(supergraph)
  const definitions = supergraph.definitions.filter(isNamed)
  const here = new Map(definitions.map((node) => [node.name.value, joined(node, of)]))
  const found = new Set<string>()
  const reach = (name: string): void => {
    if (found.has(name)) return
    found.add(name)
    for (const inner of implementations(types, name, of)) reach(inner.name.value)
    for (const { given } of here.get(name) ?? [])
      if (typeof given['member'] === 'string') reach(given['member'])
    const type = types.get(name)
    if (type)
      for (const inner of (type.fields ?? []).flatMap((field) => ledTo(type, field))) reach(inner)
  }
  const ledTo = (type: FieldsType, field: FieldDefinitionNode): readonly string[] => {
    if (has(type, field) === 'none') return []
    const others = joined(field, of).flatMap(({ given }) =>
      typeof given['type'] === 'string' ? [given['type'].replaceAll(/\W/g, '')] : [],
    )
    return [nameWithin(field.type), ...others]
  }
  for (const name of own) reach(name)
  for (const node of definitions) {
    const isThere = here.get(node.name.value)?.some(({ name }) => name === 'join__type')
    const isLeaf = !types.has(node.name.value) && node.kind !== Kind.UNION_TYPE_DEFINITION
    const hasContext = node.directives?.some((one) => contextOf(one)?.startsWith(contexts))
    if (isThere && (isLeaf || hasContext || node.name.value === 'Query')) reach(node.name.value)
  }
  return found
}

interface Named {
  readonly kind: Kind
  readonly name: NameNode
  readonly directives?: readonly ConstDirectiveNode[]
}

function isNamed(node: DefinitionNode): node is DefinitionNode & Named {
  return isTypeDefinitionNode(node)
}

/** `graph__name`, where a directive sets a context. */
export function contextOf(directive: ConstDirectiveNode): string | undefined {
  const { name } = directive.name.value === 'context' ? givenTo(directive) : {}
  return typeof name === 'string' ? name : undefined
}
