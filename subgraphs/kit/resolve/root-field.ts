import type { GraphQLFieldResolver } from 'graphql'
import sql, { type Sql } from 'sql-template-tag'
import { CodedError } from '../../../schema/errors.ts'
import type { Column, Root, TableType } from '../../../schema/model/model.ts'
import { accessFor, type RequestContext } from '../request-context.ts'
import { column, type Aliased } from '../sql/column.ts'
import { alongPath } from '../sql/path.ts'
import { operation } from '../sql/operation.ts'
import { matchStatement, pageStatement, totalsStatement } from '../sql/statements.ts'
import { connectionOf, planConnection, type Arguments } from './connection.ts'
import { measuresOf, totalsOf } from './totals.ts'
import { rowsOf } from './rows-of.ts'
import { columnsOf, selectionOf } from './selection.ts'

export type Resolver = GraphQLFieldResolver<unknown, RequestContext, Arguments>

/** `parcels(where, orderBy, first, after, last, before)` */
export function rootConnection(type: TableType): Resolver {
  return (_root, args, context, info) => {
    const plan = planConnection(context, info, type, args)
    const rows = rowsOf(context, type, 'read', args['where'])
    return connectionOf(context, plan, {
      page: () => context.snapshot.query(rows.access, pageStatement(rows, plan.page)),
      totalCount: async () => {
        const [row] = await context.snapshot.query(
          rows.access,
          totalsStatement(rows, [{ kind: 'count' }]),
        )
        return row?.['$count']
      },
    })
  }
}

/** `parcelTotals(where)` */
export function rootTotals(type: TableType): Resolver {
  return async (_root, args, context, info) => {
    const measures = measuresOf(info, type)
    const rows = rowsOf(context, type, 'stats', args['where'])
    const [row] = await context.snapshot.query(rows.access, totalsStatement(rows, measures))
    return totalsOf(type, row)
  }
}

/** `parcel(geohash)`, `me`, `provinceAt(code, date)`: one row that equals every argument. */
export function rootLookup(type: TableType, root?: Root & { kind: 'lookup' }): Resolver {
  return async (_root, args, context, info) => {
    const given = lookupArguments(type, args, root)
    noteKey(context, type, given)
    const { pin } = context.request.caller
    if (root?.bySubject === true && pin === undefined) return null
    const rows = rowsOf(context, type, 'read')
    const selected = columnsOf(type, selectionOf(info, type.name))
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
    const [row] = await context.snapshot.query(rows.access, statement)
    return row ?? null
  }
}

/** `verifyPerson(…)`: yes or no, over all rows that the field's own permission opens; text in any case. */
export function rootExists(type: TableType, root: Root & { kind: 'exists' }): Resolver {
  return async (_root, args, context) => {
    const given = lookupArguments(type, args)
    const access = accessFor(context, root.permissions, `Query.${root.field}`)
    const rows = {
      source: context.source,
      type,
      access,
      accessTo: () => access,
      mayIdentify: () => true,
    }
    const statement = matchStatement(rows, [], {
      limit: 1,
      conditions: (table) =>
        given.map(([own, value]) =>
          own.type === 'String'
            ? sql`lower(${column(table, own.column)}) = lower(${String(value).normalize('NFC').trim()})`
            : operation('eq', {
                field: own.field,
                column: column(table, own.column),
                value,
                binaryText: false,
              }),
        ),
    })
    return (await context.snapshot.query(access, statement)).length > 0
  }
}

function lookupArguments(
  type: TableType,
  args: Arguments,
  root?: Root & { kind: 'lookup' },
): readonly (readonly [Column, unknown])[] {
  return Object.entries(args).flatMap(([name, value]) => {
    if (name === root?.validAt) return []
    const own = type.columns.get(name)
    if (own === undefined) throw new Error(`expected ${type.name}.${name} to be a column`)
    if (typeof value === 'string' && value.includes('\0'))
      throw new CodedError('BAD_USER_INPUT', `${name}: text must not hold U+0000.`)
    return [[own, value] as const]
  })
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
