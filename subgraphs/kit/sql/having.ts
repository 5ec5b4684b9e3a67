import sql, { type Sql } from 'sql-template-tag'
import { CodedError } from '../../../schema/errors.ts'
import { measureFunctions } from '../../../schema/model/measure-function.ts'
import type { Aliased } from './column.ts'
import { all, any } from './condition.ts'
import { maxConditions, maxFilterDepth } from './filter.ts'
import { measureSql, type Measure } from './measures.ts'
import { operation } from './operation.ts'

type Input = Readonly<Record<string, unknown>>

/** Turns a `having` argument into a condition on groups; every value becomes a parameter. */
export function havingCondition(table: Aliased, having: unknown): Sql {
  let conditions = 0
  const compare = (measure: Measure, field: string, operand: unknown): Sql =>
    all(
      Object.entries(input(operand)).map(([operator, value]) => {
        if (++conditions > maxConditions)
          throw new CodedError('COST_EXCEEDED', `having: at most ${maxConditions} conditions.`)
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
        if (known === undefined) throw refused(`unknown measure ${name}`)
        return compare({ kind: 'column', field, fn: known.fn }, `${field}.${name}`, value)
      }),
    )
  const group = (value: unknown, depth: number): Sql => {
    if (depth > maxFilterDepth)
      throw new CodedError('COST_EXCEEDED', `having: at most ${maxFilterDepth} levels.`)
    return all(
      Object.entries(input(value)).map(([name, operand]) => {
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

function input(value: unknown): Input {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw refused('expected an object, got null; leave it out')
}

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw refused('expected a list, got null; leave it out')
}

function refused(expected: string): CodedError {
  return new CodedError('BAD_USER_INPUT', `having: ${expected}.`)
}
