import sql, { type Sql } from 'sql-template-tag'
import { CodedError } from '../../../schema/errors.ts'
import type { Column, Join, TableType } from '../../../schema/model/model.ts'
import { targetTable } from '../../../schema/model/walk-path.ts'
import type { FieldGuard } from '../field-guard.ts'
import type { RowAccess } from '../row-access.ts'
import { columnFact, type Source } from '../source.ts'
import { column, type Aliased } from './column.ts'
import { all, any } from './condition.ts'
import { conditionsInput } from './conditions-input.ts'
import { operation } from './operation.ts'
import { joined, tableName } from './path.ts'
import { rowCondition } from './row-condition.ts'

export interface FilterScope {
  readonly source: Source
  readonly alias: () => Sql
  /** Which rows of a joined table the caller may filter by; throws FORBIDDEN where none. */
  readonly access: (type: TableType) => RowAccess
  /** False where the caller may count rows but not read them: then no filter may name one person. */
  readonly mayIdentify: (type: TableType) => boolean
  readonly guard: FieldGuard
}

type Input = Readonly<Record<string, unknown>>

/** Turns a `where` argument into a condition on the aliased table. Every value becomes a parameter. */
export function filterCondition(scope: FilterScope, table: Aliased, where: unknown): Sql {
  const { count, enter, object: input, list } = conditionsInput('where')

  const group = (at: Aliased, value: unknown, depth: number): Sql => {
    enter(depth)
    const entries = Object.entries(input(value))
    // An empty group is a condition too, or lists of them would be free.
    if (entries.length === 0) count()
    return all(entries.map(([name, operand]) => entry(at, name, operand, depth)))
  }

  const entry = (at: Aliased, name: string, operand: unknown, depth: number): Sql => {
    count()
    const parts = (value: unknown): Sql[] => list(value).map((one) => group(at, one, depth + 1))
    if (name === 'and') return all(parts(operand))
    if (name === 'or') return any(parts(operand))
    if (name === 'not') return sql`NOT COALESCE(${group(at, operand, depth + 1)}, false)`
    const own = at.type.columns.get(name)
    if (own !== undefined) return comparison(at, own, operand)
    const join = at.type.joins.get(name)
    if (join === undefined) throw new CodedError('BAD_USER_INPUT', `where: unknown field ${name}.`)
    return overJoin(at, join, input(operand), depth)
  }

  const comparison = (at: Aliased, own: Column, operand: unknown): Sql => {
    scope.guard(at.type, own)
    const isClosed = identifies(scope.source, at.type, own) && !scope.mayIdentify(at.type)
    return all(
      Object.entries(input(operand)).map(([operator, value]) => {
        count()
        // That a value is there at all singles nobody out.
        if (isClosed && operator !== 'isNull')
          throw new CodedError('FORBIDDEN', 'Totals cannot be narrowed to one person.', {
            coordinates: [`${at.type.name}.${own.field}`],
          })
        return operation(operator, {
          type: own.type,
          field: own.field,
          column: comparable(scope.source, at, { name: own.column, operator }),
          value,
          binaryText: scope.source.binaryText,
        })
      }),
    )
  }

  const overJoin = (at: Aliased, join: Join, operand: Input, depth: number): Sql => {
    scope.guard(at.type, join)
    const target = targetTable(scope.source.model, join.target)
    if (target === undefined) return overStub(at, join, operand)
    const matches = (value: unknown, wanted: boolean): Sql => {
      const to = { type: target, alias: scope.alias() }
      const rows = rowCondition(scope.source, to, scope.access(target), scope.alias)
      const inner = group(to, value, depth + 1)
      const test = wanted ? inner : sql`NOT COALESCE(${inner}, false)`
      return sql`EXISTS (SELECT 1 FROM ${tableName(to)} AS ${to.alias} WHERE ${all([joined(at, join, to), ...rows, test])})`
    }
    if (join.shape === 'one') return matches(operand, true)
    return all(
      Object.entries(operand).map(([quantifier, value]) => {
        count()
        if (quantifier === 'some') return matches(value, true)
        return quantifier === 'none'
          ? sql`NOT ${matches(value, true)}`
          : sql`NOT ${matches(value, false)}`
      }),
    )
  }

  /** Another ministry's entity: only its key is here, in this table's own columns. */
  const overStub = (at: Aliased, join: Join, operand: Input): Sql => {
    const keys = scope.source.model.types.get(join.target)?.entityKeys[0] ?? []
    return all(
      Object.entries(operand).map(([field, value]) => {
        const name = join.path.columns[keys.indexOf(field)]
        const keyField = scope.source.model.types.get(join.target)?.columns.get(field)
        if (name === undefined || keyField === undefined)
          throw new CodedError('BAD_USER_INPUT', `where: unknown key ${field}.`)
        scope.guard({ ...at.type, name: join.target }, keyField)
        return comparison(at, { ...keyField, column: name }, value)
      }),
    )
  }

  return group(table, where ?? {}, 1)
}

const textTypes: readonly string[] = ['text', 'varchar', 'bpchar']

/** Parts of a value are compared as text, also where an ID is stored as a number or uuid. */
function comparable(
  source: Source,
  at: Aliased,
  { name, operator }: { name: string; operator: string },
): Sql {
  const own = column(at, name)
  const inParts = operator === 'startsWith' || operator === 'contains'
  return inParts && !textTypes.includes(columnFact(source, at.type, name).type)
    ? sql`${own}::text`
    : own
}

/** Singles a person out: an identifying column, the key of a record about a person, or what names one. */
function identifies(source: Source, type: TableType, own: Column): boolean {
  const isKey = type.entityKeys.some((key) => key.includes(own.field))
  if (own.identifying || (type.subject !== undefined && isKey)) return true
  return [...type.joins.values()].some(
    ({ shape, target, path }) =>
      shape === 'one' &&
      path.columns.includes(own.column) &&
      targetTable(source.model, target)?.subject !== undefined,
  )
}
