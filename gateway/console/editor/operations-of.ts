import {
  type DocumentNode,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  isInputType,
  parse,
  print,
  typeFromAST,
} from 'graphql'

export interface DeclaredVariable {
  readonly name: string
  /** As it is written: `[ID!]!`. */
  readonly written: string
  readonly type: GraphQLInputType | undefined
  readonly required: boolean
}

/** A document as parsed; undefined for a text that is none. */
export function parsedDocument(text: string): DocumentNode | undefined {
  try {
    return parse(text)
  } catch (error) {
    if (error instanceof GraphQLError) return undefined
    throw error
  }
}

export function operationsIn(
  document: DocumentNode | undefined,
): readonly OperationDefinitionNode[] {
  return (document?.definitions ?? []).filter((one) => one.kind === Kind.OPERATION_DEFINITION)
}

/** The operation that a name chooses; the first one where there is no name, or none of that name. */
export function chosenOperation(
  operations: readonly OperationDefinitionNode[],
  name: string | undefined,
): OperationDefinitionNode | undefined {
  return operations.find((one) => one.name?.value === name) ?? operations[0]
}

export function variablesOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode | undefined,
): readonly DeclaredVariable[] {
  return (operation?.variableDefinitions ?? []).map(({ variable, type, defaultValue }) => {
    const bare = type.kind === Kind.NON_NULL_TYPE ? type.type : type
    const known = bare.kind === Kind.LIST_TYPE ? typeFromAST(schema, bare) : namedFrom(schema, bare)
    return {
      name: variable.name.value,
      written: print(type),
      type: isInputType(known) ? known : undefined,
      required: type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined,
    }
  })
}

function namedFrom(schema: GraphQLSchema, { name }: NamedTypeNode) {
  return schema.getType(name.value)
}
