import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  getNamedType,
  isCompositeType,
} from 'graphql'
import { fieldOf } from './asked-fields.ts'

const field = 'disclosure'

/**
 * A selection (without named fragments) that also asks what disclosure control did to each figure: a withheld one is
 * an empty cell, which must not look like one that is merely absent.
 */
export function withDisclosure(
  schema: GraphQLSchema,
  type: GraphQLCompositeType,
  set: SelectionSetNode,
): SelectionSetNode {
  const selections = set.selections.map((node) => followed(schema, type, node))
  const names = selections.flatMap((node) =>
    node.kind === Kind.FIELD ? [(node.alias ?? node.name).value] : [],
  )
  const isAsked = selections.some((node) => node.kind === Kind.FIELD && node.name.value === field)
  if (isAsked || !hasDisclosure(type)) return { ...set, selections }
  return { ...set, selections: [...selections, disclosureNode(freeName(names))] }
}

function followed(
  schema: GraphQLSchema,
  type: GraphQLCompositeType,
  node: SelectionNode,
): SelectionNode {
  if (node.kind === Kind.FRAGMENT_SPREAD || node.selectionSet === undefined) return node
  const inner =
    node.kind === Kind.FIELD
      ? getNamedType(fieldOf(type, node)?.type)
      : schema.getType(node.typeCondition?.name.value ?? type.name)
  if (!isCompositeType(inner)) return node
  return { ...node, selectionSet: withDisclosure(schema, inner, node.selectionSet) }
}

function hasDisclosure(type: GraphQLCompositeType): boolean {
  const answered = getNamedType(fieldOf(type, { name: name(field) })?.type)
  return (
    isCompositeType(answered) &&
    ['status', 'reason'].every((one) => Boolean(fieldOf(answered, { name: name(one) })))
  )
}

function freeName(taken: readonly string[]): string {
  let free = field
  while (taken.includes(free)) free += '_'
  return free
}

function disclosureNode(as: string): FieldNode {
  return {
    kind: Kind.FIELD,
    name: name(field),
    ...(as === field ? {} : { alias: name(as) }),
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: ['status', 'reason'].map((one) => ({ kind: Kind.FIELD, name: name(one) })),
    },
  }
}

function name(value: string) {
  return { kind: Kind.NAME, value } as const
}
