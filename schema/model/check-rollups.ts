import type { Problem } from '../problem.ts'
import { dimensionTarget } from './dimension-target.ts'
import {
  timeBuckets,
  type Dimension,
  type Model,
  type RollupDefinition,
  type RollupDimension,
  type TableType,
  type TimeBucket,
} from './model.ts'

/** Dimensions of one rollup. */
const maxDimensions = 8
/** Table and rollup name together: the kept table's name holds both and a digest, 63 bytes at most. */
const maxNames = 50
/** Functions that can be answered from a rollup's row. */
const kept: ReadonlySet<string> = new Set(['SUM', 'AVG', 'MIN', 'MAX', 'COUNT_DISTINCT'])

/** What cannot be kept ready: unknown dimensions and measures, and values that depend on the question. */
export function checkRollups(model: Model, type: TableType): Problem[] {
  return type.rollups.flatMap((rollup, i) => {
    const isTaken = type.rollups.slice(0, i).some(({ name }) => name === rollup.name)
    const messages = [
      ...(isTaken ? [`expected a name of its own`] : []),
      ...shapeProblems(type, rollup),
      ...rollup.by.flatMap((use) => dimensionProblem(model, type, use) ?? []),
      ...columnProblems(model, type, rollup),
      ...rollup.measures.flatMap((field) => measureProblem(type, field) ?? []),
    ]
    const coordinate = `${type.name} @rollup(name: ${JSON.stringify(rollup.name)})`
    return messages.map((message) => ({
      code: 'ROLLUP_BROKEN',
      message,
      coordinate,
      line: rollup.line,
    }))
  })
}

function shapeProblems(type: TableType, { name, by }: RollupDefinition): string[] {
  const problems: string[] = []
  if (!/^[a-z][A-Za-z0-9]*$/.test(name)) problems.push('expected a name in camelCase')
  if (type.table.length + name.length > maxNames)
    problems.push(`expected a name of at most ${maxNames - type.table.length} letters`)
  if (by.length < 1 || by.length > maxDimensions)
    problems.push(`expected 1 to ${maxDimensions} dimensions, got ${by.length}`)
  if (new Set(by.map(({ dimension }) => dimension)).size < by.length)
    problems.push('expected each dimension once')
  return problems
}

function dimensionProblem(model: Model, type: TableType, use: RollupDimension): string | undefined {
  const dimension = type.dimensions.get(use.dimension)
  if (dimension === undefined) return `expected a dimension of ${type.name}, got ${use.dimension}`
  const target = dimensionTarget(model, type, dimension)
  // A broken dimension is told by itself.
  if (typeof target === 'string') return undefined
  const problem =
    target.kind === 'column' && dimension.derive === undefined
      ? valueProblem(target.column.type, use.bucket)
      : keyProblem(dimension, use.bucket)
  return problem === undefined ? undefined : `${use.dimension}: ${problem}`
}

function valueProblem(type: string, bucket: TimeBucket | undefined): string | undefined {
  if (type === 'Float') return 'expected whole numbers, since the values themselves are kept'
  const isTime = type === 'Date' || type === 'DateTime'
  if (isTime !== (bucket !== undefined)) return isTime ? 'expected a bucket' : noBucket
  if (bucket !== undefined && !timeBuckets.includes(bucket))
    return `expected one of ${timeBuckets.join(', ')}`
  return type === 'Date' && bucket === 'HOUR' ? 'a date has no hours' : undefined
}

function keyProblem({ derive }: Dimension, bucket: TimeBucket | undefined): string | undefined {
  if (bucket !== undefined) return noBucket
  return derive !== undefined && derive.at === undefined
    ? 'expected an age whose day the ministry fixes (at)'
    : undefined
}

const noBucket = 'a bucket does not fit it'

/** Both would be one column of the kept table. */
function columnProblems(model: Model, type: TableType, { by }: RollupDefinition): string[] {
  const seen = new Map<string, string>()
  return by.flatMap(({ dimension: name }) => {
    const dimension = type.dimensions.get(name)
    if (dimension === undefined || dimension.via.length > 0 || dimension.derive !== undefined)
      return []
    const target = dimensionTarget(model, type, dimension)
    if (typeof target === 'string') return []
    const columns = target.kind === 'join' ? target.join.path.columns : [target.column.column]
    return columns.flatMap((column) => {
      const other = seen.get(column)
      seen.set(column, name)
      return other === undefined || other === name
        ? []
        : [`${other} and ${name} are the same column`]
    })
  })
}

function measureProblem(type: TableType, field: string): string | undefined {
  const declared = type.columns.get(field)?.measures ?? []
  return declared.some((fn) => kept.has(fn))
    ? undefined
    : `expected a field with SUM, AVG, MIN, MAX or COUNT_DISTINCT, got ${field}`
}
