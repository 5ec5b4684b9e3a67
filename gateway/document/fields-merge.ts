import {
  type ASTVisitor,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type GraphQLType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValueNode,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  print,
  typeFromAST,
} from 'graphql'

/** A field where it stands. */
interface Met {
  readonly node: FieldNode
  readonly parent: GraphQLNamedType | undefined
  readonly type: GraphQLOutputType | undefined
}

type Fields = readonly Met[]

/** Fields that may be looked at for one operation, however they hold each other; some ten milliseconds. */
export const maxComparisons = 100_000

/**
 * "Field selection merging" (GraphQL, 5.3.2) in time that grows with the document, where the rule of graphql-js compares
 * each field of a response name with each other: all fields of one name are compared with the first of them, once for
 * their shapes and once for those that one object may have, then what they select together (after S. Adameit,
 * "Overlapping fields can be merged fast", 2019). A document made to be looked at too often is refused.
 */
export function fieldsMergeRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition: {
      enter: (operation) => {
        const wrong = conflictIn(context, operation)
        if (wrong) context.reportError(wrong)
      },
    },
  }
}

function conflictIn(
  context: ValidationContext,
  operation: OperationDefinitionNode,
): GraphQLError | undefined {
  const schema = context.getSchema()
  const fragmentOf = (name: string) => context.getFragment(name) ?? undefined
  const comparing = openComparing(schema, fragmentOf)
  const root = schema.getRootType(operation.operation) ?? undefined
  try {
    const fields = comparing.within([{ set: operation.selectionSet, parent: root }])
    comparing.meanings(fields)
    comparing.shapes(fields)
    return undefined
  } catch (error) {
    if (error instanceof GraphQLError) return error
    throw error
  }
}

interface Place {
  readonly set: SelectionSetNode
  readonly parent: GraphQLNamedType | undefined
}

function openComparing(
  schema: GraphQLSchema,
  fragmentOf: (name: string) => FragmentDefinitionNode | undefined,
) {
  const numbers = new Map<FieldNode, number>()
  const seen = { shapes: new Set<string>(), meanings: new Set<string>() }
  let comparisons = 0

  /** All fields that selections hold together, fragments followed. */
  const within = (places: readonly Place[]): Fields => {
    const found: Met[] = []
    const spread = new Set<string>()
    const follow = ({ set, parent }: Place): void => {
      for (const selection of set.selections) {
        if (selection.kind === Kind.FIELD) {
          found.push({ node: selection, parent, type: typeOf(selection, parent) })
          continue
        }
        const isSpread = selection.kind === Kind.FRAGMENT_SPREAD
        if (isSpread && spread.has(selection.name.value)) continue
        if (isSpread) spread.add(selection.name.value)
        const fragment = isSpread ? fragmentOf(selection.name.value) : selection
        if (fragment === undefined) continue
        const { typeCondition, selectionSet } = fragment
        const on = typeCondition ? typeFromAST(schema, typeCondition) : parent
        follow({ set: selectionSet, parent: on })
      }
    }
    for (const place of places) follow(place)
    comparisons += found.length
    if (comparisons > maxComparisons)
      throw new GraphQLError('Fields are selected within each other too often to be compared.')
    return found
  }

  /** Whether the same fields were compared before; a text for each set of them. */
  const isKnown = (kind: keyof typeof seen, fields: Fields): boolean => {
    const key = fields
      .map(({ node }) => {
        const number = numbers.get(node) ?? numbers.size
        numbers.set(node, number)
        return number
      })
      .join()
    if (seen[kind].has(key)) return true
    seen[kind].add(key)
    return false
  }

  const selected = (fields: Fields): Fields =>
    within(
      fields.flatMap(({ node, type }) =>
        node.selectionSet ? [{ set: node.selectionSet, parent: getNamedType(type) }] : [],
      ),
    )

  const shapes = (fields: Fields): void => {
    if (isKnown('shapes', fields)) return
    for (const group of byName(fields)) {
      expectShape(group)
      const inner = selected(group)
      if (inner.length > 0) shapes(inner)
    }
  }

  const meanings = (fields: Fields): void => {
    if (isKnown('meanings', fields)) return
    for (const group of byName(fields))
      for (const met of byObject(group)) {
        expectMeaning(met)
        const inner = selected(met)
        if (inner.length > 0) meanings(inner)
      }
  }

  return { within, shapes, meanings }
}

function typeOf({ name }: FieldNode, parent: GraphQLNamedType | undefined) {
  return isObjectType(parent) || isInterfaceType(parent)
    ? parent.getFields()[name.value]?.type
    : undefined
}

function responseName({ alias, name }: FieldNode): string {
  return (alias ?? name).value
}

function grouped<K>(fields: Fields, keyOf: (met: Met) => K): ReadonlyMap<K, Met[]> {
  const groups = new Map<K, Met[]>()
  for (const met of fields) {
    const key = keyOf(met)
    const group = groups.get(key)
    if (group) group.push(met)
    else groups.set(key, [met])
  }
  return groups
}

function byName(fields: Fields): Iterable<Fields> {
  return grouped(fields, ({ node }) => responseName(node)).values()
}

/** Fields that one object may have together: those of its type, and those of types that it may be of as well. */
function byObject(fields: Fields): readonly Fields[] {
  const groups = grouped(fields, ({ parent }) => (isObjectType(parent) ? parent : undefined))
  const abstract = groups.get(undefined) ?? []
  const objects = [...groups].flatMap(([type, own]) => (type ? [[...own, ...abstract]] : []))
  return objects.length > 0 ? objects : [abstract]
}

function expectShape(fields: Fields): void {
  const [first, ...others] = fields.filter(({ type }) => type !== undefined)
  for (const other of others)
    if (first && !isAlike(first.type, other.type))
      throw conflict(
        first.node,
        other.node,
        `they return conflicting types "${String(first.type)}" and "${String(other.type)}"`,
      )
}

function isAlike(one: GraphQLType | undefined, other: GraphQLType | undefined): boolean {
  if (isNonNullType(one) || isNonNullType(other))
    return isNonNullType(one) && isNonNullType(other) && isAlike(one.ofType, other.ofType)
  if (isListType(one) || isListType(other))
    return isListType(one) && isListType(other) && isAlike(one.ofType, other.ofType)
  return isLeafType(one) || isLeafType(other) ? one === other : true
}

function expectMeaning(fields: Fields): void {
  const [first, ...others] = fields
  if (first === undefined) return
  let given: string | undefined
  for (const { node } of others) {
    if (node.name.value !== first.node.name.value)
      throw conflict(
        first.node,
        node,
        `"${first.node.name.value}" and "${node.name.value}" are different fields`,
      )
    given ??= argumentsText(first.node)
    if (argumentsText(node) !== given)
      throw conflict(first.node, node, 'they have differing arguments')
  }
}

function argumentsText({ arguments: given = [] }: FieldNode): string {
  return given
    .map(({ name, value }) => `${name.value}:${valueText(value)}`)
    .sort()
    .join()
}

/** Objects are equal whatever the order of their fields. */
function valueText(value: ValueNode): string {
  if (value.kind === Kind.LIST) return `[${value.values.map(valueText).join()}]`
  if (value.kind !== Kind.OBJECT) return print(value)
  const fields = value.fields.map((field) => `${field.name.value}:${valueText(field.value)}`)
  return `{${fields.sort().join()}}`
}

function conflict(one: FieldNode, other: FieldNode, reason: string): GraphQLError {
  return new GraphQLError(
    `Fields "${responseName(one)}" conflict because ${reason}. Use different aliases on the fields to fetch both if this was intentional.`,
    { nodes: [one, other] },
  )
}
