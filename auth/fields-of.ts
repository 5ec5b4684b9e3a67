import { type GraphQLSchema, isIntrospectionType, isObjectType } from 'graphql'

/** Every field of every object type, introspection's own left out. */
export function fieldsOf(
  schema: GraphQLSchema,
): readonly { readonly typeName: string; readonly fieldName: string }[] {
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) && !isIntrospectionType(type)
      ? Object.keys(type.getFields()).map((fieldName) => ({ typeName: type.name, fieldName }))
      : [],
  )
}
