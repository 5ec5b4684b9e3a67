import {
  type DefinitionNode,
  type FieldDefinitionNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  Kind,
  type NamedTypeNode,
  type TypeNode,
  buildASTSchema,
  getNamedType,
  isAbstractType,
  isIntrospectionType,
  isLeafType,
  isObjectType,
} from 'graphql'
import { coordinateOf } from './coordinate-of.ts'
import { schemaDocument } from './schema-document.ts'

/** Coordinates of the fields that an execution entered. */
export interface DryNotes {
  readonly entered: Set<string>
}

/**
 * Copies a schema so that executing a document on it visits every field that the document could read and
 * nothing else: every field nullable and without arguments, so that there are no inputs; composite fields resolve to an
 * empty object; lists hold one item; an interface or union becomes a list with one object of each possible type;
 * leaves are null. Every field that is entered notes its coordinate in the context.
 */
export function drySchema(schema: GraphQLSchema): GraphQLSchema {
  const definitions = schemaDocument(schema).definitions.flatMap((node) => dried(node, schema))
  const options = { assumeValid: true, assumeValidSDL: true }
  const dry = buildASTSchema({ kind: Kind.DOCUMENT, definitions }, options)
  for (const type of Object.values(dry.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue
    for (const field of Object.values(type.getFields())) field.resolve = noting(valueOf(dry, field))
  }
  return dry
}

function dried(node: DefinitionNode, schema: GraphQLSchema): readonly DefinitionNode[] {
  if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION)
    return [{ ...node, fields: (node.fields ?? []).map((field) => driedField(field, schema)) }]
  const isInput =
    node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION || node.kind === Kind.DIRECTIVE_DEFINITION
  return isInput ? [] : [node]
}

function driedField(field: FieldDefinitionNode, schema: GraphQLSchema): FieldDefinitionNode {
  const named = nameOf(field.type)
  const isAbstract = isAbstractType(schema.getType(named.name.value))
  return {
    kind: Kind.FIELD_DEFINITION,
    name: field.name,
    type: isAbstract ? { kind: Kind.LIST_TYPE, type: named } : named,
  }
}

function nameOf(type: TypeNode): NamedTypeNode {
  return type.kind === Kind.NAMED_TYPE ? type : nameOf(type.type)
}

function valueOf(schema: GraphQLSchema, { type }: GraphQLField<unknown, DryNotes>): unknown {
  const named = getNamedType(type)
  if (isLeafType(named)) return null
  if (!isAbstractType(named)) return {}
  return schema.getPossibleTypes(named).map(({ name }) => ({ __typename: name }))
}

function noting(value: unknown): GraphQLFieldResolver<unknown, DryNotes> {
  return (_parent, _args, { entered }, info) => {
    entered.add(coordinateOf(info))
    return value
  }
}
