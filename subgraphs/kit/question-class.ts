import { type DataClass, highestClass } from '../../auth/data-class.ts'
import type { Dimension, Model, TableType } from '../../schema/model/model.ts'
import { targetTable, walkPath } from '../../schema/model/walk-path.ts'
import type { Measure } from './sql/measures.ts'

/** What a question over many rows touches. */
export interface Question {
  readonly where: unknown
  readonly dimensions: readonly Dimension[]
  readonly measures: readonly Measure[]
  /** Other fields by which its rows are told apart. */
  readonly fields?: readonly string[]
}

/**
 * The most sensitive class among the fields that a question filters, groups or measures by; the record's key
 * stands for the fact that there is a record.
 */
export function questionClass(model: Model, type: TableType, question: Question): DataClass {
  const levels = [
    ...keyLevels(type),
    ...filterLevels(model, type, question.where),
    ...question.dimensions.flatMap((dimension) => dimensionLevels(model, type, dimension)),
    ...(question.fields ?? []).map((field) => fieldLevel(type, field)),
    ...question.measures.map((measure) =>
      measure.kind === 'column' ? type.columns.get(measure.field)?.level : undefined,
    ),
  ]
  return highestClass(levels)
}

type Levels = readonly (DataClass | undefined)[]

function keyLevels(type: TableType): Levels {
  return type.entityKeys.flat().map((field) => type.columns.get(field)?.level)
}

function dimensionLevels(model: Model, type: TableType, { via, field }: Dimension): Levels {
  const steps = walkPath(model, type, via)
  if (typeof steps === 'string') throw new Error(steps)
  const owner = steps.at(-1)?.to ?? type
  return [...steps.map(({ join }) => join.level), fieldLevel(owner, field)]
}

function filterLevels(model: Model, type: TableType, where: unknown): Levels {
  if (Array.isArray(where)) return where.flatMap((one) => filterLevels(model, type, one))
  if (typeof where !== 'object' || where === null) return []
  return Object.entries(where).flatMap(([name, operand]): Levels => {
    if (name === 'and' || name === 'or' || name === 'not') return filterLevels(model, type, operand)
    const target = targetTable(model, type.joins.get(name)?.target ?? '')
    const below = target === undefined ? [] : joinedLevels(model, target, operand)
    return [fieldLevel(type, name), ...below]
  })
}

/** `some`, `every` and `none` stand between a list and its rows' conditions. */
function joinedLevels(model: Model, target: TableType, operand: unknown): Levels {
  if (typeof operand !== 'object' || operand === null) return []
  const inner = Object.entries(operand).flatMap(([name, value]): unknown[] =>
    name === 'some' || name === 'every' || name === 'none' ? [value] : [],
  )
  return [operand, ...inner].flatMap((one) => filterLevels(model, target, one))
}

function fieldLevel(type: TableType, field: string): DataClass | undefined {
  return type.columns.get(field)?.level ?? type.joins.get(field)?.level
}
