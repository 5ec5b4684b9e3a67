import sql, { type Sql } from 'sql-template-tag'
import type { Column, Root, TableType } from '../../../schema/model/model.ts'
import type { RequestContext } from '../request-context.ts'
import { column, type Aliased } from '../sql/column.ts'
import { alongPath } from '../sql/path.ts'
import { matchStatement } from '../sql/statements.ts'
import { lookupArguments } from './lookup-arguments.ts'
import type { Resolver } from './resolver.ts'
import { rowsOf } from './rows-of.ts'
import { columnsOf, selectionOf } from './selection.ts'

/** `parcel(geohash)`, `me`, `provinceAt(code, date)`: one row that equals every argument. */
export function rootLookup(type: TableType, root?: Root & { kind: 'lookup' }): Resolver {
  return async (_root, args, context, info) => {
    const given = lookupArguments(type, args, root)
    noteKey(context, type, given)
    const { pin } = context.request.caller
    if (root?.bySubject === true && pin === undefined) return null
    const rows = rowsOf(context, type, 'read')
    const selection = selectionOf(info, type.name)
    const selected = columnsOf(type, selection)
    const statement = matchStatement(rows, selected, {
      limit: 1,
      conditions: (table, alias) => [
        ...given.map(([own, value]) => sql`${column(table, own.column)} = ${value}`),
        ...(root?.bySubject === true
          ? [aboutSubject(context, table, { pin: pin ?? '', alias })]
          : []),
        ...validity(table, root === undefined ? undefined : args[root.validAt ?? '']),
      ],
    })
    const found = await context.snapshot.query(rows.settings, statement)
    context.persons.note(type, selection.keys(), found)
    return found[0] ?? null
  }
}

/** A key that the caller knew exactly opens its row to a `byKey` grant, for this request. */
function noteKey(
  context: RequestContext,
  type: TableType,
  given: readonly (readonly [Column, unknown])[],
): void {
  const keyed = type.scopes.find(({ by, path }) => by === 'KEY' && path.via.length === 0)
  const own = given.find(([one]) => one.column === keyed?.path.columns[0])
  if (own !== undefined && /^[0-9A-Za-z-]{1,64}$/.test(String(own[1])))
    context.lookedUp.add(String(own[1]))
}

function aboutSubject(
  context: RequestContext,
  table: Aliased,
  { pin, alias }: { pin: string; alias: () => Sql },
): Sql {
  if (table.type.subject === undefined) return sql`false`
  return alongPath(context.source, table, table.type.subject, {
    test: ([name]) => sql`${name ?? sql`NULL`} = ${pin}`,
    alias,
  })
}

function validity(table: Aliased, date: unknown): readonly Sql[] {
  if (table.type.validity === undefined || date === undefined) return []
  const { from, to } = table.type.validity
  return [
    sql`${column(table, from)} <= ${date}`,
    sql`(${column(table, to)} IS NULL OR ${column(table, to)} > ${date})`,
  ]
}
