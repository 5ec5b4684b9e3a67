import type { GraphQLResolveInfo } from 'graphql'
import { CodedError } from '../../../schema/errors.ts'
import type { Join, ModelType, TableType } from '../../../schema/model/model.ts'
import { loader, shared, type RequestContext } from '../request-context.ts'
import { orderTerms } from '../sql/order.ts'
import { parentAlias, type ParentKey } from '../sql/parents.ts'
import type { Row } from '../sql/select.ts'
import {
  byKeyStatement,
  parentPagesStatement,
  parentTotalsStatement,
  type Rows,
} from '../sql/statements.ts'
import type { Measure } from '../sql/measures.ts'
import { keyText, rowByKey } from './by-key.ts'
import { connectionOf, planConnection, type Arguments } from './connection.ts'
import { parentKey } from './parent-key.ts'
import type { Resolver } from './root-field.ts'
import { rowsOf } from './rows-of.ts'
import { columnsOf, fieldIdentity, selectionOf } from './selection.ts'
import { measuresOf, totalsOf } from './totals.ts'

/** Rows of one list field over all its parents. */
export const maxListRows = 50_000

/** Another ministry's entity: its key is here, nothing else is fetched. */
export function stubReference(target: ModelType, join: Join): Resolver {
  const keys = target.entityKeys[0] ?? []
  return (parent) => {
    const row = parent as Row
    const values = join.path.columns.map((name) => row[name])
    if (values.some((value) => value === null || value === undefined)) return null
    return Object.fromEntries([
      ['__typename', target.name],
      ...keys.map((key, i) => [key, values[i]] as const),
    ])
  }
}

/** A row of this ministry that the parent's columns name. */
export function joinedRow(target: TableType, join: Join): Resolver {
  return (parent, _args, context, info) => {
    const key = join.path.columns.map((name) => (parent as Row)[name])
    if (key.some((value) => value === null || value === undefined)) return null
    return rowByKey(context, info, target, { columns: join.references ?? target.key, key })
  }
}

/** All rows that belong to the parent, for short lists. */
export function joinedList(type: ModelType, target: TableType, join: Join): Resolver {
  return async (parent, args, context, info) => {
    const key = parentKey(type, join, parent as Row)
    if (key === undefined) return []
    const load = async (keys: readonly ParentKey[]): Promise<readonly (readonly Row[])[]> =>
      listRows(await fetchList(context, info, { target, join, args, keys }), join, keys)
    return loader(context, fieldIdentity(info), load).load(key)
  }
}

interface ListRequest {
  readonly target: TableType
  readonly join: Join
  readonly args: Arguments
  readonly keys: readonly ParentKey[]
}

async function fetchList(
  context: RequestContext,
  info: GraphQLResolveInfo,
  { target, join, args, keys }: ListRequest,
): Promise<readonly Row[]> {
  const columns = columnsOf(target, selectionOf(info, target.name))
  const rows = rowsOf(context, target, 'read', args['where'])
  const order = orderTerms(context.source, target, args['orderBy'])
  const parents = { path: join.path, keys }
  const page = {
    columns,
    terms: order,
    withPositions: false,
    limit: maxListRows + 1,
    backward: false,
  }
  const statement =
    join.path.via.length === 0
      ? byKeyStatement(rows, columns, { ...parents, order, limit: maxListRows + 1 })
      : parentPagesStatement(rows, page, parents)
  const found = await context.snapshot.query(rows.access, statement)
  checkRows(join, found.length)
  return found
}

function listRows(
  found: readonly Row[],
  join: Join,
  keys: readonly ParentKey[],
): readonly (readonly Row[])[] {
  return join.path.via.length === 0 ? byParentKey(found, keys) : byOrdinal(found, keys)
}

function checkRows(join: Join, rows: number): void {
  if (rows > maxListRows)
    throw new CodedError(
      'COST_EXCEEDED',
      `${join.field}: at most ${maxListRows} rows in one request.`,
    )
}

/** A page of the rows that belong to the parent; pages of all parents come from one statement. */
export function joinedConnection(type: ModelType, target: TableType, join: Join): Resolver {
  return (parent, args, context, info) => {
    const key = parentKey(type, join, parent as Row)
    const { plan, rows } = shared(context, `plan ${fieldIdentity(info)}`, () => ({
      plan: planConnection(context, info, target, args),
      rows: rowsOf(context, target, 'read', args['where']),
    }))
    if (key === undefined)
      return connectionOf(context, plan, {
        page: () => Promise.resolve([]),
        totalCount: () => Promise.resolve(0),
      })
    const pages = loader(
      context,
      `${fieldIdentity(info)} page`,
      async (keys: readonly ParentKey[]) => {
        checkRows(join, keys.length * plan.request.size)
        const statement = parentPagesStatement(rows, plan.page, { path: join.path, keys })
        return byOrdinal(await context.snapshot.query(rows.access, statement), keys)
      },
    )
    const counts = loader(context, `${fieldIdentity(info)} count`, (keys: readonly ParentKey[]) =>
      fetchTotals(context, rows, { join, keys, measures: [{ kind: 'count' }] }),
    )
    return connectionOf(context, plan, {
      page: () => pages.load(key),
      totalCount: async () => (await counts.load(key))?.['$count'] ?? 0,
    })
  }
}

/** Totals over the rows that belong to the parent; one statement for any number of parents. */
export function joinedTotals(type: ModelType, target: TableType, join: Join): Resolver {
  return async (parent, args, context, info) => {
    const key = parentKey(type, join, parent as Row)
    if (key === undefined) return totalsOf(target, undefined)
    const load = (keys: readonly ParentKey[]): Promise<readonly (Row | undefined)[]> => {
      const rows = rowsOf(context, target, 'stats', args['where'])
      return fetchTotals(context, rows, { join, keys, measures: measuresOf(info, target) })
    }
    return totalsOf(target, await loader(context, fieldIdentity(info), load).load(key))
  }
}

interface TotalsRequest {
  readonly join: Join
  readonly keys: readonly ParentKey[]
  readonly measures: readonly Measure[]
}

async function fetchTotals(
  context: RequestContext,
  rows: Rows,
  { join, keys, measures }: TotalsRequest,
): Promise<readonly (Row | undefined)[]> {
  const statement = parentTotalsStatement(rows, measures, { path: join.path, keys })
  const found = await context.snapshot.query(rows.access, statement)
  const grouped = join.path.via.length === 0 ? byParentKey(found, keys) : byOrdinal(found, keys)
  return grouped.map(([row]) => row)
}

/** Rows that carry their parent's key. */
function byParentKey(
  rows: readonly Row[],
  keys: readonly ParentKey[],
): readonly (readonly Row[])[] {
  const groups = new Map<string, Row[]>(keys.map((key) => [keyText(key), []]))
  const width = keys[0]?.length ?? 0
  for (const row of rows) {
    const key = Array.from({ length: width }, (_, i) => row[parentAlias(i)])
    groups.get(keyText(key))?.push(row)
  }
  return keys.map((key) => groups.get(keyText(key)) ?? [])
}

/** Rows that carry the place of their parent, from 1, and their own place below it. */
function byOrdinal(rows: readonly Row[], keys: readonly ParentKey[]): readonly (readonly Row[])[] {
  const groups = keys.map((): Row[] => [])
  for (const row of rows) groups[Number(row['$parent']) - 1]?.push(row)
  return groups.map((group) => group.sort((a, b) => Number(a['$row']) - Number(b['$row'])))
}
