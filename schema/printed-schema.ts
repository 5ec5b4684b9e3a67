import { printSchemaWithDirectives } from '@graphql-tools/utils'
import { type GraphQLSchema, printSchema } from 'graphql'

/**
 * A schema as SDL. graphql-js cannot print a default value that is an object of a custom scalar
 *; such a schema is printed by the tools, which can.
 */
export function printedSchema(schema: GraphQLSchema): string {
  try {
    return printSchema(schema)
  } catch {
    return printSchemaWithDirectives(schema)
  }
}
