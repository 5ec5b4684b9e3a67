import type { FetchNode, QueryPlanFieldNode, QueryPlanSelectionNode } from '@apollo/query-planner'
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql'
import { CodedError } from '../../schema/errors.ts'
import { graphNames } from '../../schema/registry/graph-names.ts'
import { fragmentOf } from './fetch-site.ts'
import { selectionSetOf } from './selection-set-of.ts'

/** Refuses a plan by which a ministry would be asked for what it leaves to others, or lacks the means for. */
export type CheckAsked = (fetch: FetchNode, definitions: readonly DefinitionNode[]) => void

/** What one ministry has to do with a field. */
interface Part {
  readonly external: boolean
  readonly requires: SelectionSetNode | undefined
  readonly provides: SelectionSetNode | undefined
}

interface KnownField {
  /** Name of the type inside lists and non-nulls. */
  readonly type: string
  readonly parts: ReadonlyMap<string, Part>
}

type Told = readonly QueryPlanSelectionNode[]

/** Where a selection of a fetch stands. */
interface Place {
  readonly type: string
  /** What the ministry provides of this object, by the field that led here. */
  readonly provided: readonly SelectionSetNode[]
  /** What the representations hold, for an object that they are of. */
  readonly told: Told
}

/**
 * Reads which ministry answers which field. A plan for a chain of `@requires` that comes back to its first
 * ministry may ask that one for a field that it declares `@external`, and whatever it makes up would be
 * passed on (@apollo/query-planner 2.14.4). The check fails with GRAPHQL_VALIDATION_FAILED instead.
 */
export function openForeignFields(supergraph: DocumentNode): CheckAsked {
  const fields = knownFields(supergraph)
  const keys = keyNames(supergraph)
  return (fetch, definitions) => {
    const { serviceName: graph, requires = [] } = fetch

    const follow = (set: SelectionSetNode, at: Place): void => {
      for (const selection of set.selections)
        if (selection.kind === Kind.FIELD) meet(selection, at)
        else {
          const inner = fragmentOf(definitions, selection)
          const type = inner?.typeCondition?.name.value ?? at.type
          if (inner) follow(inner.selectionSet, { ...at, type })
        }
    }

    const meet = ({ name, selectionSet }: FieldNode, at: Place): void => {
      const field = fields.get(`${at.type}.${name.value}`)
      const provided = within(at.provided, name.value)
      const part = field?.parts.get(graph)
      if (part && !provided.isThere) expectAnswered(part, name.value, at)
      if (selectionSet === undefined) return
      const inner = [...provided.inner, ...(part?.provides ? [part.provides] : [])]
      follow(selectionSet, { type: field?.type ?? '', provided: inner, told: [] })
    }

    const expectAnswered = (
      { external, requires: needed }: Part,
      name: string,
      at: Place,
    ): void => {
      const isForeign = external && !keys.has(`${graph} ${at.type}.${name}`)
      const lacksMeans = needed !== undefined && !isTold(needed, at)
      if (isForeign || lacksMeans)
        throw new CodedError(
          'GRAPHQL_VALIDATION_FAILED',
          `This cannot be answered in one operation: ${graph} would be asked for ${at.type}.${name} without what it requires of others.`,
        )
    }

    for (const definition of definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue
      const [entities] = definition.selectionSet.selections
      const isAbout = fetch.requires !== undefined && entities?.kind === Kind.FIELD
      const about = isAbout ? entities.selectionSet : undefined
      if (about) follow(about, { type: '', provided: [], told: requires })
      else follow(definition.selectionSet, { type: rootOf(definition), provided: [], told: [] })
    }
  }
}

function rootOf({ operation }: OperationDefinitionNode): string {
  return operation === OperationTypeNode.MUTATION ? 'Mutation' : 'Query'
}

function within(
  provided: readonly SelectionSetNode[],
  name: string,
): { readonly isThere: boolean; readonly inner: readonly SelectionSetNode[] } {
  const found = provided.flatMap(fieldsIn).filter((field) => field.name.value === name)
  return { isThere: found.length > 0, inner: found.flatMap((field) => field.selectionSet ?? []) }
}

/**
 * Whether all that is required, and all within it, comes with the representation or is provided where the object
 * stands. Fragments are taken for their fields: whoever asks for one of a type asks for it of that type.
 */
function isTold(needed: SelectionSetNode, { told, provided }: Pick<Place, 'told' | 'provided'>) {
  return fieldsIn(needed).every(({ name, selectionSet }): boolean => {
    const have = toldFields(told).filter((field) => field.name === name.value)
    const { isThere, inner } = within(provided, name.value)
    if (have.length === 0 && !isThere) return name.value === '__typename'
    if (selectionSet === undefined || isThere) return true
    return isTold(selectionSet, {
      told: have.flatMap(({ selections }) => selections ?? []),
      provided: inner,
    })
  })
}

function fieldsIn({ selections }: SelectionSetNode): readonly FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection]
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldsIn(selection.selectionSet) : []
  })
}

function toldFields(told: Told): readonly QueryPlanFieldNode[] {
  return told.flatMap((selection) =>
    selection.kind === 'Field' ? [selection] : toldFields(selection.selections),
  )
}

/** By `Type.field`. */
function knownFields(supergraph: DocumentNode): ReadonlyMap<string, KnownField> {
  const graphs = graphNames(supergraph)
  const found = new Map<string, KnownField>()
  for (const type of supergraph.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      continue
    for (const field of type.fields ?? [])
      found.set(`${type.name.value}.${field.name.value}`, {
        type: namedType(field.type),
        parts: new Map(partsOf(field, graphs)),
      })
  }
  return found
}

function partsOf(
  { directives = [] }: FieldDefinitionNode,
  graphs: ReadonlyMap<string, string>,
): readonly (readonly [string, Part])[] {
  return directives.flatMap((directive) => {
    if (directive.name.value !== 'join__field') return []
    const given = argumentsOf(directive)
    const graph = String(given.get('graph'))
    const part = {
      external: given.get('external') === true,
      requires: setIn(given.get('requires')),
      provides: setIn(given.get('provides')),
    }
    return [[graphs.get(graph) ?? graph, part] as const]
  })
}

/** `graph Type.field` of fields that are part of a key there; a ministry answers them, whatever it declares. */
function keyNames(supergraph: DocumentNode): ReadonlySet<string> {
  const graphs = graphNames(supergraph)
  const names = new Set<string>()
  for (const type of supergraph.definitions)
    if (type.kind === Kind.OBJECT_TYPE_DEFINITION || type.kind === Kind.INTERFACE_TYPE_DEFINITION)
      for (const directive of type.directives ?? []) {
        const given = argumentsOf(directive)
        const graph = String(given.get('graph'))
        const key = directive.name.value === 'join__type' ? setIn(given.get('key')) : undefined
        for (const { name } of key ? fieldsIn(key) : [])
          names.add(`${graphs.get(graph) ?? graph} ${type.name.value}.${name.value}`)
      }
  return names
}

function argumentsOf({ arguments: given = [] }: ConstDirectiveNode): ReadonlyMap<string, unknown> {
  return new Map(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]))
}

function setIn(text: unknown): SelectionSetNode | undefined {
  return typeof text === 'string' ? selectionSetOf(text) : undefined
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type)
}
