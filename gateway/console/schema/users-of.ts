import {
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql'

const made = new WeakMap<GraphQLSchema, ReadonlyMap<string, readonly string[]>>()

/** Coordinates of the fields and inputs that answer or take a type. Counted once for a schema. */
export function usersOf(schema: GraphQLSchema, type: string): readonly string[] {
  const all = made.get(schema) ?? countUsers(schema)
  made.set(schema, all)
  return all.get(type) ?? []
}

function countUsers(schema: GraphQLSchema): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>()
  const add = (used: string, by: string) => {
    const known = users.get(used)
    if (known) known.push(by)
    else users.set(used, [by])
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))
      for (const field of Object.values(type.getFields()))
        add(nameOf(field.type), `${type.name}.${field.name}`)
    if (isObjectType(type))
      for (const field of Object.values(type.getFields()))
        for (const { type: taken } of field.args) {
          const input = getNamedType(taken)
          if (isInputObjectType(input)) add(input.name, `${type.name}.${field.name}`)
        }
  }
  return users
}

function nameOf(type: GraphQLType): string {
  return getNamedType(type).name
}
