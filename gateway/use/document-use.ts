import {
  type ArgumentNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLInputType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  getNamedType,
  getOperationAST,
  isEnumType,
  isInputObjectType,
  isInputType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import { argumentCoordinate } from '../../schema/diff/coordinate.ts'

/** What an operation uses, whatever the values of its variables. */
export interface DocumentUse {
  /** Schema coordinates, sorted, each once. */
  readonly coordinates: readonly string[]
  /** Variables whose values use more: input fields and enum values. */
  readonly open: readonly { readonly variable: string; readonly type: GraphQLInputType }[]
}

export type DocumentUseOf = (
  document: DocumentNode,
  operationName: string | undefined,
) => DocumentUse

const nothing: DocumentUse = Object.freeze({ coordinates: [], open: [] })

/** Answers what operations of validated documents use; worked out once for an operation that is kept. */
export function openDocumentUse(schema: GraphQLSchema): DocumentUseOf {
  const known = new WeakMap<OperationDefinitionNode, DocumentUse>()
  return (document, operationName) => {
    const operation = getOperationAST(document, operationName)
    if (!operation) return nothing
    const kept = known.get(operation)
    if (kept !== undefined) return kept
    const use = useOf(schema, document, operation)
    known.set(operation, use)
    return use
  }
}

function useOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): DocumentUse {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
  const found = new Set<string>()
  const followed = new Set<string>()
  const follow = (root: OperationDefinitionNode | FragmentDefinitionNode): void => {
    for (const name of collect(schema, root, found)) {
      const fragment = fragments.get(name)
      if (fragment === undefined || followed.has(name)) continue
      followed.add(name)
      follow(fragment)
    }
  }
  follow(operation)
  const open = (operation.variableDefinitions ?? []).flatMap(({ variable, type: node }) => {
    const type = typeFromAST(schema, node)
    if (!isInputType(type)) return []
    const named = getNamedType(type)
    return isInputObjectType(named) || isEnumType(named)
      ? [{ variable: variable.name.value, type }]
      : []
  })
  return Object.freeze({ coordinates: [...found].sort(), open })
}

/** Adds what a definition uses itself; answers the fragments that it spreads. */
function collect(
  schema: GraphQLSchema,
  root: OperationDefinitionNode | FragmentDefinitionNode,
  found: Set<string>,
): readonly string[] {
  const types = new TypeInfo(schema)
  const spreads: string[] = []
  const named = (name: string): void => {
    const type = schema.getType(name)
    if (type && !isSpecifiedScalarType(type)) found.add(name)
  }
  const argument = ({ name }: ArgumentNode): void => {
    const [parent, field] = [types.getParentType(), types.getFieldDef()]
    // The argument of a directive stands on no field of its own.
    if (parent && field && !types.getDirective() && !isIntrospection(field.name))
      found.add(argumentCoordinate(`${parent.name}.${field.name}`, name.value))
  }
  visit(
    root,
    visitWithTypeInfo(types, {
      Field: ({ name }) => {
        const parent = types.getParentType()
        if (parent && !isIntrospection(parent.name) && !isIntrospection(name.value))
          found.add(`${parent.name}.${name.value}`)
      },
      Argument: argument,
      ObjectValue: () => {
        const type = getNamedType(types.getInputType())
        if (isInputObjectType(type)) found.add(type.name)
      },
      ObjectField: ({ name }) => {
        const type = getNamedType(types.getParentInputType())
        if (isInputObjectType(type)) found.add(`${type.name}.${name.value}`)
      },
      EnumValue: ({ value }) => {
        const type = getNamedType(types.getInputType())
        if (isEnumType(type)) found.add(`${type.name}.${value}`)
      },
      Directive: ({ name }) => {
        const directive = schema.getDirective(name.value)
        if (directive && !isSpecifiedDirective(directive)) found.add(`@${name.value}`)
      },
      // Of fragments, and of variables.
      NamedType: ({ name }) => named(name.value),
      FragmentSpread: ({ name }) => void spreads.push(name.value),
    }),
  )
  return spreads
}

function isIntrospection(name: string): boolean {
  return name.startsWith('__')
}
