import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
} from 'graphql'
import { formatDocument } from '../../editor/format-document.ts'
import { typeAt } from './conditions-in.ts'
import type { Groups } from './groups-in.ts'
import type { BuildModel, Condition, Key, Measure, Order, Shown, Value } from './model.ts'

/** A form as the text of a question. */
export function printModel(groups: Groups, model: BuildModel): string {
  const { comment, name, root, measures, totals, ofGroup, ofWhole } = model
  const group = [keysText(groups, model.groupBy), ...measuresText(measures), shownText(ofGroup)]
  const whole = totals && totals.length > 0 ? `totals { ${measuresText(totals).join(' ')} }` : ''
  const text = `${name === undefined ? '' : `query ${name} `}{
    ${root}(${argumentsText(groups, model)}) { groups { ${group.join(' ')} } ${whole} ${shownText(ofWhole)} }
  }`
  return [...comment, formatDocument(text)].join('\n')
}

function argumentsText(groups: Groups, model: BuildModel): string {
  const { where, having, orderBy, first } = model
  return [
    where.length > 0 ? `where: ${conditionsText(where, groups.filter)}` : '',
    `groupBy: [${model.groupBy.map(keyText).join(', ')}]`,
    having.length > 0 ? `having: ${conditionsText(having, groups.having)}` : '',
    orderBy.length > 0 ? `orderBy: [${orderBy.map(orderText).join(', ')}]` : '',
    first === undefined ? '' : `first: ${first}`,
  ]
    .filter((text) => text !== '')
    .join(', ')
}

function keyText({ field, bucket, timezone, edges, on }: Key): string {
  return object({
    field,
    bucket,
    timezone: timezone === undefined ? undefined : quoted(timezone),
    edges: edges === undefined ? undefined : `[${edges.join(', ')}]`,
    on: on === undefined ? undefined : quoted(on),
  })
}

function orderText({ key, measure, direction, nulls }: Order): string {
  return object({
    key,
    measure: measure && object({ field: measure.field, fn: measure.fn, p: measure.p?.toString() }),
    direction,
    nulls,
  })
}

function keysText({ dimensions }: Groups, keys: readonly Key[]): string {
  const shown = keys.map(({ field, columns }) => {
    const key = dimensions.find(({ id }) => id === field)?.key ?? field
    return columns.length > 0 ? `${key} { ${columns.join(' ')} }` : key
  })
  return shown.length > 0 ? `key { ${shown.join(' ')} }` : ''
}

/** Functions of one field stand together, in the order of the first of them. */
function measuresText(measures: readonly Measure[]): readonly string[] {
  const fields = [...new Set(measures.map(({ field }) => field))]
  return fields.map((field) => {
    const fns = measures.filter((one) => one.field === field && one.fn !== undefined)
    return fns.length === 0 ? field : `${field} { ${fns.map(functionText).join(' ')} }`
  })
}

function functionText({ fn = '', p, alias }: Measure): string {
  const named = alias === undefined ? fn : `${alias}: ${fn}`
  return p === undefined ? named : `${named}(p: ${p})`
}

function shownText(shown: Shown): string {
  return Object.entries(shown)
    .map(([name, fields]) => (fields.length > 0 ? `${name} { ${fields.join(' ')} }` : name))
    .join(' ')
}

interface Tree {
  [name: string]: Tree | string
}

/** Conditions as one input; what is compared twice in the same way stands in `and`. */
function conditionsText(
  conditions: readonly Condition[],
  filter: GraphQLInputObjectType | undefined,
): string {
  const whole: Tree = {}
  const others: string[] = []
  for (const { path, op, value } of conditions) {
    const text = valueText(value, typeAt(filter, [...path, op]))
    const tree: Tree = {}
    if (!put(whole, [...path, op], text) && put(tree, [...path, op], text))
      others.push(treeText(tree))
  }
  const text = treeText(whole)
  return others.length === 0 ? text : `{${text.slice(1, -1)}, and: [${others.join(', ')}]}`
}

function put(tree: Tree, [name = '', ...rest]: readonly string[], text: string): boolean {
  const known = Object.hasOwn(tree, name) ? tree[name] : undefined
  if (rest.length === 0) {
    if (known !== undefined) return false
    tree[name] = text
    return true
  }
  if (typeof known === 'string') return false
  const below = known ?? (tree[name] = {})
  return typeof below !== 'string' && put(below, rest, text)
}

function treeText(tree: Tree): string {
  const parts = Object.entries(tree).map(
    ([name, below]) => `${name}: ${typeof below === 'string' ? below : treeText(below)}`,
  )
  return `{${parts.join(', ')}}`
}

function valueText(value: Value, type: GraphQLInputType | undefined): string {
  const named = type && getNamedType(type)
  if (Array.isArray(value))
    return `[${value.map((item: Value) => valueText(item, named)).join(', ')}]`
  if (typeof value === 'string') return isEnumType(named) ? value : quoted(value)
  if (value === null || typeof value !== 'object') return String(value)
  const fields = isInputObjectType(named) ? named.getFields() : {}
  const parts = Object.entries(value).map(
    ([name, inner]: [string, Value]) => `${name}: ${valueText(inner, fields[name]?.type)}`,
  )
  return `{${parts.join(', ')}}`
}

function object(parts: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parts).filter(([, text]) => text !== undefined)
  return `{${given.map(([name, text]) => `${name}: ${text}`).join(', ')}}`
}

/** A text as GraphQL writes it: JSON's escapes are GraphQL's too. */
function quoted(text: string): string {
  return JSON.stringify(text)
}
