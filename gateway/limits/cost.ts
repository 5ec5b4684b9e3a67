import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  isUnionType,
} from 'graphql'
import { type Given, conditionOf, numberGiven } from './cost-values.ts'
import type { CostTable, ListSize } from './list-sizes.ts'

/** What one operation may answer, at most, with the values of its variables. */
export interface OperationCost {
  /** Objects, each by its weight (1 where `@cost` says nothing): what the budget is of. */
  readonly objects: (variables: Given['variables']) => number
  /** Values of fields that hold no objects. */
  readonly fields: (variables: Given['variables']) => number
}

/** Objects of a list that says nothing of its size, and of a page that is not told it. */
export const unsaidSize = 100

/** What is counted: a number at a time, since objects made for each part of each request would cost more than it. */
type Counted = 'objects' | 'fields'

/** How many a part has, where the page around it holds so many. */
type Part = (counted: Counted, given: Given, page: number) => number

const none: Part = () => 0

/** What the lists directly within a page are: all of them, where nobody names which. */
type Sized = readonly string[] | 'every list' | undefined

/** Arguments that bound a page where `@listSize` says nothing; the schema checks take them so too. */
const usualSlicing = ['first', 'last']

/**
 * Opens the static cost of operations (the cost specification of GraphQL, as routers of federated graphs count):
 * each object counts 1 or its `@cost`, a list counts as often as `first`, `last` or `@listSize` say. It is never less
 * than what is answered; fields asked for twice count twice. Each operation is read once, and takes time in
 * proportion to its fields after fragments are spread, which limits/document.ts bounds.
 */
export function openCosts(
  schema: GraphQLSchema,
  table: CostTable,
): (document: DocumentNode, operation: OperationDefinitionNode) => OperationCost {
  const known = new WeakMap<OperationDefinitionNode, OperationCost>()
  return (document, operation) => {
    const kept = known.get(operation)
    if (kept !== undefined) return kept
    const estimate = compiled(document, operation, { schema, table })
    known.set(operation, estimate)
    return estimate
  }
}

interface Rules {
  readonly schema: GraphQLSchema
  readonly table: CostTable
}

function compiled(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  rules: Rules,
): OperationCost {
  const root = rules.schema.getRootType(operation.operation)
  const defaults = new Map(
    (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined ? [] : [[variable.name.value, defaultValue] as const],
    ),
  )
  const whole = root ? partsOf(document, rules).ofSet(operation.selectionSet, root, undefined) : []
  const count = (counted: Counted) => (variables: Given['variables']) =>
    bounded(sumOf(whole, counted, { variables, defaults }, 1))
  return { objects: count('objects'), fields: count('fields') }
}

function partsOf(document: DocumentNode, rules: Rules) {
  const { schema, table } = rules
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  )
  const named = (name: string | undefined, usual: GraphQLCompositeType): GraphQLCompositeType => {
    const type = name === undefined ? usual : schema.getType(name)
    return isCompositeType(type) ? type : usual
  }

  const ofField = (node: FieldNode, parent: GraphQLCompositeType, sized: Sized): Part => {
    const field = isUnionType(parent) ? undefined : parent.getFields()[node.name.value]
    // What introspection answers is not a ministry's.
    if (field === undefined) return none
    const coordinate = `${parent.name}.${field.name}`
    const type = getNamedType(field.type)
    const weight = table.weights.get(coordinate) ?? table.weights.get(type.name)
    const size = table.sizes.get(coordinate) ?? usualSize(field)
    const ofPage = pageSize(size, node, field)
    const isList = isListType(getNullableType(field.type))
    const times = timesOf(field, isList, { sized, ofPage })
    if (!isCompositeType(type) || node.selectionSet === undefined)
      return (counted, given, page) =>
        times(given, page) * (counted === 'fields' ? 1 : (weight ?? 0))
    const inner = ofSet(node.selectionSet, type, isList ? undefined : sizedBy(size))
    return (counted, given, page) => {
      const within = sumOf(inner, counted, given, ofPage(given))
      return times(given, page) * (counted === 'fields' ? within : (weight ?? 1) + within)
    }
  }

  const ofSet = (
    set: SelectionSetNode,
    parent: GraphQLCompositeType,
    sized: Sized,
  ): readonly Part[] => {
    const always: Part[] = []
    const byType = new Map<string, Part[]>()
    for (const selection of set.selections) {
      const condition = conditionOf(selection.directives)
      if (selection.kind === Kind.FIELD) {
        always.push(where(condition, [ofField(selection, parent, sized)]))
        continue
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
      if (fragment === undefined) continue
      const type = named(fragment.typeCondition?.name.value, parent)
      const part = where(condition, ofSet(fragment.selectionSet, type, sized))
      // An object is of one type alone: of what is asked of each, the dearest counts.
      if (isAbstractType(parent) && isObjectType(type))
        byType.set(type.name, [...(byType.get(type.name) ?? []), part])
      else always.push(part)
    }
    if (byType.size > 0) always.push(dearest([...byType.values()]))
    return always
  }
  return { ofSet }
}

function where(condition: ((given: Given) => boolean) | undefined, parts: readonly Part[]): Part {
  if (condition === undefined) return (counted, given, page) => sumOf(parts, counted, given, page)
  return (counted, given, page) => (condition(given) ? sumOf(parts, counted, given, page) : 0)
}

function dearest(alternatives: readonly (readonly Part[])[]): Part {
  return (counted, given, page) =>
    Math.max(...alternatives.map((parts) => sumOf(parts, counted, given, page)))
}

function sumOf(parts: readonly Part[], counted: Counted, given: Given, page: number): number {
  let sum = 0
  for (const part of parts) sum += part(counted, given, page)
  return sum
}

/** How often a field's object is answered for each parent. */
function timesOf(
  { name }: GraphQLField<unknown, unknown>,
  isList: boolean,
  { sized, ofPage }: { readonly sized: Sized; readonly ofPage: (given: Given) => number },
): (given: Given, page: number) => number {
  if (sized === 'every list' ? isList : sized?.includes(name)) return (_given, page) => page
  return isList ? ofPage : () => 1
}

/** Fields that take `first` or `last` answer a page, whether or not the schema says so. */
function usualSize({ args }: GraphQLField<unknown, unknown>): ListSize | undefined {
  const slicing = args.filter(({ name }) => usualSlicing.includes(name)).map(({ name }) => name)
  return slicing.length === 0 ? undefined : { assumed: undefined, slicing, sized: [] }
}

function sizedBy(size: ListSize | undefined): Sized {
  if (size === undefined) return undefined
  return size.sized.length > 0 ? size.sized : 'every list'
}

/** How many objects a page or list holds: the greatest that an argument says, or what is assumed. */
function pageSize(
  size: ListSize | undefined,
  { arguments: args = [] }: FieldNode,
  { args: declared }: GraphQLField<unknown, unknown>,
): (given: Given) => number {
  const assumed = size?.assumed ?? unsaidSize
  const slicing = (size?.slicing ?? []).map((name) => {
    const written = args.find((argument) => argument.name.value === name)?.value
    const usual = declared.find((argument) => argument.name === name)?.defaultValue
    return numberGiven(written, usual)
  })
  if (slicing.length === 0) return () => assumed
  return (given) => {
    const said = slicing.flatMap((valueOf) => valueOf(given) ?? [])
    return said.length === 0 ? assumed : Math.max(...said)
  }
}

/** A number that JSON keeps exactly. */
function bounded(count: number): number {
  return Math.min(Math.ceil(count), Number.MAX_SAFE_INTEGER)
}
