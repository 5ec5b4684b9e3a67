import { tableId } from './database-facts.ts'
import type { JoinDraft, SharedJoin, TableDraft, TableReading } from './draft.ts'
import {
  annotateColumn,
  classParts,
  descriptionOf,
  type FieldLine,
  quoted,
} from './annotate-column.ts'
import { plainText } from './proposed-name.ts'
import type { Proposal } from './propose.ts'

/** A table's type with all its fields. */
export function printType(proposal: Proposal, table: TableDraft): string {
  const head = [`type ${table.type}`, ...typeDirectives(proposal, table)].join('\n  ')
  const body = fieldLines(proposal, table).map(
    ({ description, text }) => `  ${quoted(description)}\n  ${text}`,
  )
  return `${quoted(typeDescription(table))}\n${head} {\n${body.join('\n')}\n}`
}

/** Its fields: columns, joins to one row, shared entities, ways back. */
export function fieldLines(proposal: Proposal, table: TableDraft): readonly FieldLine[] {
  const reading = readingOf(proposal, table)
  return [
    ...table.columns.map((column) => annotateColumn(table, column, reading)),
    ...joinLines(proposal, table).map(({ line }) => line),
    ...proposal.backs.filter(({ from }) => from === table).map((back) => backLine(reading, back)),
  ]
}

/** Its joins to one row and to shared entities, each with the columns that it is made of. */
export function joinLines(
  proposal: Proposal,
  table: TableDraft,
): readonly { readonly columns: readonly string[]; readonly line: FieldLine }[] {
  const id = tableId(table.facts)
  const reading = readingOf(proposal, table)
  return [
    ...(proposal.joins.get(id) ?? []).map((join) => ({
      columns: join.foreignKey.columns,
      line: joinLine(proposal, join),
    })),
    ...(proposal.shared.get(id) ?? []).map((join) => ({
      columns: [join.column.facts.column],
      line: sharedLine(reading, join),
    })),
  ]
}

export function readingOf({ readings }: Proposal, { facts }: TableDraft): TableReading {
  const reading = readings.get(tableId(facts))
  if (reading === undefined) throw new Error(`expected ${facts.table} to have been read`)
  return reading
}

function typeDescription({ facts, name }: TableDraft): string {
  return descriptionOf(facts.comment ?? facts.table, plainText(name.words))
}

function typeDirectives(proposal: Proposal, table: TableDraft): readonly string[] {
  const { facts, key } = table
  const reading = readingOf(proposal, table)
  const schema = facts.schema === 'public' ? '' : `, schema: ${quoted(facts.schema)}`
  const columns = key.map((one) => quoted(one.facts.column)).join(', ')
  const access = reading.kind === 'catalogue' ? 'catalogue' : 'record'
  const stats = access === 'catalogue' ? 'catalogue:read' : 'record:stats'
  return [
    ...keyDirective(table),
    `@table(name: ${quoted(facts.table)}${schema}, key: [${columns}])`,
    ...subjectDirective(reading),
    ...reading.scopes.map(({ by, column }) => `@scope(by: ${by}, column: ${quoted(column)})`),
    ...ageBand(proposal, table),
    ...(reading.hasTotals ? [`@aggregate(scopes: [["${proposal.name}:${stats}"]])`] : []),
    `@requiresScopes(scopes: [["${proposal.name}:${access}:read"]])`,
  ]
}

/** The gateway names an entity by text and numbers: not by an enum that the database calls otherwise. */
function keyDirective({ key }: TableDraft): readonly string[] {
  if (key.length === 0) return []
  const fields = key.map(({ field }) => field).join(' ')
  const isPlain = key.every(({ type, enum: values }) => values === undefined && type !== 'Boolean')
  return [`@key(fields: "${fields}"${isPlain ? '' : ', resolvable: false'})`]
}

function subjectDirective({ subject, recordKey }: TableReading): readonly string[] {
  if (subject === undefined) return []
  const via = subject.via.map(({ field }) => `"${field}"`).join(', ')
  const parts = [
    `column: ${quoted(subject.column.facts.column)}`,
    ...(via === '' ? [] : [`via: [${via}]`]),
    ...(recordKey === undefined ? [] : [`recordKey: "${recordKey}"`]),
  ]
  return [`@subject(${parts.join(', ')})`]
}

/** Years of age in bands of five, where the birth date is the row's own. */
function ageBand(proposal: Proposal, table: TableDraft): readonly string[] {
  const reading = readingOf(proposal, table)
  const born = table.columns.find(
    ({ facts, type }) =>
      type === 'Date' && reading.classes.get(facts.column)?.mask === 'BIRTH_DATE',
  )
  const isOwn = reading.subject?.via.length === 0
  if (born === undefined || !isOwn || !reading.hasTotals) return []
  const name = proposal.fields.get(tableId(table.facts))?.claim('ageBand') ?? 'ageBand'
  return [`@dimension(name: "${name}", field: "${born.field}", derive: AGE_BAND, width: 5)`]
}

function joinLine(proposal: Proposal, { field, from, to, foreignKey }: JoinDraft): FieldLine {
  const reading = readingOf(proposal, from)
  const isDimension = reading.hasTotals && readingOf(proposal, to).kind === 'catalogue'
  const references = sameColumns(
    foreignKey.references,
    to.key.map(({ facts }) => facts.column),
  )
    ? ''
    : `, references: ${list(foreignKey.references)}`
  const parts = [
    `${field}: ${to.type}`,
    `@join(columns: ${list(foreignKey.columns)}${references})`,
    ...(isDimension ? ['@dimension'] : []),
    ...classParts(reading, foreignKey.columns.at(-1) ?? ''),
  ]
  return { description: typeDescription(to), text: withoutMask(parts).join(' ') }
}

const sharedTexts = {
  Person: 'Công dân · The person',
  Province: 'Tỉnh, thành phố · Province',
  Commune: 'Xã, phường, đặc khu · Commune',
} as const

function sharedLine(reading: TableReading, { field, entity, column }: SharedJoin): FieldLine {
  const parts = [
    `${field}: ${entity}`,
    `@join(columns: ${list([column.facts.column])})`,
    ...(reading.hasTotals && entity !== 'Person' ? ['@dimension'] : []),
    ...classParts(reading, column.facts.column),
  ]
  return { description: sharedTexts[entity], text: withoutMask(parts).join(' ') }
}

function backLine(reading: TableReading, back: Proposal['backs'][number]): FieldLine {
  const { field, shape, from, to, foreignKey } = back
  const suffix = shape === 'totals' ? 'Totals' : 'Connection'
  const key = from.key.map(({ facts }) => facts.column)
  const references = sameColumns(foreignKey.references, key)
    ? ''
    : `, references: ${list(foreignKey.references)}`
  const parts = [
    `${field}: ${to.type}${suffix}`,
    `@join(columns: ${list(foreignKey.columns)}${references})`,
    ...classParts(reading, foreignKey.references[0] ?? ''),
  ]
  return { description: typeDescription(to), text: withoutMask(parts).join(' ') }
}

function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, place) => name === b[place])
}

/** A joined row is not masked; its own fields are. */
function withoutMask(parts: readonly string[]): readonly string[] {
  return parts.filter((part) => !part.startsWith('@masked'))
}

function list(names: readonly string[]): string {
  return `[${names.map(quoted).join(', ')}]`
}
