import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
} from 'graphql'

/** How a field answers a list page by page. */
export interface Paging {
  /** Fields of the page's object that hold rows. */
  readonly rows: readonly string[]
  /** Where the page says whether more follow: in `pageInfo`, or itself by these fields. */
  readonly end: 'pageInfo' | readonly string[]
  /** The largest page that ministries give. */
  readonly size: number
}

/** Rows of a connection, and groups, that a ministry answers at once (subgraphs/kit). */
const largestPage = 1000
const mostGroups = 10_000

/** The paging of a field that takes `first` and `after`, and answers rows and where they end. */
export function pagingOf({ args, type }: GraphQLField<unknown, unknown>): Paging | undefined {
  const answered = getNullableType(type)
  const takes = (name: string): boolean => args.some((argument) => argument.name === name)
  if (!isObjectType(answered) || !takes('first') || !takes('after')) return undefined
  const fields = answered.getFields()
  const rows = ['nodes', 'edges', 'groups'].filter((name) => isListOfObjects(fields[name]))
  const end = endOf(answered)
  if (rows.length === 0 || end === undefined) return undefined
  return { rows, end, size: rows.includes('groups') ? mostGroups : largestPage }
}

/** Whether a field answers a list of objects. */
export function isListOfObjects(
  field: Pick<GraphQLField<unknown, unknown>, 'type'> | undefined,
): field is GraphQLField<unknown, unknown> {
  if (field === undefined) return false
  const type = getNullableType(field.type)
  return isListType(type) && isCompositeType(getNullableType(type.ofType))
}

/** The type of the objects in a list, or of the one object, that a field answers. */
export function objectsOf({
  type,
}: Pick<GraphQLField<unknown, unknown>, 'type'>): GraphQLCompositeType | undefined {
  const named = getNamedType(type)
  return isCompositeType(named) ? named : undefined
}

function endOf(type: GraphQLObjectType): Paging['end'] | undefined {
  const fields = type.getFields()
  const info = fields['pageInfo'] && objectsOf(fields['pageInfo'])
  if (isObjectType(info) && 'endCursor' in info.getFields() && 'hasNextPage' in info.getFields())
    return 'pageInfo'
  const more = ['hasNextPage', 'truncated'].find((name) => name in fields)
  return 'endCursor' in fields && more !== undefined ? [more, 'endCursor'] : undefined
}
