import sql, { type Sql } from 'sql-template-tag'
import { CodedError } from '../../../schema/errors.ts'
import { measureFunctions } from '../../../schema/model/measure-function.ts'
import type { Aliased } from './column.ts'
import { all, any } from './condition.ts'
import { conditionsInput } from './conditions-input.ts'
import { measureSql, type Measure } from './measures.ts'
import { operation } from './operation.ts'

/** Turns a `having` argument into a condition on groups; every value becomes a parameter. */
export function havingCondition(table: Aliased, having: unknown): Sql {
  const { count, enter, object: input, list } = conditionsInput('having')
  const compare = (measure: Measure, field: string, operand: unknown): Sql =>
    all(
      Object.entries(input(operand)).map(([operator, value]) => {
        count()
        const of = measureSql(table, measure)
        return operation(operator, {
          field,
          type: 'Float',
          column: of,
          value,
          binaryText: false,
        })
      }),
    )
  const measured = (field: string, operand: unknown): Sql =>
    all(
      Object.entries(input(operand)).map(([name, value]) => {
        const known = measureFunctions.find((one) => one.field === name)
        if (known === undefined)
          throw new CodedError('BAD_USER_INPUT', `having: unknown measure ${name}.`)
        return compare({ kind: 'column', field, fn: known.fn }, `${field}.${name}`, value)
      }),
    )
  const group = (value: unknown, depth: number): Sql => {
    enter(depth)
    const entries = Object.entries(input(value))
    // An empty group is a condition too, or lists of them would be free.
    if (entries.length === 0) count()
    return all(
      entries.map(([name, operand]) => {
        count()
        const parts = (): Sql[] => list(operand).map((one) => group(one, depth + 1))
        if (name === 'and') return all(parts())
        if (name === 'or') return any(parts())
        if (name === 'not') return sql`NOT COALESCE(${group(operand, depth + 1)}, false)`
        return name === 'count'
          ? compare({ kind: 'count' }, name, operand)
          : measured(name, operand)
      }),
    )
  }
  return group(having ?? {}, 1)
}
