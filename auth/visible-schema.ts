import { MapperKind, mapSchema, pruneSchema } from '@graphql-tools/utils'
import { type GraphQLSchema, isInterfaceType } from 'graphql'
import { forbidden } from './forbidden.ts'
import type { Grants } from './grants.ts'
import { anyCaller, isMet } from './requirement.ts'
import type { RequirementTable } from './requirement-table.ts'

/**
 * The API schema with only what these permissions may query: what documents are validated against, and what
 * introspection shows. A field of an interface stays when every type behind it lets the caller read it, so
 * that the result is a valid schema. Fails with FORBIDDEN when nothing is left. Depends on permissions alone: cache it by permissionKey.
 */
export function visibleSchema(
  schema: GraphQLSchema,
  table: RequirementTable,
  grants: Grants,
): GraphQLSchema {
  const allows = (typeName: string, fieldName: string) => {
    const requirement = table.requirement(typeName, fieldName)
    return requirement !== undefined && isMet(requirement, grants)
  }
  const allowsBehind = (typeName: string, fieldName: string) => {
    const type = schema.getType(typeName)
    if (!isInterfaceType(type)) return false
    const own = table.requirement(typeName, fieldName)
    const behind = schema.getPossibleTypes(type)
    return (
      (own === undefined || isMet(own, grants)) &&
      behind.length > 0 &&
      behind.every(({ name }) => allows(name, fieldName))
    )
  }
  const query = schema.getQueryType()
  if (!query || !Object.keys(query.getFields()).some((field) => allows(query.name, field)))
    throw forbidden([query?.name ?? 'Query'])
  const filtered = mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (field, fieldName, typeName) =>
      allows(typeName, fieldName) ? field : null,
    [MapperKind.INTERFACE_FIELD]: (field, fieldName, typeName) =>
      allowsBehind(typeName, fieldName) ? field : null,
    [MapperKind.INPUT_OBJECT_FIELD]: (field, fieldName, typeName) =>
      isMet(table.ofInput(typeName, fieldName) ?? anyCaller, grants) ? field : null,
  })
  return pruneSchema(filtered)
}
