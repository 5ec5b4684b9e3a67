import type { IResolvers } from '@graphql-tools/utils'
import { masked } from '../../auth/mask.ts'
import { generatedName, rootNames } from '../../schema/model/generated-name.ts'
import { dimensionTarget } from '../../schema/model/dimension-target.ts'
import type { Column, Join, Model, ModelType, TableType } from '../../schema/model/model.ts'
import { qualityNames } from '../../schema/model/quality-names.ts'
import { targetTable } from '../../schema/model/walk-path.ts'
import { type Usage, hasGroups, hasRoots, hasTotals, usageOf } from '../../schema/expand/usage.ts'
import { agreementNames, comparedTables } from '../../schema/model/comparison.ts'
import { agreementCount, agreementReference, rootAgreement } from './quality/agreement.ts'
import { rootFailures } from './quality/root-failures.ts'
import { rootQuality, rootQualityPlaces } from './quality/root-quality.ts'
import type { RequestContext } from './request-context.ts'
import { figuresFields, measureFields } from './resolve/figures-fields.ts'
import { joinedConnection } from './resolve/joined-connection.ts'
import { joinedList } from './resolve/joined-list.ts'
import { joinedRow } from './resolve/joined-row.ts'
import { joinedTotals } from './resolve/joined-totals.ts'
import type { Resolver } from './resolve/resolver.ts'
import { rootConnection } from './resolve/root-connection.ts'
import { groupFields, rootGroups } from './resolve/root-groups.ts'
import { rootExists } from './resolve/root-exists.ts'
import { rootLookup } from './resolve/root-lookup.ts'
import { rootTotals } from './resolve/root-totals.ts'
import { rowByKey } from './resolve/row-by-key.ts'
import { stubReference } from './resolve/stub-reference.ts'
import { scalars } from './scalars.ts'
import type { Row } from './sql/select.ts'
import type { GraphQLResolveInfo } from 'graphql'

type Fields = Record<string, unknown>
type Reference = (reference: Row, context: RequestContext, info: GraphQLResolveInfo) => unknown

/** Resolvers by type: of fields and scalars, and those by which the gateway names an entity. */
export interface Resolvers {
  readonly fields: IResolvers
  readonly references: Record<string, { __resolveReference: Reference }>
}

/** The resolvers of a ministry's whole schema, made from its model. */
export function resolversOf(model: Model): Resolvers {
  const resolvers: Record<string, Fields> = { Query: rootResolvers(model) }
  const references: Resolvers['references'] = {}
  const usage = usageOf(model)
  for (const type of model.types.values()) {
    const fields: Fields = {}
    for (const own of type.kind === 'table' ? type.columns.values() : [])
      fields[own.field] = columnResolver(type, own)
    for (const join of type.joins.values()) fields[join.field] = joinResolver(model, type, join)
    if (type.entityKeys.length > 0)
      references[type.name] = {
        __resolveReference: type.kind === 'table' ? tableReference(type) : stubOf(type),
      }
    resolvers[type.name] = fields
    if (type.kind === 'table') Object.assign(resolvers, figuresResolvers(usage, type))
    if (type.kind === 'table' && hasGroups(type))
      resolvers[generatedName.groupKey(type.name)] = keyResolvers(model, type)
  }
  for (const table of comparedTables(model)) {
    const { root, sample } = agreementNames(model.ministry, table.type.name)
    const compared = { ministry: model.ministry, ...table }
    resolvers['Query'] = { ...resolvers['Query'], [root]: rootAgreement(compared) }
    resolvers[sample] = Object.fromEntries(
      table.comparisons.map((one) => [one.field, agreementCount(compared, one)]),
    )
    references[sample] = { __resolveReference: agreementReference }
  }
  return { fields: { ...scalarsOf(model), ...enumsOf(model), ...resolvers }, references }
}

/** Those that some ministries alone have are in the schema of these. */
function scalarsOf(model: Model): IResolvers {
  const used = new Set(
    [...model.types.values()].flatMap((type) => [...type.columns.values()].map((own) => own.type)),
  )
  const optional = new Set(['LocalDateTime', 'JSON'].filter((name) => !used.has(name)))
  return Object.fromEntries(Object.entries(scalars).filter(([name]) => !optional.has(name)))
}

/** Values that the database calls otherwise than the schema. */
function enumsOf({ enums }: Model): IResolvers {
  return Object.fromEntries(
    [...enums]
      .filter(([, values]) => [...values].some(([name, text]) => name !== text))
      .map(([name, values]) => [name, Object.fromEntries(values)]),
  )
}

/**
 * A column as the caller sees it. A personal number that is a key stays whole here: the gateway asks other
 * ministries by it, and masks it in the answer.
 */
function columnResolver(
  { entityKeys }: ModelType,
  { field, column, masked: kind }: Column,
): Resolver {
  const isKey = entityKeys.some((key) => key.includes(field))
  if (kind === undefined || isKey) return (row) => (row as Row)[column]
  return (row, _args, { masks }) => masked(masks, kind, (row as Row)[column])
}

function rootResolvers(model: Model): Fields {
  const fields: Fields = {}
  for (const type of model.types.values()) {
    if (type.kind !== 'table') continue
    const names = rootNames(type.name, type.plural)
    if (hasRoots(type)) {
      fields[names.one] = rootLookup(type)
      fields[names.many] = rootConnection(type)
    }
    if (hasTotals(type)) fields[names.totals] = rootTotals(type)
    if (hasGroups(type)) fields[names.groups] = rootGroups(type)
  }
  for (const root of model.roots.values()) {
    const type = targetTable(model, root.target)
    if (type === undefined) throw new Error(`expected ${root.target} to be a table`)
    fields[root.field] = root.kind === 'lookup' ? rootLookup(type, root) : rootExists(type, root)
  }
  return { ...fields, ...qualityResolvers(model) }
}

/** What the schema's rules of quality found, where it has some. */
function qualityResolvers(model: Model): Fields {
  const { scores, places, failures } = qualityNames(model.ministry)
  const judged = [...model.types.values()].filter(
    (type): type is TableType => type.kind === 'table' && type.quality.length > 0,
  )
  if (judged.length === 0) return {}
  const worklists = judged
    .filter(hasRoots)
    .map((type) => [failures(type.name), rootFailures(type)] as const)
  return {
    [scores]: rootQuality(model.ministry),
    [places]: rootQualityPlaces(model.ministry),
    ...Object.fromEntries(worklists),
  }
}

/** Totals, groups and their measures, where the schema has them. */
function figuresResolvers({ totals }: Usage, type: TableType): Record<string, Fields> {
  if (!totals.has(type.name)) return {}
  const own = figuresFields(type)
  const measured = [...type.columns.values()].filter(({ measures }) => measures.length > 0)
  return {
    [generatedName.totals(type.name)]: own,
    ...(hasGroups(type) ? { [generatedName.group(type.name)]: { ...own, ...groupFields } } : {}),
    ...Object.fromEntries(
      measured.map((column) => [
        generatedName.measure(type.name, column.field),
        measureFields(column),
      ]),
    ),
  }
}

/** A key that is an entity is answered as a field of a row that holds the entity's key. */
function keyResolvers(model: Model, type: TableType): Fields {
  const fields: Fields = {}
  for (const dimension of type.dimensions.values()) {
    const target = dimensionTarget(model, type, dimension)
    if (typeof target === 'string' || target.kind !== 'join') continue
    const resolve = joinResolver(model, target.owner, target.join)
    fields[dimension.name] = (key: Row, ...rest: Tail<Parameters<Resolver>>) =>
      key[dimension.name] === null || key[dimension.name] === undefined
        ? null
        : resolve(key[dimension.name], ...rest)
  }
  return fields
}

type Tail<List extends readonly unknown[]> = List extends readonly [unknown, ...infer Rest]
  ? Rest
  : never

function joinResolver(model: Model, type: ModelType, join: Join): Resolver {
  const target = targetTable(model, join.target)
  if (target === undefined) {
    const stub = model.types.get(join.target)
    if (stub === undefined) throw new Error(`expected ${join.target} to be in the model`)
    return stubReference(stub, join)
  }
  switch (join.shape) {
    case 'one':
      return joinedRow(target, join)
    case 'list':
      return joinedList(type, target, join)
    case 'connection':
      return joinedConnection(type, target, join)
    case 'totals':
      return joinedTotals(type, target, join)
    default:
      return join.shape satisfies never
  }
}

/** The gateway names an entity of ours by one of its keys: all of a request in one statement. */
function tableReference(type: TableType): Reference {
  return (reference, context, info) => {
    const fields = type.entityKeys.find((key) => key.every((field) => isValue(reference[field])))
    if (fields === undefined) return null
    const columns = fields.map((field) => type.columns.get(field)?.column ?? field)
    return rowByKey(context, info, type, { columns, key: fields.map((field) => reference[field]) })
  }
}

/** An entity of another ministry: the key is all that there is, joins start from it. */
function stubOf(type: ModelType): Reference {
  const keys = type.entityKeys[0] ?? []
  return (reference) => (keys.every((field) => isValue(reference[field])) ? reference : null)
}

function isValue(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number'
}
