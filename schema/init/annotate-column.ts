import { columnName } from '../model/generated-name.ts'
import type { ColumnClass, ColumnDraft, TableDraft, TableReading } from './draft.ts'
import { leadsIndex } from './draft-backs.ts'
import { plainText } from './proposed-name.ts'

/** A line of SDL: a field with its description and directives. */
export interface FieldLine {
  readonly description: string
  readonly text: string
}

const numbers: ReadonlySet<string> = new Set(['Int', 'BigInt', 'Float'])
const times: ReadonlySet<string> = new Set(['Date', 'DateTime', 'LocalDateTime'])
/** Numbers that are not added up. */
const ordinals: ReadonlySet<string> = new Set(
  (
    'year month quarter period ordinal version nam thang ky stt ' +
    'lat lon lng latitude longitude srid code id number level'
  ).split(' '),
)
/** Characters of a label, at most. */
export const maxLabel = 30
/** Different values of a text by which rows are still grouped. */
const maxDistinct = 50

/** A column as a field, with what can be done with it: filtered and ordered by where an index serves it. */
export function annotateColumn(
  table: TableDraft,
  column: ColumnDraft,
  reading: TableReading,
): FieldLine {
  const { facts, field, list } = column
  const comparable = !list && column.type !== 'JSON'
  const indexed = comparable && leadsIndex(table.facts, [facts.column])
  const parts = [
    columnName(field) === facts.column ? '' : `@column(name: ${quoted(facts.column)})`,
    indexed ? '@filterable @sortable' : '',
    isMeasure(table, column, reading) ? '@aggregate(fns: [SUM, AVG, MIN, MAX])' : '',
    isDimension(table, column, reading) ? '@dimension' : '',
    ...classParts(reading, facts.column),
  ]
  return {
    description: descriptionOf(facts.comment ?? facts.column, plainText(column.name.words)),
    text: [`${field}: ${typeText(column)}`, ...parts.filter((part) => part !== '')].join(' '),
  }
}

/** `@classified` and `@masked` of a column of a record about a person. */
export function classParts(reading: TableReading, column: string): readonly string[] {
  const known = reading.classes.get(column)
  if (known === undefined) return []
  const [level, category] = known.recordClass.split(' ')
  return [
    ...(known.mask === undefined || known.mask === 'NUMBER'
      ? []
      : [`@masked(kind: ${known.mask})`]),
    `@classified(level: ${level}, category: "${category}")`,
  ]
}

function typeText({ type, list, facts }: ColumnDraft): string {
  return `${list ? `[${type}]` : type}${facts.nullable ? '' : '!'}`
}

/** Numbers with a unit of their own, not those that name or order something. */
export function isMeasure(table: TableDraft, column: ColumnDraft, reading: TableReading): boolean {
  if (!reading.hasTotals || column.list || !numbers.has(column.type)) return false
  if (table.facts.key.includes(column.facts.column)) return false
  return !ordinals.has(column.name.words.at(-1) ?? '')
}

/** Enums, yes or no, times, and texts of few values that tell nobody apart. */
export function isDimension(
  table: TableDraft,
  column: ColumnDraft,
  reading: TableReading,
): boolean {
  if (!reading.hasTotals || column.list) return false
  // A key of a person's record tells one record apart.
  const isKey = table.key.some(({ facts }) => facts.column === column.facts.column)
  if (isKey && reading.kind === 'person') return false
  const known = reading.classes.get(column.facts.column)
  if (known !== undefined && isClosed(known))
    return column.enum !== undefined && known.recordClass === 'BASIC IDENTITY'
  if (column.enum !== undefined || column.type === 'Boolean') return true
  if (times.has(column.type)) return true
  return isLabel(column, reading) && !table.facts.key.includes(column.facts.column)
}

/** A text of few values. On a person's record it must be a short one: a long one may say anything tomorrow. */
function isLabel({ type, facts }: ColumnDraft, { kind }: TableReading): boolean {
  const isShort = kind !== 'person' || (facts.length ?? Infinity) <= maxLabel
  return type === 'String' && isShort && facts.distinct > 0 && facts.distinct <= maxDistinct
}

/** Whose values tell who somebody is, or that nobody has looked at yet. */
function isClosed({ recordClass, mask }: ColumnClass): boolean {
  return mask !== undefined || /^RESTRICTED| IDENTITY$/.test(recordClass)
}

/** Both languages on one line: what the database says, and the name's words. */
export function descriptionOf(said: string, english: string): string {
  const text = said.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  const first = text === '' ? english : text
  return first.includes(' · ') ? first : `${first} · ${english}`
}

/** Marks that make a line read otherwise than it is written, which a reviewer must see. */
const turning = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u2028\u2029]/g

/** A string literal of GraphQL. JSON's escapes are GraphQL's too. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(turning, (mark) => `\\u${mark.charCodeAt(0).toString(16)}`)
}
