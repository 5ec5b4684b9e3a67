import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  isIntrospectionType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  parse,
  printSchema,
} from 'graphql'

const documents = new WeakMap<GraphQLSchema, DocumentNode>()

/** A schema's definitions: those that it was built of, where it was built of nothing else. Worked out once. */
export function schemaDocument(schema: GraphQLSchema): DocumentNode {
  const known = documents.get(schema)
  if (known !== undefined) return known
  const parts = [
    ...Object.values(schema.getTypeMap()).filter(
      (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
    ),
    ...schema.getDirectives().filter((directive) => !isSpecifiedDirective(directive)),
  ]
  const definitions = parts.flatMap(({ astNode }) => astNode ?? [])
  const isWhole =
    definitions.length === parts.length &&
    parts.every((part) => !('extensionASTNodes' in part) || part.extensionASTNodes.length === 0)
  const document: DocumentNode = isWhole
    ? { kind: Kind.DOCUMENT, definitions }
    : parse(printSchema(schema), { noLocation: true })
  documents.set(schema, document)
  return document
}
