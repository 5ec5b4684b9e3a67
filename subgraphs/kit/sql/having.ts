import sql, { type Sql } from 'sql-template-tag'
import { CodedError } from '../../../schema/errors.ts'
import { measureFunctions } from '../../../schema/model/measure-function.ts'
import type { Aliased } from './column.ts'
import { all, any } from './condition.ts'
import { conditionsInput } from './conditions-input.ts'
import { measureSql, type Measure } from './measures.ts'
import { operation } from './operation.ts'

/** How conditions on groups are put together: as SQL, or as a test of groups that were already counted. */
export interface HavingAlgebra<Condition> {
  readonly all: (parts: readonly Condition[]) => Condition
  readonly any: (parts: readonly Condition[]) => Condition
  readonly not: (part: Condition) => Condition
  readonly compare: (measure: Measure, comparison: Comparison) => Condition
}

export interface Comparison {
  /** The measure's name in messages. */
  readonly field: string
  readonly operator: string
  readonly value: unknown
}

/** Turns a `having` argument into a condition on groups; every value becomes a parameter. */
export function havingCondition(table: Aliased, having: unknown): Sql {
  return readHaving<Sql>(having, {
    all: (parts) => all([...parts]),
    any: (parts) => any([...parts]),
    not: (part) => sql`NOT COALESCE(${part}, false)`,
    compare: (measure, comparison) => measureOperation(measureSql(table, measure), comparison),
  })
}

/** One operator on a measure; also where its value is wrong, BAD_USER_INPUT. */
export function measureOperation(column: Sql, { field, operator, value }: Comparison): Sql {
  return operation(operator, { field, type: 'Float', column, value, binaryText: false })
}

/** Reads a `having` argument within its limits. */
export function readHaving<Condition>(
  having: unknown,
  algebra: HavingAlgebra<Condition>,
): Condition {
  const { count, enter, object: input, list } = conditionsInput('having')
  const compare = (measure: Measure, field: string, operand: unknown): Condition =>
    algebra.all(
      Object.entries(input(operand)).map(([operator, value]) => {
        count()
        return algebra.compare(measure, { field, operator, value })
      }),
    )
  const measured = (field: string, operand: unknown): Condition =>
    algebra.all(
      Object.entries(input(operand)).map(([name, value]) => {
        const known = measureFunctions.find((one) => one.field === name)
        if (known === undefined)
          throw new CodedError('BAD_USER_INPUT', `having: unknown measure ${name}.`)
        return compare({ kind: 'column', field, fn: known.fn }, `${field}.${name}`, value)
      }),
    )
  const group = (value: unknown, depth: number): Condition => {
    enter(depth)
    const entries = Object.entries(input(value))
    // An empty group is a condition too, or lists of them would be free.
    if (entries.length === 0) count()
    return algebra.all(
      entries.map(([name, operand]) => {
        count()
        const parts = (): Condition[] => list(operand).map((one) => group(one, depth + 1))
        if (name === 'and') return algebra.all(parts())
        if (name === 'or') return algebra.any(parts())
        if (name === 'not') return algebra.not(group(operand, depth + 1))
        return name === 'count'
          ? compare({ kind: 'count' }, name, operand)
          : measured(name, operand)
      }),
    )
  }
  return group(having ?? {}, 1)
}
