import type { FieldNode, GraphQLResolveInfo } from 'graphql'
import type { TableType } from '../../../schema/model/model.ts'
import { generatedName } from '../../../schema/model/generated-name.ts'
import { fieldGuard } from '../field-guard.ts'
import type { RequestContext } from '../request-context.ts'
import { orderName, orderTerms, positionAlias, type OrderTerm } from '../sql/order.ts'
import type { Row } from '../sql/select.ts'
import type { Page } from '../sql/statements.ts'
import { type PageRequest, pageRequest } from './page-request.ts'
import type { Arguments } from './resolver.ts'
import { columnsOf, type Selection, selectionOf } from './selection.ts'

/** Everything that one page needs to be fetched and told as a connection. */
export interface ConnectionPlan {
  readonly request: PageRequest
  readonly terms: readonly OrderTerm[]
  /** Names field and order, so that cursors of another are refused. */
  readonly place: string
  readonly page: Page
  /** Notes rows that are shown. */
  readonly note: (rows: readonly Row[]) => void
}

/** Reads arguments and selection: only what `nodes` and `edges` select is fetched. */
export function planConnection(
  context: RequestContext,
  info: GraphQLResolveInfo,
  type: TableType,
  args: Arguments,
): ConnectionPlan {
  const request = pageRequest(args)
  const terms = orderTerms(
    { source: context.source, guard: fieldGuard(context, 'read') },
    type,
    args['orderBy'],
  )
  const place = `${info.parentType.name}.${info.fieldName} ${orderName(terms)}`
  const selected = selectionOf(info, generatedName.connection(type.name))
  const edges = selected.get('edges') ?? []
  const edgeNodes =
    edges.length === 0
      ? []
      : (selectionOf(info, generatedName.edge(type.name), edges).get('node') ?? [])
  const nodes: readonly FieldNode[] = [...(selected.get('nodes') ?? []), ...edgeNodes]
  const rowSelection: Selection =
    nodes.length === 0 ? new Map() : selectionOf(info, type.name, nodes)
  const position =
    request.cursor === undefined ? undefined : context.cursors.open(place, request.cursor)
  return {
    request,
    terms,
    place,
    note: (rows) => context.persons.note(type, rowSelection.keys(), rows),
    page: {
      columns: columnsOf(type, rowSelection),
      terms,
      withPositions: edges.length > 0 || selected.has('pageInfo'),
      limit: request.size + 1,
      backward: request.backward,
      ...(position === undefined ? {} : { position }),
    },
  }
}

interface Lazy {
  readonly page: () => Promise<readonly Row[]>
  readonly totalCount: () => Promise<unknown>
}

/** A connection whose page and count are fetched only by the fields that are asked for. */
export function connectionOf(
  context: RequestContext,
  { request, terms, place, note }: ConnectionPlan,
  lazy: Lazy,
): Arguments {
  let fetched: Promise<readonly Row[]> | undefined
  const all = (): Promise<readonly Row[]> => (fetched ??= lazy.page())
  const rows = async (): Promise<readonly Row[]> => {
    const shown = (await all()).slice(0, request.size)
    return request.backward ? shown.reverse() : shown
  }
  const answered = async (): Promise<readonly Row[]> => {
    const shown = context.budget.count(await rows())
    note(shown)
    return shown
  }
  const cursor = (row: Row | undefined): string | null =>
    row === undefined
      ? null
      : context.cursors.seal(
          place,
          terms.map((_, i) => {
            const value = row[positionAlias(i)]
            return typeof value === 'string' ? value : null
          }),
        )
  return {
    nodes: answered,
    edges: async () => (await answered()).map((node) => ({ node, cursor: () => cursor(node) })),
    pageInfo: async () => {
      const shown = await rows()
      const more = (await all()).length > request.size
      const came = request.cursor !== undefined
      return {
        hasNextPage: request.backward ? came : more,
        hasPreviousPage: request.backward ? more : came,
        startCursor: () => cursor(shown[0]),
        endCursor: () => cursor(shown.at(-1)),
      }
    },
    totalCount: lazy.totalCount,
  }
}
