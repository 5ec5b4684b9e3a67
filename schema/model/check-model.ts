import { unknownClass } from '../../auth/record-class.ts'
import type { Problem } from '../problem.ts'
import type { Join, Model, ModelType, Path, StubType, TableType } from './model.ts'
import { checkDimensions } from './check-dimensions.ts'
import { checkNames } from './check-names.ts'
import { checkQuality } from './check-quality.ts'
import { checkRollups } from './check-rollups.ts'
import { defaultReferences } from './default-references.ts'
import { targetTable, walkPath } from './walk-path.ts'

/** What SDL's own rules cannot see: paths that lead nowhere, missing access rules, wrong targets. */
export function checkModel(model: Model): readonly Problem[] {
  return [...model.types.values()]
    .flatMap((type) => [
      ...checkJoins(model, type),
      ...(type.kind === 'table' ? checkTable(model, type) : checkStub(type)),
    ])
    .concat(checkRoots(model))
    .map((problem) => ({ file: model.file, ...problem }))
}

function checkStub({ name, line, guarded }: StubType): Problem[] {
  if (guarded) return []
  const message = 'expected the @requiresScopes of the ministry that owns it'
  return [{ code: 'ACCESS_MISSING', message, coordinate: name, line }]
}

function checkTable(model: Model, type: TableType): Problem[] {
  const at = { coordinate: type.name, line: type.line }
  const problems: Problem[] = [
    ...checkDimensions(model, type),
    ...checkRollups(model, type),
    ...checkQuality(model, type),
    ...checkRecordKey(type),
    ...checkNames(type),
    ...checkLists(type),
  ]
  if (type.key.length === 0 && type.entityKeys.length > 0)
    problems.push({
      code: 'KEY_MISSING',
      message: 'expected @table(key: [primary key columns])',
      ...at,
    })
  if (type.read.length === 0)
    problems.push({
      code: 'ACCESS_MISSING',
      message: 'expected @requiresScopes(scopes: [["ministry:record:read"]]) on the type',
      ...at,
    })
  const paths: [string, Path][] = type.scopes.map(({ by, path }) => [`@scope(by: ${by})`, path])
  if (type.subject !== undefined) paths.push(['@subject', type.subject])
  for (const [what, path] of paths) {
    const problem = walkPath(model, type, path.via)
    if (typeof problem === 'string')
      problems.push({ code: 'PATH_BROKEN', message: `${what}: ${problem}`, ...at })
  }
  for (const fields of type.entityKeys)
    for (const field of fields)
      if (!type.columns.has(field))
        problems.push({
          code: 'KEY_NOT_COLUMN',
          message: `@key names ${field}, which is not a column`,
          ...at,
        })
  return problems
}

/** An array has no order and no single value to compare. */
function checkLists({ name, columns, dimensions }: TableType): Problem[] {
  const grouped = new Set([...dimensions.values()].map(({ field }) => field))
  return [...columns.values()]
    .filter(
      ({ list, field, filterable, sortable, measures }) =>
        list && (filterable || sortable || measures.length > 0 || grouped.has(field)),
    )
    .map(({ field, line }) => ({
      code: 'LIST_COMPARED',
      message: 'expected no @filterable, @sortable, @dimension or @aggregate on a list',
      coordinate: `${name}.${field}`,
      line,
    }))
}

/** Totals of rows about persons are controlled by it; whoever read it could follow a person through them. */
function checkRecordKey({ name, line, stats, subject, recordKey, ...type }: TableType): Problem[] {
  if (recordKey === undefined) {
    if (stats.length === 0 || subject === undefined) return []
    const message = 'expected @subject(recordKey: …): totals of rows about persons need it'
    return [{ code: 'RECORD_KEY_MISSING', message, coordinate: name, line }]
  }
  const shown = [
    ...[...type.columns.values()].filter(({ column }) => column === recordKey),
    ...[...type.joins.values()].filter(
      ({ shape, path }) => shape === 'one' && path.columns.includes(recordKey),
    ),
  ]
  return shown.map((field) => ({
    code: 'RECORD_KEY_SHOWN',
    message: `expected another column: ${recordKey} is the record key, which no field may show`,
    coordinate: `${name}.${field.field}`,
    line: field.line,
  }))
}

function checkJoins(model: Model, type: ModelType): Problem[] {
  return [...type.joins.values()].flatMap((join) => {
    const message = joinProblem(model, type, join)
    return message === undefined
      ? []
      : [
          {
            code: 'JOIN_BROKEN',
            message,
            coordinate: `${type.name}.${join.field}`,
            line: join.line,
          },
        ]
  })
}

function joinProblem(model: Model, type: ModelType, join: Join): string | undefined {
  if (join.shape === 'one') {
    if (type.kind === 'stub') return 'a stub has no columns to join from'
    if (join.path.via.length > 0) return '`via` is for lists, connections and totals'
    return undefined
  }
  const target = targetTable(model, join.target)
  if (target === undefined) return `expected ${join.target} to have @table in this ministry`
  if (join.shape === 'totals' && target.stats.length === 0)
    return `expected @aggregate(scopes: …) on ${join.target}`
  const walked = walkPath(model, target, join.path.via)
  if (typeof walked === 'string') return walked
  if (join.shape === 'connection' && target.key.length === 0)
    return `expected a list or totals: ${join.target} has no key to page by`
  const references = join.references ?? defaultReferences(type)
  return references.length === join.path.columns.length
    ? undefined
    : `expected ${references.length} columns to match ${references.join(', ')}, got ${join.path.columns.length}`
}

function checkRoots(model: Model): Problem[] {
  return [...model.roots.values()].flatMap((root) => {
    const target = targetTable(model, root.target)
    const at = { coordinate: `Query.${root.field}`, line: root.line }
    if (target === undefined)
      return [{ code: 'ROOT_BROKEN', message: `expected ${root.target} to have @table`, ...at }]
    if (root.kind === 'lookup' && root.validAt !== undefined && target.validity === undefined)
      return [
        { code: 'ROOT_BROKEN', message: `expected @table(validity: …) on ${root.target}`, ...at },
      ]
    if (root.kind === 'exists' && target.subject !== undefined && root.recordClass === unknownClass)
      return [
        { code: 'CLASS_MISSING', message: 'expected @classified: it answers about persons', ...at },
      ]
    if (root.kind === 'lookup' && root.bySubject && target.subject === undefined)
      return [{ code: 'ROOT_BROKEN', message: `expected @subject on ${root.target}`, ...at }]
    return []
  })
}
