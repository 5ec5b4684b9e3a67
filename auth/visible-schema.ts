import {
  type DefinitionNode,
  type GraphQLSchema,
  Kind,
  type NameNode,
  OperationTypeNode,
  buildASTSchema,
  isInterfaceType,
} from 'graphql'
import { forbidden } from './forbidden.ts'
import type { Grants } from './grants.ts'
import { schemaDocument } from './schema-document.ts'
import { anyCaller, isMet } from './requirement.ts'
import type { RequirementTable } from './requirement-table.ts'
import { type Roots, reachable } from './reachable.ts'

/**
 * The API schema with only what these permissions may query: what documents are validated against, and what
 * introspection shows. A field of an interface stays when every type behind it lets the caller read it, so
 * that the result is a valid schema, which is not validated again. Fails with FORBIDDEN when nothing is left. Depends on
 * permissions alone: cache it by permissionKey.
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
  const takes = (typeName: string, fieldName: string) =>
    isMet(table.ofInput(typeName, fieldName) ?? anyCaller, grants)
  const query = schema.getQueryType()
  if (!query || !Object.keys(query.getFields()).some((field) => allows(query.name, field)))
    throw forbidden([query?.name ?? 'Query'])
  const definitions = schemaDocument(schema).definitions.map((node): DefinitionNode => {
    const name = 'name' in node ? (node.name?.value ?? '') : ''
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION)
      return { ...node, fields: having(node.fields, (field) => allows(name, field)) }
    if (node.kind === Kind.INTERFACE_TYPE_DEFINITION)
      return { ...node, fields: having(node.fields, (field) => allowsBehind(name, field)) }
    if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
      return { ...node, fields: having(node.fields, (field) => takes(name, field)) }
    return node
  })
  const visible = reachable(definitions, rootsOf(schema))
  const options = { assumeValid: true, assumeValidSDL: true }
  return buildASTSchema({ kind: Kind.DOCUMENT, definitions: visible }, options)
}

function having<Field extends { readonly name: NameNode }>(
  fields: readonly Field[] = [],
  isKept: (name: string) => boolean,
): readonly Field[] {
  return fields.filter(({ name }) => isKept(name.value))
}

function rootsOf(schema: GraphQLSchema): Roots {
  return new Map(
    Object.values(OperationTypeNode).flatMap((operation) => {
      const type = schema.getRootType(operation)
      return type ? [[operation, type.name] as const] : []
    }),
  )
}
