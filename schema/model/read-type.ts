import type { ObjectTypeDefinitionNode } from 'graphql'
import { dataCategories, recordClassOf, unknownClass } from '../../auth/record-class.ts'
import type { Problem } from '../problem.ts'
import { directiveArguments, hasDirective } from './directive-arguments.ts'
import { pluralOf } from './generated-name.ts'
import type { ModelType, Path, ScopeKind, TableType } from './model.ts'
import { readDimensions } from './read-dimensions.ts'
import { readField } from './read-field.ts'
import { readPermissions } from './read-permissions.ts'
import { readQuality } from './read-quality.ts'
import { readRollups } from './read-rollups.ts'
import { strings } from './strings.ts'

export interface Known {
  /** Types with `@table` or `@key`. */
  readonly modelled: ReadonlySet<string>
  readonly enums: Pick<ReadonlySet<string>, 'has'>
  readonly report: (problem: Problem) => void
}

/** Reads one object type: a table, or a stub of an entity that another ministry owns. */
export function readType(node: ObjectTypeDefinitionNode, known: Known): ModelType | undefined {
  const name = node.name.value
  const line = node.name.loc?.startToken.line ?? 0
  if (hasDirective(node, 'resolved')) {
    reportUnguarded(node, known)
    return undefined
  }
  const [table] = directiveArguments(node, 'table')
  const entityKeys = directiveArguments(node, 'key').map((key) => fieldSet(key['fields']))
  if (table === undefined && entityKeys.length === 0) {
    known.report({
      code: 'TYPE_WITHOUT_SOURCE',
      message:
        'expected @table (rows of this ministry), @key (an entity of another ministry) or @resolved',
      coordinate: name,
      line,
    })
    return undefined
  }
  const fields = (node.fields ?? [])
    .filter((field) => !hasDirective(field, 'resolved'))
    .map((field) => readField(field, node, known))
  const columns = new Map(
    fields.flatMap((field) => (field && 'column' in field ? [[field.field, field]] : [])),
  )
  const joins = new Map(
    fields.flatMap((field) => (field && 'path' in field ? [[field.field, field]] : [])),
  )
  const guarded = hasDirective(node, 'requiresScopes') || hasDirective(node, 'authenticated')
  const said = node.description ? { description: node.description.value } : {}
  const named = { name, ...said, line, entityKeys, columns, joins, guarded }
  if (table === undefined) return Object.freeze({ kind: 'stub', ...named })
  if (hasDirective(node, 'subject')) reportUnclassified(node, known)
  return Object.freeze({ kind: 'table', ...named, ...tableOf(node, table, known) })
}

/** What code answers has no other rule than its own, so that it must say one. */
function reportUnguarded(node: ObjectTypeDefinitionNode, known: Known): void {
  if (hasDirective(node, 'requiresScopes')) return
  known.report({
    code: 'ACCESS_MISSING',
    message: 'expected @requiresScopes on a type that is answered in code (@resolved)',
    coordinate: node.name.value,
    line: node.name.loc?.startToken.line ?? 0,
  })
}

/** A field of a record about a person must say how sensitive it is, so that none is published by oversight. */
function reportUnclassified(node: ObjectTypeDefinitionNode, known: Known): void {
  for (const field of node.fields ?? []) {
    const [said] = directiveArguments(field, 'classified')
    if (recordClassOf(said?.['level'], said?.['category']) === unknownClass)
      known.report({
        code: 'CLASS_MISSING',
        message: `expected @classified(level: …, category: one of ${dataCategories.join(', ')}) on a field of a record about a person (@subject)`,
        coordinate: `${node.name.value}.${field.name.value}`,
        line: field.name.loc?.startToken.line ?? 0,
      })
  }
}

type TablePart = Omit<
  TableType,
  'kind' | 'name' | 'line' | 'entityKeys' | 'columns' | 'joins' | 'guarded'
>

function tableOf(
  node: ObjectTypeDefinitionNode,
  table: Record<string, unknown>,
  known: Known,
): TablePart {
  const name = node.name.value
  const at = { coordinate: name, line: node.name.loc?.startToken.line ?? 0 }
  const [aggregate] = directiveArguments(node, 'aggregate')
  const [subject] = directiveArguments(node, 'subject')
  const [closed] = directiveArguments(node, 'compartment')
  const [from, to] = strings(table['validity'])
  return {
    ...placeOf(table),
    key: strings(table['key']),
    plural: typeof table['plural'] === 'string' ? table['plural'] : pluralOf(name),
    roots: table['roots'] !== false,
    read: readPermissions(
      directiveArguments(node, 'requiresScopes')[0]?.['scopes'],
      at,
      known.report,
    ),
    stats: aggregate === undefined ? [] : readPermissions(aggregate['scopes'], at, known.report),
    dimensions: readDimensions(node),
    rollups: readRollups(node),
    quality: readQuality(node),
    scopes: directiveArguments(node, 'scope').map((scope) => ({
      by: String(scope['by']) as ScopeKind,
      path: pathOf(scope),
    })),
    ...(from === undefined || to === undefined ? {} : { validity: { from, to } }),
    ...(subject === undefined ? {} : { subject: pathOf(subject) }),
    ...(closed === undefined ? {} : { compartment: String(closed['column']) }),
    ...(typeof subject?.['recordKey'] === 'string' ? { recordKey: subject['recordKey'] } : {}),
  }
}

function placeOf({
  name,
  schema,
  changed,
}: Record<string, unknown>): Pick<TableType, 'schema' | 'table' | 'changed'> {
  return {
    table: String(name),
    ...(typeof schema === 'string' ? { schema } : {}),
    ...(typeof changed === 'string' ? { changed } : {}),
  }
}

function pathOf(use: Record<string, unknown>): Path {
  return { via: strings(use['via']), columns: [String(use['column'])] }
}

function fieldSet(fields: unknown): readonly string[] {
  return String(fields).trim().split(/\s+/)
}
