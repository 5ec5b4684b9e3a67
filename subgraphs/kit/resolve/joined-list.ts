import type { GraphQLResolveInfo } from 'graphql'
import type { Join, ModelType, TableType } from '../../../schema/model/model.ts'
import { loader, type RequestContext } from '../request-context.ts'
import { orderTerms } from '../sql/order.ts'
import type { ParentKey } from '../sql/parents.ts'
import type { Row } from '../sql/select.ts'
import { byKeyStatement, parentPagesStatement } from '../sql/statements.ts'
import { byOrdinal, byParentKey } from './by-parent.ts'
import { checkRows, maxListRows } from './check-rows.ts'
import { parentKey } from './parent-key.ts'
import type { Arguments, Resolver } from './resolver.ts'
import { rowsOf } from './rows-of.ts'
import { columnsOf, fieldIdentity, selectionOf } from './selection.ts'

/** All rows that belong to the parent, for short lists. */
export function joinedList(type: ModelType, target: TableType, join: Join): Resolver {
  return async (parent, args, context, info) => {
    const key = parentKey(type, join, parent as Row)
    if (key === undefined) return []
    const load = async (keys: readonly ParentKey[]): Promise<readonly (readonly Row[])[]> =>
      listRows(await fetchList(context, info, { target, join, args, keys }), join, keys)
    return context.budget.count(await loader(context, fieldIdentity(info), load).load(key))
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
  const selection = selectionOf(info, target.name)
  const columns = columnsOf(target, selection)
  const rows = rowsOf(context, target, 'read', args['where'])
  const order = orderTerms(rows, target, args['orderBy'])
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
  const found = await context.snapshot.query(rows.settings, statement)
  checkRows(join, found.length)
  context.persons.note(target, selection.keys(), found)
  return found
}

function listRows(
  found: readonly Row[],
  join: Join,
  keys: readonly ParentKey[],
): readonly (readonly Row[])[] {
  return join.path.via.length === 0 ? byParentKey(found, keys) : byOrdinal(found, keys)
}
