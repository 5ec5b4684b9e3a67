import { createHash } from 'node:crypto'
import { type FieldNode, type GraphQLResolveInfo, getArgumentValues, isObjectType } from 'graphql'
import { CodedError } from '../../../schema/errors.ts'
import { generatedName } from '../../../schema/model/generated-name.ts'
import type { TableType } from '../../../schema/model/model.ts'
import type { RequestContext } from '../request-context.ts'
import { groupKeys, type GroupKey } from '../sql/group-keys.ts'
import { groupMeasure, groupOrder } from '../sql/group-order.ts'
import { groupsAlias, groupsStatement, keyAlias, type GroupsPage } from '../sql/groups-statement.ts'
import { havingCondition } from '../sql/having.ts'
import { measureAlias, type Measure } from '../sql/measures.ts'
import { prepare, type Rows } from '../sql/prepare.ts'
import type { Row } from '../sql/select.ts'
import { totalsStatement } from '../sql/statements.ts'
import type { Arguments, Resolver } from './resolver.ts'
import { rowsOf } from './rows-of.ts'
import { selectionOf, type Selection } from './selection.ts'
import { measuresOf, percentile, totalsOf } from './totals.ts'

/** Groups of a page unless the caller says how many. */
export const defaultGroups = 100
export const maxGroups = 10_000

/**
 * `parcelGroups(where, groupBy, having, orderBy, first, after)`: one statement, another for `totals` and
 * `share`, and one more for the `groupCount` of a page beyond the last group.
 */
export function rootGroups(type: TableType): Resolver {
  return (_root, args, context, info) => {
    const rows = rowsOf(context, type, 'stats', args['where'])
    const selected = selectionOf(info, generatedName.groups(type.name))
    const place = placeOf(info, args)
    const size = pageSize(args['first'])
    const offset = offsetOf(context, place, args['after'])
    const groupSelection = below(info, selected, 'groups', generatedName.group(type.name))
    const totalsSelection = below(info, selected, 'totals', generatedName.totals(type.name))

    const prepared = prepare(rows)
    const filterScope = { ...rows, alias: prepared.alias, access: rows.accessTo }
    const keys = groupKeys(filterScope, prepared.table, args['groupBy'])
    const measureOf = (input: unknown): Measure => groupMeasure(type, input, percentile)
    const page: GroupsPage = {
      keys,
      measures: [
        ...measuresOf(info, type, groupSelection),
        ...ratioMeasures(info, type, groupSelection),
      ],
      having: isGiven(args['having']) ? havingCondition(prepared.table, args['having']) : undefined,
      order: groupOrder({ table: prepared.table, keys: keys.keys }, args['orderBy'], measureOf),
      limit: size + 1,
      offset,
    }
    const fetched = once(() =>
      context.snapshot.query(rows.settings, groupsStatement(prepared, page)),
    )
    const totals = once(() => fetchTotals(context, rows, measuresOf(info, type, totalsSelection)))
    const more = async (): Promise<boolean> => (await fetched()).length > size
    return {
      groups: async () =>
        (await fetched())
          .slice(0, size)
          .map((row) => groupOf(type, keys.keys, { row, totals, measureOf })),
      totals: async () => totalsOf(type, await totals()),
      groupCount: async () => {
        const [row] = await fetched()
        if (row !== undefined || offset === 0) return row?.[groupsAlias] ?? 0
        // The page lies beyond the last group, so no row of it tells how many there are.
        const first = groupsStatement(prepared, { ...page, limit: 1, offset: 0 })
        return (await context.snapshot.query(rows.settings, first))[0]?.[groupsAlias] ?? 0
      },
      truncated: more,
      endCursor: async () =>
        (await more()) ? context.cursors.seal(place, [String(offset + size)]) : null,
    }
  }
}

interface GroupParts {
  readonly row: Row
  readonly totals: () => Promise<Row | undefined>
  readonly measureOf: (input: unknown) => Measure
}

function groupOf(
  type: TableType,
  keys: readonly GroupKey[],
  { row, totals, measureOf }: GroupParts,
): Arguments {
  const value = (input: unknown): number | undefined => {
    const found = row[measureAlias(measureOf(input))]
    return found === null || found === undefined ? undefined : Number(found)
  }
  return {
    ...totalsOf(type, row),
    key: keyOf(keys, row),
    share: async () => {
      const all = Number((await totals())?.['$count'] ?? 0)
      return all === 0 ? null : Number(row['$count']) / all
    },
    ratio: ({ of, to }: Arguments) => {
      const [numerator, denominator] = [value(of), value(to)]
      if (numerator === undefined || denominator === undefined || denominator === 0) return null
      return numerator / denominator
    },
  }
}

function keyOf(keys: readonly GroupKey[], row: Row): Arguments {
  let place = 0
  const key: Record<string, unknown> = {}
  for (const { dimension, expressions, read } of keys) {
    key[dimension.name] = read(expressions.map((_, i) => row[keyAlias(place + i)]))
    place += expressions.length
  }
  return key
}

/** Counted always, since a group's share needs it. */
async function fetchTotals(
  context: RequestContext,
  rows: Rows,
  measures: readonly Measure[],
): Promise<Row | undefined> {
  const statement = totalsStatement(rows, [{ kind: 'count' }, ...measures])
  const [row] = await context.snapshot.query(rows.settings, statement)
  return row
}

function below(
  info: GraphQLResolveInfo,
  selected: Selection,
  field: string,
  typeName: string,
): Selection {
  const nodes: readonly FieldNode[] = selected.get(field) ?? []
  return nodes.length === 0 ? new Map() : selectionOf(info, typeName, nodes)
}

/** What the ratios of a group divide. */
function ratioMeasures(
  info: GraphQLResolveInfo,
  type: TableType,
  selection: Selection,
): readonly Measure[] {
  const group = info.schema.getType(generatedName.group(type.name))
  const definition = isObjectType(group) ? group.getFields()['ratio'] : undefined
  if (definition === undefined) return []
  return (selection.get('ratio') ?? []).flatMap((node) => {
    const { of, to } = getArgumentValues(definition, node, info.variableValues)
    return [of, to].map((input) => groupMeasure(type, input, percentile))
  })
}

function pageSize(first: unknown): number {
  const size = isGiven(first) ? Number(first) : defaultGroups
  if (size >= 1 && size <= maxGroups) return size
  throw new CodedError('BAD_USER_INPUT', `first: expected 1 to ${maxGroups}, got ${size}.`)
}

/** A cursor of groups holds how many groups come before it, and works for the same question alone. */
function offsetOf(context: RequestContext, place: string, after: unknown): number {
  return typeof after === 'string' ? Number(context.cursors.open(place, after)[0]) : 0
}

function placeOf({ fieldName }: GraphQLResolveInfo, args: Arguments): string {
  const { first: _first, after: _after, ...question } = args
  return `Query.${fieldName} ${createHash('sha256').update(JSON.stringify(question)).digest('hex')}`
}

function isGiven(value: unknown): boolean {
  return value !== null && value !== undefined
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => (made ??= make())
}
