import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql'

/** A type with fields, as the supergraph defines it. */
export type FieldsType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode

/** The types with fields of a supergraph, by name. */
export function fieldsTypes({ definitions }: DocumentNode): ReadonlyMap<string, FieldsType> {
  return new Map(
    definitions.flatMap((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION
        ? [[node.name.value, node]]
        : [],
    ),
  )
}

/** The arguments of a directive as values; an enum's value is its name. */
export function givenTo({ arguments: given = [] }: ConstDirectiveNode): Record<string, unknown> {
  return Object.fromEntries(
    given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  )
}

export function fieldOfType(type: FieldsType | undefined, name: string) {
  return type?.fields?.find((field) => field.name.value === name)
}

/** The name inside lists and non-nulls. */
export function nameWithin(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameWithin(type.type)
}

/** Types that answer one field: those that a type implements, or that implement the same, as far as they have it. */
export function kin(
  types: ReadonlyMap<string, FieldsType>,
  type: string,
  field: string,
): ReadonlySet<string> {
  const found = new Set<string>()
  const follow = (name: string): void => {
    const node = types.get(name)
    if (node === undefined || found.has(name) || !fieldOfType(node, field)) return
    found.add(name)
    for (const { name: wider } of node.interfaces ?? []) follow(wider.value)
    if (node.kind === Kind.INTERFACE_TYPE_DEFINITION)
      for (const other of types.values())
        if (other.interfaces?.some((one) => one.name.value === name)) follow(other.name.value)
  }
  follow(type)
  return found
}

/** The same definition with other fields. */
export function withFields(
  type: FieldsType,
  change: (field: FieldDefinitionNode) => readonly FieldDefinitionNode[],
): FieldsType {
  return { ...type, fields: (type.fields ?? []).flatMap(change) }
}
