import {
  type ArgumentNode,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
  parseType,
  print,
  valueFromASTUntyped,
  visit,
} from 'graphql'
import { CodedError } from '../../schema/errors.ts'
import { withDisclosure } from './with-disclosure.ts'
import type { ExportedList } from './exported-list.ts'

/** The document that every page asks; only the values of two variables differ. */
export interface PageDocument {
  readonly text: string
  /** What is selected of a row, with what disclosure control says of it. */
  readonly below: ExportedList['below']
  /** The variables of a page of so many rows after a cursor. */
  readonly variables: (size: number, after: string | undefined) => Readonly<Record<string, unknown>>
  /** The names of the two variables; none of a list that is asked once. */
  readonly pageNames: readonly string[]
  /** The caller's own beginning. */
  readonly after: string | undefined
}

type Variables = Readonly<Record<string, unknown>>

/**
 * Makes the document of pages: the one list and nothing beside it, walked by `first` and `after`, with the end
 * of a page, and with `disclosure` wherever figures may be withheld. Fails with BAD_USER_INPUT for a list that is
 * asked backwards.
 */
export function pageDocument(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  { list, variables }: { readonly list: ExportedList; readonly variables: Variables },
): PageDocument {
  const { path, size, asked } = list
  const names = freeNames(operation)
  const isWalked = size !== undefined
  const after = isWalked ? beginning(asked.nodes, variables) : undefined
  const below = list.below.map(({ type, set }) => ({
    type,
    set: withDisclosure(schema, type, set),
  }))
  const rowsSet: SelectionSetNode = {
    kind: Kind.SELECTION_SET,
    selections: below.map(({ type, set }) => fragment(type.name, set)),
  }

  const kept = (set: SelectionSetNode, depth: number): SelectionSetNode => ({
    ...set,
    selections: set.selections.flatMap((node): readonly SelectionNode[] => {
      if (node.kind === Kind.FRAGMENT_SPREAD) return []
      if (node.kind === Kind.INLINE_FRAGMENT) {
        const inner = kept(node.selectionSet, depth)
        return inner.selections.length === 0 ? [] : [{ ...node, selectionSet: inner }]
      }
      if ((node.alias ?? node.name).value !== path[depth]) return []
      if (depth === path.length - 1) return [paged(node)]
      return node.selectionSet
        ? [{ ...node, selectionSet: kept(node.selectionSet, depth + 1) }]
        : []
    }),
  })
  const paged = (node: FieldNode): FieldNode => ({
    ...node,
    ...(isWalked
      ? { arguments: [...others(node), argument('first', names[0]), argument('after', names[1])] }
      : {}),
    selectionSet: list.rows === undefined ? rowsSet : pageSet(list, rowsSet),
  })

  const selectionSet = kept(operation.selectionSet, 0)
  const used = variablesIn(selectionSet)
  const definitions = (operation.variableDefinitions ?? []).filter((definition) =>
    used.has(definition.variable.name.value),
  )
  const added = isWalked ? [define(list, 'first', names[0]), define(list, 'after', names[1])] : []
  const text = print({
    ...operation,
    selectionSet,
    variableDefinitions: [...definitions, ...added],
  })
  const own = Object.fromEntries(
    Object.entries(variables).filter(([name]) => used.has(name) && !names.includes(name)),
  )
  return {
    text,
    below,
    after,
    pageNames: isWalked ? names : [],
    variables: (rows, cursor) =>
      isWalked ? { ...own, [names[0]]: rows, [names[1]]: cursor ?? null } : own,
  }
}

/** Rows, the page's end, and the word of disclosure control on the whole. */
function pageSet({ rows = '', end, asked }: ExportedList, rowsSet: SelectionSetNode) {
  const info = end === 'pageInfo' ? [named('pageInfo', ['hasNextPage', 'endCursor'])] : []
  const own = Array.isArray(end) ? end.map((name: string) => named(name)) : []
  const isControlled = rows === 'groups' && asked.field !== undefined
  return {
    kind: Kind.SELECTION_SET,
    selections: [
      { ...named(rows), selectionSet: rowsSet },
      ...info,
      ...own,
      ...(isControlled ? [named('disclosure', ['status', 'reason'])] : []),
    ],
  } as const
}

const walking: ReadonlySet<string> = new Set(['first', 'after', 'last', 'before'])

function others({ arguments: given = [] }: FieldNode): readonly ArgumentNode[] {
  return given.filter(({ name }) => !walking.has(name.value))
}

/** Where the caller begins: the value of `after`. */
function beginning(nodes: readonly FieldNode[], variables: Variables): string | undefined {
  const given = Object.fromEntries(
    nodes.flatMap(({ arguments: all = [] }) =>
      all.map(({ name, value }) => [name.value, valueFromASTUntyped(value, variables)] as const),
    ),
  )
  for (const name of ['last', 'before'])
    if (given[name] !== undefined && given[name] !== null)
      throw new CodedError(
        'BAD_USER_INPUT',
        `Nothing can be exported: a list is walked forwards; expected no ${name}.`,
      )
  return typeof given['after'] === 'string' ? given['after'] : undefined
}

/** Two names of variables that the operation does not use. */
function freeNames({ variableDefinitions = [] }: OperationDefinitionNode): [string, string] {
  const taken = new Set(variableDefinitions.map((definition) => definition.variable.name.value))
  const free = (name: string): string => (taken.has(name) ? free(`${name}_`) : name)
  return [free('exportFirst'), free('exportAfter')]
}

function variablesIn(set: SelectionSetNode): ReadonlySet<string> {
  const names = new Set<string>()
  visit(set, { Variable: ({ name }) => void names.add(name.value) })
  return names
}

function define({ asked }: ExportedList, argumentName: string, name: string) {
  const known = asked.field?.args.find((one) => one.name === argumentName)
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: variable(name),
    type: parseType(String(known?.type ?? 'String')),
  } satisfies VariableDefinitionNode
}

function argument(name: string, value: string): ArgumentNode {
  return { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value: variable(value) }
}

function variable(name: string) {
  return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } as const
}

function fragment(type: string, selectionSet: SelectionSetNode): SelectionNode {
  const name = { kind: Kind.NAME, value: type } as const
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name },
    selectionSet,
  }
}

function named(name: string, below: readonly string[] = []): FieldNode {
  return {
    kind: Kind.FIELD,
    name: { kind: Kind.NAME, value: name },
    ...(below.length === 0
      ? {}
      : {
          selectionSet: {
            kind: Kind.SELECTION_SET,
            selections: below.map((inner) => named(inner)),
          },
        }),
  }
}
