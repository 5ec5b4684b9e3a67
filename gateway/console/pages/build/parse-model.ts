import {
  type ArgumentNode,
  type FieldNode,
  type GraphQLInputObjectType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
  getNamedType,
  isInputObjectType,
  validate,
  valueFromASTUntyped,
} from 'graphql'
import { isRecord } from '../../api/refused.ts'
import { parsedDocument } from '../../editor/operations-of.ts'
import { typeAt } from './conditions-in.ts'
import type { Groups } from './groups-in.ts'
import type { BuildModel, Condition, Key, Measure, Order, Shown, Value } from './model.ts'
import { printModel } from './print-model.ts'
import { sameDocument } from './same-document.ts'

export interface Built {
  readonly groups: Groups
  readonly model: BuildModel
}

/**
 * A text as the form has it. Undefined where it is more than the form can say: what the form would print for it must be
 * the same question, with the same comments, or nothing may be touched.
 */
export function parseModel(
  schema: GraphQLSchema,
  all: readonly Groups[],
  text: string,
): Built | undefined {
  const document = parsedDocument(text)
  const [operation, ...others] = document?.definitions ?? []
  if (document === undefined || operation?.kind !== Kind.OPERATION_DEFINITION) return undefined
  const [field] = operation.selectionSet.selections
  if (others.length > 0 || field?.kind !== Kind.FIELD) return undefined
  const groups = all.find(({ root }) => root === field.name.value)
  if (groups === undefined || validate(schema, document).length > 0) return undefined
  const model = modelOf(groups, operation, field, text)
  return sameDocument(text, printModel(groups, model)) ? { groups, model } : undefined
}

function modelOf(
  groups: Groups,
  { name }: OperationDefinitionNode,
  field: FieldNode,
  text: string,
): BuildModel {
  const args = new Map((field.arguments ?? []).map((one) => [one.name.value, one]))
  const whole = field.selectionSet
  const group = selected(whole, 'groups')?.selectionSet
  const key = selected(group, 'key')?.selectionSet
  const totals = selected(whole, 'totals')?.selectionSet
  const first = plainOf(args.get('first'))
  return {
    comment: commentOf(text),
    ...(name ? { name: name.value } : {}),
    root: groups.root,
    groupBy: listOf(plainOf(args.get('groupBy'))).map((one) => keyOf(groups, one, key)),
    where: conditionsOf(args.get('where')?.value, groups.filter),
    having: conditionsOf(args.get('having')?.value, groups.having),
    orderBy: listOf(plainOf(args.get('orderBy'))).map(orderOf),
    ...(typeof first === 'number' ? { first } : {}),
    measures: measuresOf(groups, group),
    ...(totals ? { totals: measuresOf(groups, totals) } : {}),
    ofGroup: shownOf(groups, group),
    ofWhole: shownOf(groups, whole),
  }
}

function keyOf(groups: Groups, given: unknown, keys: SelectionSetNode | undefined): Key {
  const { field, bucket, timezone, edges, on } = isRecord(given) ? given : {}
  const dimension = groups.dimensions.find(({ id }) => id === field)
  const shown = selected(keys, dimension?.key ?? '')?.selectionSet
  return {
    field: String(field),
    ...(typeof bucket === 'string' ? { bucket } : {}),
    ...(typeof timezone === 'string' ? { timezone } : {}),
    ...(Array.isArray(edges) ? { edges: edges.map(Number) } : {}),
    ...(typeof on === 'string' ? { on } : {}),
    columns: namesIn(shown),
  }
}

function orderOf(given: unknown): Order {
  const { key, measure, direction, nulls } = isRecord(given) ? given : {}
  const { field, fn, p } = isRecord(measure) ? measure : {}
  return {
    ...(typeof key === 'string' ? { key } : {}),
    ...(typeof field === 'string'
      ? {
          measure: {
            field,
            ...(typeof fn === 'string' ? { fn } : {}),
            ...(typeof p === 'number' ? { p } : {}),
          },
        }
      : {}),
    ...(typeof direction === 'string' ? { direction } : {}),
    ...(typeof nulls === 'string' ? { nulls } : {}),
  }
}

/** Comparisons of a filter; `and` is taken apart, and printing it again says whether that was right. */
function conditionsOf(
  value: ValueNode | undefined,
  filter: GraphQLInputObjectType | undefined,
  path: readonly string[] = [],
): readonly Condition[] {
  if (value?.kind !== Kind.OBJECT) return []
  return value.fields.flatMap(({ name, value: below }): readonly Condition[] => {
    if (name.value === 'and' && below.kind === Kind.LIST)
      return below.values.flatMap((one) => conditionsOf(one, filter, path))
    const type = typeAt(filter, [...path, name.value])
    const named = type && getNamedType(type)
    const isLeaf = !isInputObjectType(named) || (path.length > 0 && isComparison(filter, path))
    if (!isLeaf) return conditionsOf(below, filter, [...path, name.value])
    return [{ path, op: name.value, value: valueFromASTUntyped(below) as Value }]
  })
}

function isComparison(
  filter: GraphQLInputObjectType | undefined,
  path: readonly string[],
): boolean {
  const type = typeAt(filter, path)
  const named = type && getNamedType(type)
  return isInputObjectType(named) && 'isNull' in named.getFields()
}

function measuresOf(groups: Groups, within: SelectionSetNode | undefined): readonly Measure[] {
  return fieldsIn(within).flatMap(({ name, selectionSet }): readonly Measure[] => {
    const field = name.value
    if (!groups.measures.some((one) => one.field === field)) return []
    if (selectionSet === undefined) return [{ field }]
    return fieldsIn(selectionSet).map((one) => {
      const p = plainOf(one.arguments?.[0])
      return {
        field,
        fn: one.name.value,
        ...(typeof p === 'number' ? { p } : {}),
        ...(one.alias ? { alias: one.alias.value } : {}),
      }
    })
  })
}

function shownOf(groups: Groups, within: SelectionSetNode | undefined): Shown {
  const known = new Set(['groups', 'key', 'totals', ...groups.measures.map(({ field }) => field)])
  const others = fieldsIn(within).filter(({ name }) => !known.has(name.value))
  return Object.fromEntries(
    others.map(({ name, selectionSet }) => [name.value, namesIn(selectionSet)]),
  )
}

function commentOf(text: string): readonly string[] {
  const lines = text.trimStart().split('\n')
  const end = lines.findIndex((line) => !line.trim().startsWith('#'))
  return lines.slice(0, Math.max(end, 0)).map((line) => line.trim())
}

function selected(within: SelectionSetNode | undefined, name: string): FieldNode | undefined {
  return fieldsIn(within).find((one) => one.name.value === name)
}

function namesIn(within: SelectionSetNode | undefined): readonly string[] {
  return fieldsIn(within).map(({ name }) => name.value)
}

function fieldsIn(within: SelectionSetNode | undefined): readonly FieldNode[] {
  return (within?.selections ?? []).filter((one) => one.kind === Kind.FIELD)
}

function plainOf(argument: ArgumentNode | undefined): unknown {
  return argument && valueFromASTUntyped(argument.value)
}

/** GraphQL takes one thing where a list is expected. */
function listOf(found: unknown): readonly unknown[] {
  if (Array.isArray(found)) return found
  return found === undefined ? [] : [found]
}
