import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  getOperationAST,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import type { DocumentUseOf } from '../use/document-use.ts'
import { openConditions } from './conditions.ts'

/** What an operation selects and judges by: schema coordinates and classes of data, each sorted. */
export interface Selection {
  /** The operation's name, where it has one. */
  readonly operation: string | undefined
  readonly coordinates: readonly string[]
  /** Fields by which it filters, orders, groups or measures. */
  readonly conditions: readonly string[]
  /** Of both. */
  readonly classes: readonly string[]
}

/** What an operation of a validated document selects, `@skip` and `@include` aside. */
export type SelectionOf = (
  document: DocumentNode,
  operationName: string | undefined,
  variables: Readonly<Record<string, unknown>>,
) => Selection

/** Of a document that was not understood. */
export const noSelection: Selection = Object.freeze({
  operation: undefined,
  coordinates: [],
  conditions: [],
  classes: [],
})

/** Reads the classes of data of a supergraph, and answers what operations on its API schema select. */
export function openSelections(
  supergraph: DocumentNode,
  schema: GraphQLSchema,
  useOf: DocumentUseOf,
): SelectionOf {
  const classes = classesOf(supergraph)
  const conditionsOf = openConditions(schema, useOf)
  const known = new WeakMap<OperationDefinitionNode, Selection>()
  return (document, operationName, variables) => {
    const operation = getOperationAST(document, operationName)
    if (!operation) return noSelection
    const selection = known.get(operation) ?? selected(document, operation, { schema, classes })
    known.set(operation, selection)
    const conditions = conditionsOf(document, operationName, variables)
    if (conditions.length === 0) return selection
    const touched = conditions.flatMap((coordinate) => classes.get(coordinate) ?? [])
    return {
      ...selection,
      conditions,
      classes: [...new Set([...selection.classes, ...touched])].sort(),
    }
  }
}

type Classes = ReadonlyMap<string, string>

function selected(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { schema, classes }: { readonly schema: GraphQLSchema; readonly classes: Classes },
): Selection {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
  const coordinates = new Set<string>()
  const followed = new Set<string>()
  const follow = (root: OperationDefinitionNode | FragmentDefinitionNode): void => {
    const types = new TypeInfo(schema)
    const spreads: string[] = []
    visit(
      root,
      visitWithTypeInfo(types, {
        Field: ({ name }) => {
          const parent = types.getParentType()
          if (parent && !name.value.startsWith('__'))
            coordinates.add(`${parent.name}.${name.value}`)
        },
        FragmentSpread: ({ name }) => void spreads.push(name.value),
      }),
    )
    for (const name of spreads) {
      const fragment = fragments.get(name)
      if (fragment === undefined || followed.has(name)) continue
      followed.add(name)
      follow(fragment)
    }
  }
  follow(operation)
  const sorted = [...coordinates].sort()
  const held = sorted.flatMap((coordinate) => classes.get(coordinate) ?? [])
  return Object.freeze({
    operation: operation.name?.value,
    coordinates: sorted,
    conditions: [],
    classes: [...new Set(held)].sort(),
  })
}

/** `SENSITIVE HEALTH` by coordinate; a field without a class stands for nothing. */
function classesOf(supergraph: DocumentNode): Classes {
  const found = new Map<string, string>()
  for (const node of supergraph.definitions) {
    if (
      node.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      node.kind !== Kind.INTERFACE_TYPE_DEFINITION &&
      node.kind !== Kind.OBJECT_TYPE_EXTENSION
    )
      continue
    for (const field of node.fields ?? []) {
      const directive = field.directives?.find(({ name }) => name.value === 'classified')
      if (directive) found.set(`${node.name.value}.${field.name.value}`, classOf(directive))
    }
  }
  return found
}

function classOf({ arguments: given = [] }: ConstDirectiveNode): string {
  const text = (wanted: string): readonly string[] =>
    given.flatMap(({ name, value }) =>
      name.value === wanted && (value.kind === Kind.ENUM || value.kind === Kind.STRING)
        ? [value.value]
        : [],
    )
  return [...text('level'), ...text('category')].join(' ')
}
