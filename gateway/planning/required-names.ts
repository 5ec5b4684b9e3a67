import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  print,
  stripIgnoredCharacters,
} from 'graphql'
import { selectionSetOf } from '../execution/selection-set-of.ts'
import {
  type FieldsType,
  fieldOfType,
  fieldsTypes,
  givenTo,
  kin,
  nameWithin,
  withFields,
} from './join.ts'

/** Part of every name that stands for a required field. */
export const requiredMark = '__required_'

/** The name of the field that a made-up one stands for; any other name as it is. */
export function requiredName(name: string): string {
  const at = name.indexOf(requiredMark)
  return at < 0 ? name : name.slice(0, at)
}

/** By whom a made-up field is required, where that has a name of its own; empty for one that all may require. */
export function requirerOf(name: string): string {
  return /__required_(\d+)_/.exec(name)?.[1] ?? ''
}

/** A supergraph whose requirements are told apart from what clients ask, and what its made-up fields stand for. */
export interface RequiredNames {
  readonly supergraph: DocumentNode
  /** By made-up name: the field with its arguments. */
  readonly fields: ReadonlyMap<string, FieldNode>
}

/**
 * Gives a field that is required with arguments a name of its own, `price(currency: "USD")` → `price__required_1`,
 * wherever the field is. The planner then takes neither the client's `price` for it nor the `price` that another
 * field requires. A field that requires others itself gets one for each field that requires it, `next` →
 * `next__required_2_1` (by the second): the object that it leads to may need the same field of another one, and the
 * two must not be asked for in one graph (split-graphs.ts).
 */
export function nameRequired(supergraph: DocumentNode): RequiredNames {
  const types = fieldsTypes(supergraph)
  const fields = new Map<string, FieldNode>()
  const names = new Map<string, string>()
  const added = new Map<string, Set<string>>()
  const requirers = new Map<string, number>()

  const numberOf = (type: string, field: string): number => {
    const key = `${[...kin(types, type, field)].sort().join()} ${field}`
    const number = requirers.get(key) ?? requirers.size + 1
    requirers.set(key, number)
    return number
  }

  const nameOf = (type: string, field: FieldNode, requirer: string): string => {
    const same = kin(types, type, field.name.value)
    const key = `${requirer} ${[...same].sort().join()} ${print(field)}`
    const name = names.get(key) ?? `${field.name.value}${requiredMark}${requirer}${fields.size + 1}`
    names.set(key, name)
    fields.set(name, field)
    for (const one of same) added.set(one, (added.get(one) ?? new Set()).add(name))
    return name
  }

  const named = (
    { selections }: SelectionSetNode,
    type: string,
    requirer: number,
  ): SelectionSetNode => ({
    kind: Kind.SELECTION_SET,
    selections: selections.map((selection): SelectionNode => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const inner = named(
          selection.selectionSet,
          selection.typeCondition?.name.value ?? type,
          requirer,
        )
        return { ...selection, selectionSet: inner }
      }
      const { name, selectionSet, arguments: given = [] } = selection
      const definition = fieldOfType(types.get(type), name.value)
      const plain = { kind: Kind.FIELD, name, arguments: given } as const
      const isChained = [...kin(types, type, name.value)].some((one) =>
        isRequiring(fieldOfType(types.get(one), name.value)),
      )
      const isApart = isChained || given.length > 0
      const by = isChained ? `${requirer}_` : ''
      const value = isApart && definition ? nameOf(type, plain, by) : name.value
      const head = { ...selection, name: { ...name, value }, arguments: [] }
      return selectionSet === undefined || definition === undefined
        ? head
        : { ...head, selectionSet: named(selectionSet, nameWithin(definition.type), requirer) }
    }),
  })

  const withNames = (
    directive: ConstDirectiveNode,
    type: string,
    field: string,
  ): ConstDirectiveNode => {
    const { requires } = givenTo(directive)
    if (directive.name.value !== 'join__field' || typeof requires !== 'string') return directive
    const text = print(named(selectionSetOf(requires), type, numberOf(type, field))).slice(1, -1)
    const value = { kind: Kind.STRING, value: stripIgnoredCharacters(text) } as const
    const given = (directive.arguments ?? []).map((argument) =>
      argument.name.value === 'requires' ? { ...argument, value } : argument,
    )
    return { ...directive, arguments: given }
  }

  const inField = (field: FieldDefinitionNode, type: string): FieldDefinitionNode => ({
    ...field,
    directives: (field.directives ?? []).map((directive) =>
      withNames(directive, type, field.name.value),
    ),
  })

  const renamed = new Map(
    Array.from(types, ([name, type]) => [
      name,
      withFields(type, (field) => [inField(field, name)]),
    ]),
  )
  if (fields.size === 0) return { supergraph, fields }
  const whole = (type: FieldsType): FieldsType => {
    const own = [...(added.get(type.name.value) ?? [])]
    return withFields(type, (field) => [
      field,
      ...own
        .filter((name) => fields.get(name)?.name.value === field.name.value)
        .map((value) => ({ ...field, name: { ...field.name, value }, arguments: [] })),
    ])
  }
  return {
    supergraph: {
      ...supergraph,
      definitions: supergraph.definitions.map((node) => {
        const type = 'name' in node && node.name ? renamed.get(node.name.value) : undefined
        return type === undefined || type.kind !== node.kind ? node : whole(type)
      }),
    },
    fields,
  }
}

function isRequiring(field: FieldDefinitionNode | undefined): boolean {
  return (field?.directives ?? []).some(
    (directive) => directive.name.value === 'join__field' && 'requires' in givenTo(directive),
  )
}
