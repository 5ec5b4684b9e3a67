import { MapperKind, mapSchema } from '@graphql-tools/utils'
import {
  type GraphQLFieldConfig,
  type GraphQLFieldResolver,
  GraphQLList,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
} from 'graphql'
import { coordinateOf } from './coordinate-of.ts'

/** Coordinates of the fields that an execution entered. */
export interface DryNotes {
  readonly entered: Set<string>
}

/**
 * Copies a schema so that executing a document on it visits every field that the document could read and
 * nothing else: every field nullable and without arguments; composite fields resolve to an empty object;
 * lists hold one item; an interface or union becomes a list with one object of each possible type;
 * leaves are null. Every field that is entered notes its coordinate in the context.
 */
export function drySchema(schema: GraphQLSchema): GraphQLSchema {
  const dry = (
    field: GraphQLFieldConfig<unknown, DryNotes>,
  ): GraphQLFieldConfig<unknown, DryNotes> => {
    const type = getNamedType(field.type)
    if (isLeafType(type)) return { type, resolve: noting(null) }
    if (!isAbstractType(type)) return { type, resolve: noting({}) }
    const items = schema.getPossibleTypes(type).map(({ name }) => ({ __typename: name }))
    return { type: new GraphQLList(type), resolve: noting(items) }
  }
  return mapSchema(schema, { [MapperKind.COMPOSITE_FIELD]: dry })
}

function noting(value: unknown): GraphQLFieldResolver<unknown, DryNotes> {
  return (_parent, _args, { entered }, info) => {
    entered.add(coordinateOf(info))
    return value
  }
}
