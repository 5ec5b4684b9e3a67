import type { GraphQLResolveInfo } from 'graphql'
import type { TableType } from '../../../schema/model/model.ts'
import { loader, type RequestContext } from '../request-context.ts'
import { parentAlias, type ParentKey } from '../sql/parents.ts'
import type { Row } from '../sql/select.ts'
import { byKeyStatement } from '../sql/statements.ts'
import { columnsOf, fieldIdentity, selectionOf } from './selection.ts'
import { rowsOf } from './rows-of.ts'

/**
 * One row by the values of some columns, with the columns that the field selects. All rows that a field of
 * a request wants come from one statement. Null where there is none or the caller may not see it.
 */
export function rowByKey(
  context: RequestContext,
  info: GraphQLResolveInfo,
  type: TableType,
  { columns, key }: { columns: readonly string[]; key: ParentKey },
): Promise<Row | null> {
  const name = `${fieldIdentity(info)} ${type.name} by ${columns.join()}`
  return loader(context, name, async (keys: readonly ParentKey[]) => {
    const selection = selectionOf(info, type.name)
    const selected = columnsOf(type, selection)
    const rows = rowsOf(context, type, 'read')
    const statement = byKeyStatement(rows, selected, {
      path: { via: [], columns },
      keys,
      order: [],
      limit: keys.length,
    })
    const found = await context.snapshot.query(rows.settings, statement, 'kept')
    context.persons.note(type, selection.keys(), found)
    const byKey = new Map(
      found.map((row) => [keyText(columns.map((_, i) => row[parentAlias(i)])), row]),
    )
    return keys.map((one) => byKey.get(keyText(one)) ?? null)
  }).load(key)
}

/** Keys compare as text: a 64-bit integer is text in a row and may be a number in a reference. */
export function keyText(key: ParentKey): string {
  return key.length === 1 ? String(key[0]) : JSON.stringify(key.map(String))
}
