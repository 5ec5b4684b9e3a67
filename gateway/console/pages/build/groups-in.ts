import {
  type GraphQLEnumValue,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isObjectType,
} from 'graphql'
import type { BuildModel } from './model.ts'

export interface Dimension {
  readonly id: string
  readonly name: string
  readonly description: string | undefined
  /** The field of the key that holds it. */
  readonly key: string
  readonly type: GraphQLNamedType | undefined
  readonly kind: 'time' | 'band' | 'entity' | 'value'
  /** Fields of an entity or a band that can be shown. */
  readonly columns: readonly string[]
}

export interface MeasuredField {
  readonly field: string
  readonly description: string | undefined
  /** `sum`, `avg`, `percentile`; none for a field that is a figure itself. */
  readonly fns: readonly string[]
}

/** What can be built over one field of groups. */
export interface Groups {
  readonly root: string
  readonly description: string
  readonly dimensions: readonly Dimension[]
  readonly measures: readonly MeasuredField[]
  readonly filter: GraphQLInputObjectType | undefined
  readonly having: GraphQLInputObjectType | undefined
  readonly isOrdered: boolean
  readonly hasTotals: boolean
}

/** The fields of groups that a schema offers, in its order. */
export function groupsIn(schema: GraphQLSchema): readonly Groups[] {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {})
  return fields.map(groupsOf).filter((one) => one !== undefined)
}

function groupsOf(field: GraphQLField<unknown, unknown>): Groups | undefined {
  const answer = getNamedType(field.type)
  const by = argument(field, 'groupBy')
  if (by === undefined || !isObjectType(answer)) return undefined
  const dimension = by.getFields()['field']
  const names = dimension && getNamedType(dimension.type)
  const group = objectOf(answer, 'groups')
  const key = group && objectOf(group, 'key')
  if (!isEnumType(names) || group === undefined || key === undefined) return undefined
  return {
    root: field.name,
    description: field.description ?? '',
    dimensions: names.getValues().map((one) => dimensionOf(one, key)),
    measures: measuresOf(group),
    filter: argument(field, 'where'),
    having: argument(field, 'having'),
    isOrdered: argument(field, 'orderBy') !== undefined,
    hasTotals: objectOf(answer, 'totals') !== undefined,
  }
}

function dimensionOf(value: GraphQLEnumValue, keys: GraphQLObjectType): Dimension {
  const id = value.name
  const key = camelCase(id)
  const said = { id, key, name: key, description: value.description ?? undefined }
  const field = keys.getFields()[key]
  const type = field && getNamedType(field.type)
  if (!isObjectType(type))
    return { ...said, type, kind: isTime(type) ? 'time' : 'value', columns: [] }
  const columns = Object.values(type.getFields())
    .filter((one) => isLeafType(getNamedType(one.type)) && one.args.length === 0)
    .map(({ name }) => name)
  return { ...said, type, kind: type.name === 'NumberBand' ? 'band' : 'entity', columns }
}

function isTime(type: GraphQLNamedType | undefined): boolean {
  return type?.name === 'Date' || type?.name === 'DateTime'
}

function measuresOf(group: GraphQLObjectType): readonly MeasuredField[] {
  const fields = Object.values(group.getFields())
  const figures = ['count', 'share'].filter((name) => fields.some((one) => one.name === name))
  const measured = fields.flatMap(({ name, type, description }): readonly MeasuredField[] => {
    const named = getNamedType(type)
    if (name === 'key' || !isObjectType(named) || !named.name.endsWith('Measure')) return []
    return [
      { field: name, description: description ?? undefined, fns: Object.keys(named.getFields()) },
    ]
  })
  return [...figures.map((field) => ({ field, description: undefined, fns: [] })), ...measured]
}

/** What is shown of a dimension's key unless one says otherwise. */
export function usualColumns({ kind, columns }: Dimension): readonly string[] {
  if (kind === 'band') return columns.filter((name) => name === 'from' || name === 'to')
  const known = columns.filter((name) => name === 'code' || name === 'name')
  return known.length > 0 ? known : columns.slice(0, 1)
}

/** The question that a form begins with: rows counted by the first dimension. */
export function usualModel(groups: Groups): BuildModel {
  const [province] = groups.dimensions.filter(({ id }) => id === 'PROVINCE')
  const dimension = province ?? groups.dimensions[0]
  return {
    comment: [],
    root: groups.root,
    groupBy: dimension ? [{ field: dimension.id, columns: usualColumns(dimension) }] : [],
    where: [],
    having: [],
    orderBy: groups.isOrdered ? [{ measure: { field: 'COUNT' }, direction: 'DESC' }] : [],
    first: 100,
    measures: [{ field: 'count' }],
    ofGroup: { disclosure: ['status', 'reason'] },
    ofWhole: { groupCount: [], truncated: [] },
  }
}

export function camelCase(name: string): string {
  return name.toLowerCase().replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase())
}

export function enumCase(name: string): string {
  return name.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, '_').toUpperCase()
}

function argument(
  { args }: GraphQLField<unknown, unknown>,
  name: string,
): GraphQLInputObjectType | undefined {
  const found = args.find((one) => one.name === name)
  const type = found && getNamedType(found.type)
  return isInputObjectType(type) ? type : undefined
}

function objectOf(type: GraphQLObjectType, name: string): GraphQLObjectType | undefined {
  const field = type.getFields()[name]
  const found = field && getNamedType(field.type)
  return isObjectType(found) ? found : undefined
}
