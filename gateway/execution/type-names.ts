import { type DocumentNode, Kind } from 'graphql'

/** Tells whether objects of a type (by `__typename`) satisfy a type condition. */
export type IsOfType = (name: string, condition: string) => boolean

/** Reads which types implement or belong to which, in a supergraph: types hidden from clients too. */
export function openTypeNames(supergraph: DocumentNode): IsOfType {
  const members = new Map<string, Set<string>>()
  const add = (condition: string, name: string): void => {
    const set = members.get(condition) ?? new Set()
    members.set(condition, set.add(name))
  }
  for (const node of supergraph.definitions)
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION)
      for (const { name } of node.interfaces ?? []) add(name.value, node.name.value)
    else if (node.kind === Kind.UNION_TYPE_DEFINITION)
      for (const { name } of node.types ?? []) add(node.name.value, name.value)
  return (name, condition) => name === condition || members.get(condition)?.has(name) === true
}
