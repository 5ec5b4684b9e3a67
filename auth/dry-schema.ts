import {
  type GraphQLField,
  type GraphQLFieldConfig,
  GraphQLInterfaceType,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLSchema,
  GraphQLUnionType,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isIntrospectionType,
  isLeafType,
  isObjectType,
  isOutputType,
  isUnionType,
} from 'graphql'

/**
 * Copies a schema so that executing a document on it visits every field that the document could read and
 * nothing else: every field nullable and without arguments; composite fields resolve to an empty object;
 * lists hold one item; an interface or union becomes a list with one object of each possible type;
 * leaves are null.
 */
export function drySchema(schema: GraphQLSchema): GraphQLSchema {
  const made = new Map<string, GraphQLNamedType>()
  const copyOf = (type: GraphQLNamedType): GraphQLNamedType => {
    const known = made.get(type.name)
    if (known !== undefined) return known
    const copy = copied(type)
    made.set(type.name, copy)
    return copy
  }
  const fieldOf = (field: GraphQLField<unknown, unknown>): GraphQLFieldConfig<unknown, unknown> => {
    const type = getNamedType(field.type)
    const copy = copyOf(type) as GraphQLOutputType
    if (isLeafType(type)) return { type: copy, resolve: () => null }
    if (!isAbstractType(type)) return { type: copy, resolve: () => ({}) }
    const items = schema.getPossibleTypes(type).map(({ name }) => ({ __typename: name }))
    return { type: new GraphQLList(copy), resolve: () => items }
  }
  const fieldsOf = (type: GraphQLObjectType | GraphQLInterfaceType) => () =>
    Object.fromEntries(
      Object.entries(type.getFields()).map(([name, field]) => [name, fieldOf(field)]),
    )
  const interfacesOf = (type: GraphQLObjectType | GraphQLInterfaceType) => () =>
    type.getInterfaces().map((parent) => copyOf(parent) as GraphQLInterfaceType)
  const copied = (type: GraphQLNamedType): GraphQLNamedType => {
    const { name } = type
    if (isObjectType(type))
      return new GraphQLObjectType({ name, fields: fieldsOf(type), interfaces: interfacesOf(type) })
    if (isInterfaceType(type))
      return new GraphQLInterfaceType({
        name,
        fields: fieldsOf(type),
        interfaces: interfacesOf(type),
      })
    if (isUnionType(type))
      return new GraphQLUnionType({
        name,
        types: () => type.getTypes().map((member) => copyOf(member) as GraphQLObjectType),
      })
    return type
  }
  const rootOf = (type: GraphQLObjectType | null | undefined) =>
    type ? { root: copyOf(type) as GraphQLObjectType }.root : null
  return new GraphQLSchema({
    query: rootOf(schema.getQueryType()),
    mutation: rootOf(schema.getMutationType()),
    subscription: rootOf(schema.getSubscriptionType()),
    types: Object.values(schema.getTypeMap())
      .filter((type) => isOutputType(type) && !isIntrospectionType(type))
      .map(copyOf),
    assumeValid: true,
  })
}
