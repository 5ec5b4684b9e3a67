import { createHash } from 'node:crypto'
import { type FieldNode, type GraphQLResolveInfo, getArgumentValues, isObjectType } from 'graphql'
import { CodedError } from '../../../schema/errors.ts'
import { generatedName } from '../../../schema/model/generated-name.ts'
import type { TableType } from '../../../schema/model/model.ts'
import type { RequestContext } from '../request-context.ts'
import { fromRollup } from '../rollup/from-rollup.ts'
import { groupKeys, type GroupKeys } from '../sql/group-keys.ts'
import { groupMeasure, groupOrderTerms, type GroupOrderTerm } from '../sql/group-order.ts'
import type { Measure } from '../sql/measures.ts'
import { prepare, type Prepared, type Rows } from '../sql/prepare.ts'
import { havingMeasures } from './having-test.ts'
import type { Arguments } from './resolver.ts'
import { rowsOf } from './rows-of.ts'
import { selectionOf, type Selection } from './selection.ts'
import { measuresOf, percentile } from './measures-of.ts'

/** Groups of a page unless the caller says how many. */
export const defaultGroups = 100
export const maxGroups = 10_000

/** Rows and the keys that they are grouped by. */
export interface KeyedRows {
  readonly rows: Rows
  readonly prepared: Prepared
  readonly keys: GroupKeys
}

/** A groups field as it was asked: its arguments read and checked. */
export interface GroupsQuestion extends KeyedRows {
  readonly type: TableType
  /** Where the rows are a rollup's cells: the same question over the table itself. */
  readonly inBase?: KeyedRows
  /** Of each group, those of its ratios among them. */
  readonly measures: readonly Measure[]
  readonly totalMeasures: readonly Measure[]
  readonly having: unknown
  readonly order: readonly GroupOrderTerm[]
  readonly size: number
  /** Groups before the page. */
  readonly offset: number
  /** What the cursors of this question are bound to. */
  readonly place: string
  readonly measureOf: (input: unknown) => Measure
  /** The keys as they were asked for. */
  readonly by: unknown
}

/** Reads `where, groupBy, having, orderBy, first, after` and the selection; BAD_USER_INPUT where one is wrong. */
export function groupsQuestion(
  type: TableType,
  args: Arguments,
  context: RequestContext,
  info: GraphQLResolveInfo,
): GroupsQuestion {
  const base = rowsOf(context, type, 'stats', args['where'])
  const selected = selectionOf(info, generatedName.groups(type.name))
  const place = placeOf(info, args)
  const size = pageSize(args['first'])
  const offset = offsetOf(context, place, args['after'])
  const groupSelection = below(info, selected, 'groups', generatedName.group(type.name))
  const totalsSelection = below(info, selected, 'totals', generatedName.totals(type.name))
  const measures = [
    ...measuresOf(info, type, groupSelection),
    ...ratioMeasures(info, type, groupSelection),
  ]
  const totalMeasures = measuresOf(info, type, totalsSelection)
  const measureOf = (input: unknown): Measure => groupMeasure(type, input, percentile)
  const having = args['having'] ?? undefined
  const inBase = keyed(base, args['groupBy'])
  const order = groupOrderTerms(inBase.keys.keys, args['orderBy'], measureOf)
  const rows = fromRollup(context, base, {
    where: args['where'],
    groupBy: args['groupBy'],
    measures: [
      ...measures,
      ...havingMeasures(having),
      ...order.flatMap(({ by }) => ('measure' in by ? [by.measure] : [])),
    ],
    totalMeasures,
  })
  return {
    type,
    ...(rows === base ? inBase : { ...keyed(rows, args['groupBy']), inBase }),
    measures,
    totalMeasures,
    having,
    order,
    size,
    offset,
    place,
    measureOf,
    by: args['groupBy'],
  }
}

function keyed(rows: Rows, groupBy: unknown): KeyedRows {
  const prepared = prepare(rows)
  const scope = { ...rows, alias: prepared.alias, access: rows.accessTo }
  return { rows, prepared, keys: groupKeys(scope, prepared.table, groupBy) }
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
  const size = first === null || first === undefined ? defaultGroups : Number(first)
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
