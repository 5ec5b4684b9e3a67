import type { AbstractType, ObjectType } from './model.ts'

/** A model in the making. */
export interface Draft {
  readonly subgraphs: readonly string[]
  readonly objects: Map<string, ObjectType>
  readonly abstracts: Map<string, AbstractType>
  /** Declares a type, and what it cannot be declared without, in a subgraph. */
  readonly declare: (type: string, subgraph: string) => void
}

/** Opens an empty one over some subgraphs. */
export function openDraft(subgraphs: readonly string[]): Draft {
  const objects = new Map<string, ObjectType>()
  const abstracts = new Map<string, AbstractType>()
  const declare = (name: string, subgraph: string): void => {
    const type = objects.get(name) ?? abstracts.get(name)
    if (type === undefined || type.declaredBy.has(subgraph)) return
    type.declaredBy.add(subgraph)
    if ('members' in type) for (const member of type.membersIn(subgraph)) declare(member, subgraph)
    else if (type.kind === 'value')
      for (const field of type.fields.values()) {
        field.resolvedBy.add(subgraph)
        declare(field.type, subgraph)
      }
    else
      for (const field of type.fields.values())
        if (field.role === 'key' && keyFieldsOf(type, subgraph).includes(field.name)) {
          field.resolvedBy.add(subgraph)
          declare(field.type, subgraph)
        }
  }
  return { subgraphs, objects, abstracts, declare }
}

function keyFieldsOf({ keys }: ObjectType, subgraph: string): readonly string[] {
  return (keys.get(subgraph) ?? []).flatMap((key) => key.split(/ \{.*\}| /)).filter((name) => name)
}

/** An object type without fields. */
export function objectType(
  kind: ObjectType['kind'],
  name: string,
  keys: ObjectType['keys'] = new Map(),
  stubs: ObjectType['stubs'] = new Set(),
): ObjectType {
  const sets = { fields: new Map(), declaredBy: new Set<string>(), lackedBy: new Set<string>() }
  return { kind, name, keys, stubs, ...sets }
}
