import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql'

/** Something that rows can be chosen by. */
export interface Comparable {
  /** Through the inputs of the filter: `['facility', 'kind']`, `['dispenses', 'some', 'facilityCode']`. */
  readonly path: readonly string[]
  /** What the schema says of each step of the path, save `some`. */
  readonly said: readonly string[]
  readonly ops: readonly Operator[]
}

export interface Operator {
  readonly op: string
  readonly type: GraphQLNamedInputType
  readonly isList: boolean
}

const joined = new Set(['and', 'or', 'not'])

/** What a filter compares, through one joined row at most. Personal numbers are left out: totals never choose by them. */
export function comparablesIn(filter: GraphQLInputObjectType | undefined): readonly Comparable[] {
  if (filter === undefined) return []
  return within(filter, { path: [], said: [] }, 1).toSorted(
    (one, other) => rankOf(one) - rankOf(other),
  )
}

/** A row's own fields stand before those of joined rows. */
function rankOf({ path }: Comparable): number {
  return Math.min(path.length, 2)
}

interface Before {
  readonly path: readonly string[]
  readonly said: readonly string[]
}

function within(
  filter: GraphQLInputObjectType,
  before: Before,
  deeper: number,
): readonly Comparable[] {
  return Object.values(filter.getFields()).flatMap(({ name, type, description }) => {
    const named = getNamedType(type)
    if (joined.has(name) || !isInputObjectType(named)) return []
    const path = [...before.path, name]
    const said = [...before.said, description ?? '']
    if (compares(named))
      return named.name === 'PersonalIdFilter' ? [] : [{ path, said, ops: operatorsOf(named) }]
    if (deeper === 0) return []
    const some = named.getFields()['some']
    const rows = some && getNamedType(some.type)
    if (isInputObjectType(rows)) return within(rows, { path: [...path, 'some'], said }, deeper - 1)
    return within(named, { path, said }, deeper - 1)
  })
}

/** An input whose fields are comparisons has none that is an input with fields of its own, save a period. */
export function compares(type: GraphQLInputObjectType): boolean {
  const fields = type.getFields()
  return 'eq' in fields || 'isNull' in fields
}

export function operatorsOf(type: GraphQLInputObjectType): readonly Operator[] {
  return Object.values(type.getFields())
    .filter(({ name }) => !joined.has(name))
    .map(({ name, type: taken }) => ({
      op: name,
      type: getNamedType(taken),
      isList: isListType(getNullableType(taken)),
    }))
}

/** The type that stands at the end of a path of inputs. */
export function typeAt(
  filter: GraphQLInputObjectType | undefined,
  path: readonly string[],
): GraphQLInputType | undefined {
  let type: GraphQLInputType | undefined = filter
  for (const name of path) {
    const named: GraphQLNamedInputType | undefined = type && getNamedType(type)
    type = isInputObjectType(named) ? named.getFields()[name]?.type : undefined
  }
  return type
}
