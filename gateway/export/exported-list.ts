import {
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
  getNullableType,
  isObjectType,
} from 'graphql'
import { CodedError } from '../../schema/errors.ts'
import { type AskedName, type TypedSet, askedFields, setsBelow } from './asked-fields.ts'
import { type Paging, isListOfObjects, objectsOf, pagingOf } from './paging.ts'

/** The list of a document that becomes a file. */
export interface ExportedList {
  /** Response names from the root to the field that answers the list, or its page. */
  readonly path: readonly string[]
  /** The field of the page's object that holds the rows; undefined where the field is the list itself. */
  readonly rows: string | undefined
  readonly end: Paging['end'] | undefined
  /** Rows asked for at once; undefined where the list is not walked: a plain one, or groups with a `first`. */
  readonly size: number | undefined
  /** What is selected of a row. */
  readonly below: readonly TypedSet[]
  readonly asked: AskedName
}

/** Lists that a refusal names. */
const maxNamed = 20

/**
 * Finds the list of an operation (without named fragments and conditions): the only one that is not within another,
 * or the one at `path`. Fails with BAD_USER_INPUT, which names the lists that there are.
 */
export function exportedList(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  path: string | undefined,
): ExportedList {
  const type = schema.getQueryType()
  if (operation.operation !== OperationTypeNode.QUERY || !type) throw refused('expected a query.')
  const lists = listsBelow(schema, [{ type, set: operation.selectionSet }], [])
  const named = lists.filter((list) => path === undefined || isAt(list, path))
  const [only, ...more] = named
  if (only !== undefined && more.length === 0) return only
  const names = lists.slice(0, maxNamed).map((list) => list.path.join('.'))
  if (names.length === 0) throw refused('the document selects no list of objects.')
  throw refused(`expected path to be one of ${names.join(', ')}.`)
}

/** The lists beneath an object, in the order asked; what is within a list belongs to its rows. */
function listsBelow(
  schema: GraphQLSchema,
  sets: readonly TypedSet[],
  path: readonly string[],
): readonly ExportedList[] {
  return askedFields(schema, sets).flatMap((asked): readonly ExportedList[] => {
    const { name, field, nodes } = asked
    const type = field && getNullableType(field.type)
    if (field === undefined || type === undefined) return []
    const at = { path: [...path, name], asked }
    if (isListOfObjects(field)) {
      const row = objectsOf(field)
      const below = row ? setsBelow(row, nodes) : []
      return [{ ...at, rows: undefined, end: undefined, size: undefined, below }]
    }
    if (!isObjectType(type)) return []
    const paging = pagingOf(field)
    if (paging) return pagedList(schema, { ...at, type, paging })
    return listsBelow(schema, setsBelow(type, nodes), at.path)
  })
}

interface PagedField extends Pick<ExportedList, 'path' | 'asked'> {
  readonly type: GraphQLObjectType
  readonly paging: Paging
}

function pagedList(
  schema: GraphQLSchema,
  { path, asked, type, paging }: PagedField,
): readonly ExportedList[] {
  const within = askedFields(schema, setsBelow(type, asked.nodes))
  const rows = within.filter(({ field }) => field && paging.rows.includes(field.name))
  const [first, second] = rows
  if (first?.field === undefined) return []
  if (second !== undefined)
    throw refused(`expected ${path.join('.')} to select its rows once, got ${rows.length} times.`)
  const row = objectsOf(first.field)
  const isTop = first.field.name === 'groups' && hasArgument(asked, 'first')
  return [
    {
      path,
      asked,
      rows: first.field.name,
      end: paging.end,
      size: isTop ? undefined : paging.size,
      below: row ? setsBelow(row, first.nodes) : [],
    },
  ]
}

function hasArgument({ nodes }: AskedName, name: string): boolean {
  return nodes.some(({ arguments: given = [] }) => given.some((one) => one.name.value === name))
}

function isAt({ path, rows, asked }: ExportedList, wanted: string): boolean {
  const at = path.join('.')
  return wanted === at || (asked.field !== undefined && wanted === `${at}.${rows ?? ''}`)
}

function refused(why: string): CodedError {
  return new CodedError('BAD_USER_INPUT', `Nothing can be exported: ${why}`)
}
