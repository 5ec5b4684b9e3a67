import type { Problem } from '../../schema/problem.ts'
import type { Column, Join, Model, ModelType, TableType } from '../../schema/model/model.ts'
import { targetTable, walkPath } from '../../schema/model/walk-path.ts'
import { defaultReferences } from '../../schema/model/default-references.ts'
import type { Catalogue } from './read-catalogue.ts'
import { columnPlace, type ColumnFact, tablePlace } from './source.ts'

/** PostgreSQL's column types that a GraphQL type can be read from. */
const readable: Readonly<Record<string, readonly string[]>> = {
  ID: ['text', 'varchar', 'bpchar', 'uuid', 'int2', 'int4', 'int8', 'numeric'],
  String: ['text', 'varchar', 'bpchar', 'uuid'],
  PersonalId: ['text', 'varchar', 'bpchar'],
  Int: ['int2', 'int4'],
  BigInt: ['int8', 'int4', 'int2'],
  Float: ['numeric', 'float8', 'float4', 'int2', 'int4'],
  Boolean: ['bool'],
  Date: ['date'],
  DateTime: ['timestamptz'],
  LocalDateTime: ['timestamp'],
  JSON: ['json', 'jsonb'],
}
const enumTypes: readonly string[] = ['text', 'varchar', 'bpchar']

interface Place {
  readonly coordinate: string
  readonly line: number
}

/**
 * Compares a model with the database it is to be read from: every table and column that the schema names
 * must be there, with a type that the field can be read from. Answers every difference with its line.
 */
export function checkTables(model: Model, catalogue: Catalogue): readonly Problem[] {
  const problems: Problem[] = []
  const report = (code: string, message: string, at: Place): void =>
    void problems.push({ code, message, ...at, file: model.file })
  const column = (type: TableType, name: string, at: Place): ColumnFact | undefined => {
    if (!catalogue.tables.has(tablePlace(type))) return undefined
    const fact = catalogue.columns.get(columnPlace(type, name))
    if (fact === undefined)
      report(
        'COLUMN_MISSING',
        `table ${tablePlace(type)} has no column ${name} that the reader may see`,
        at,
      )
    return fact
  }
  const checkColumn = (type: TableType, own: Column): void => {
    const at = { coordinate: `${type.name}.${own.field}`, line: own.line }
    const fact = column(type, own.column, at)
    const message = fact === undefined ? undefined : misfit(model, own, fact)
    if (message !== undefined)
      report('COLUMN_TYPE', `${columnPlace(type, own.column)}: ${message}`, at)
  }
  const checkRecordKey = (type: TableType, name: string, at: Place): void => {
    const found = column(type, name, at)
    if (found === undefined) return
    const mayBeNull = found.nullable && found.isView !== true
    if (found.type !== 'int8' || mayBeNull)
      report(
        'COLUMN_TYPE',
        `${columnPlace(type, name)}: expected int8 NOT NULL for a record key, got ${found.type}${found.nullable ? '' : ' NOT NULL'}`,
        at,
      )
  }
  const checkChanged = (type: TableType, at: Place): void => {
    const { changed: name } = type
    const found = name === undefined ? undefined : column(type, name, at)
    if (name === undefined || found === undefined || found.type === 'timestamptz') return
    const expected = 'expected timestamptz for the moment of a change'
    report('COLUMN_TYPE', `${columnPlace(type, name)}: ${expected}, got ${found.type}`, at)
  }
  const checkPath = (start: TableType, path: Join['path'], at: Place): void => {
    const steps = walkPath(model, start, path.via)
    const end = typeof steps === 'string' ? start : (steps.at(-1)?.to ?? start)
    for (const name of path.columns) column(end, name, at)
  }
  const checkJoin = (type: ModelType, join: Join): void => {
    const at = { coordinate: `${type.name}.${join.field}`, line: join.line }
    const target = targetTable(model, join.target)
    if (join.shape === 'one' && type.kind === 'table') {
      for (const name of join.path.columns) column(type, name, at)
      if (target !== undefined)
        for (const name of join.references ?? target.key) column(target, name, at)
    } else if (target !== undefined) {
      checkPath(target, join.path, at)
      if (type.kind === 'table')
        for (const name of join.references ?? defaultReferences(type)) column(type, name, at)
    }
  }
  for (const type of model.types.values()) {
    for (const join of type.joins.values()) checkJoin(type, join)
    if (type.kind === 'stub') continue
    const at = { coordinate: type.name, line: type.line }
    if (!catalogue.tables.has(tablePlace(type)))
      report(
        'TABLE_MISSING',
        `the database has no table ${tablePlace(type)} that the reader may see`,
        at,
      )
    for (const name of [...type.key, ...Object.values(type.validity ?? {})]) column(type, name, at)
    for (const own of type.columns.values()) checkColumn(type, own)
    for (const { path } of type.scopes) checkPath(type, path, at)
    if (type.subject !== undefined) checkPath(type, type.subject, at)
    if (type.compartment !== undefined) column(type, type.compartment, at)
    checkChanged(type, at)
    if (type.recordKey !== undefined) checkRecordKey(type, type.recordKey, at)
  }
  return problems
}

/** Why a field cannot be read from its column; undefined where it can. */
function misfit(model: Model, own: Column, fact: ColumnFact): string | undefined {
  const found = own.list ? fact.element : fact.type
  if (found === undefined) return `expected an array for a list, got ${fact.type}`
  if (own.isEnum && fact.labels !== undefined) {
    const known = new Set(model.enums.get(own.type)?.values())
    const unknown = fact.labels.filter((label) => !known.has(label))
    return unknown.length === 0
      ? undefined
      : `expected ${own.type} to have a value for each of the column's, got none for ${unknown.map((one) => JSON.stringify(one)).join(', ')}`
  }
  const expected = own.isEnum ? enumTypes : (readable[own.type] ?? [])
  if (expected.includes(found)) return undefined
  return `expected ${expected.join(' or ')} for ${own.type}, got ${fact.type}`
}
