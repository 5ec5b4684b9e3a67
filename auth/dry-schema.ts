import { MapperKind, mapSchema } from '@graphql-tools/utils'
import {
  type GraphQLFieldConfig,
  GraphQLList,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
} from 'graphql'

/**
 * Copies a schema so that executing a document on it visits every field that the document could read and
 * nothing else: every field nullable and without arguments; composite fields resolve to an empty object;
 * lists hold one item; an interface or union becomes a list with one object of each possible type;
 * leaves are null.
 */
export function drySchema(schema: GraphQLSchema): GraphQLSchema {
  const dry = (
    field: GraphQLFieldConfig<unknown, unknown>,
  ): GraphQLFieldConfig<unknown, unknown> => {
    const type = getNamedType(field.type)
    if (isLeafType(type)) return { type, resolve: () => null }
    if (!isAbstractType(type)) return { type, resolve: () => ({}) }
    const items = schema.getPossibleTypes(type).map(({ name }) => ({ __typename: name }))
    return { type: new GraphQLList(type), resolve: () => items }
  }
  return mapSchema(schema, { [MapperKind.COMPOSITE_FIELD]: dry })
}
