import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type InlineFragmentNode,
  Kind,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql'
import type { DirectType } from './direct-fields.ts'

/** Thrown where an operation holds what is not planned directly. */
export const notDirect = new Error('expected plain fields of objects')

/** What is asked of a field under one response name. */
export interface AskedOf {
  readonly name: string
  readonly field: FieldNode
  readonly sets: readonly SelectionSetNode[]
}

/** The fields that selections ask of objects of one type, fragments followed. Throws `notDirect`. */
export type AskedFields = (type: DirectType, sets: readonly SelectionSetNode[]) => Iterable<AskedOf>

/** Opens the reading of a document's selections, whose conditions are decided. */
export function openAskedFields({ definitions }: DocumentNode): AskedFields {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
  return (type, sets) => {
    const found = new Map<string, { name: string; field: FieldNode; sets: SelectionSetNode[] }>()
    const follow = ({ selections }: SelectionSetNode): void => {
      for (const selection of selections) {
        if (isDirected(selection)) throw notDirect
        if (selection.kind === Kind.FIELD) {
          const name = (selection.alias ?? selection.name).value
          let known = found.get(name)
          if (known === undefined) found.set(name, (known = { name, field: selection, sets: [] }))
          if (selection.selectionSet) known.sets.push(selection.selectionSet)
          continue
        }
        follow(setFor(type, selection))
      }
    }
    for (const set of sets) follow(set)
    return found.values()
  }

  /** What a fragment holds, which must be of all objects of the type. */
  function setFor(
    type: DirectType,
    selection: InlineFragmentNode | FragmentSpreadNode,
  ): SelectionSetNode {
    const isSpread = selection.kind === Kind.FRAGMENT_SPREAD
    const fragment = isSpread ? fragments.get(selection.name.value) : selection
    const on = fragment?.typeCondition?.name.value
    const isForAll = on === undefined || type.names.has(on)
    if (fragment === undefined || !isForAll || isDirected(fragment)) throw notDirect
    return fragment.selectionSet
  }
}

function isDirected({ directives = [] }: Directed): boolean {
  return directives.length > 0
}

interface Directed {
  readonly directives?: readonly DirectiveNode[]
}

/** Adds the names of the variables that values hold. */
export function addVariables(
  given: readonly { readonly value: ValueNode }[],
  into: Set<string>,
): void {
  for (const { value } of given)
    if (value.kind === Kind.VARIABLE) into.add(value.name.value)
    else if (value.kind === Kind.OBJECT) addVariables(value.fields, into)
    else if (value.kind === Kind.LIST)
      addVariables(
        value.values.map((item) => ({ value: item })),
        into,
      )
}
