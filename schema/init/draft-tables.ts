import { columnType, textTypes } from './column-type.ts'
import {
  columnId,
  type ColumnFacts,
  type DatabaseFacts,
  type Sampled,
  type TableFacts,
  tableId,
} from './database-facts.ts'
import type { ColumnDraft, EnumDraft, LeftOut, TableDraft } from './draft.ts'
import { personalLook } from './personal-look.ts'
import {
  camelCase,
  enumCase,
  pascalCase,
  plainText,
  proposedName,
  valueWords,
} from './proposed-name.ts'
import {
  reservedFields,
  reservedTypes,
  type TakenNames,
  takenNames,
  typeNames,
} from './taken-names.ts'

/** Names that are settled: of other ministries, and those that a reviewer has given. */
export interface SettledNames {
  /** Types and enums that other ministries publish. */
  readonly published: readonly string[]
  /** This ministry's word for its own kind: stands before a name that is taken. */
  readonly prefix: string
  /** By `tableId`. */
  readonly types: ReadonlyMap<string, string>
  /** By `columnId`. */
  readonly fields: ReadonlyMap<string, string>
  /** Enum of a column, by `columnId`. */
  readonly enums: ReadonlyMap<string, string>
  /** Field that joins to one row, by `joinId`. */
  readonly joins: ReadonlyMap<string, string>
  /** All fields that a type has, by its name. */
  readonly members: ReadonlyMap<string, readonly string[]>
}

export interface DraftTables {
  readonly tables: readonly TableDraft[]
  readonly leftOut: readonly LeftOut[]
}

/** Gives every table and column that can be served its name and type; the same database, the same names. */
export function draftTables(
  { tables }: DatabaseFacts,
  settled: SettledNames,
  sampled: Sampled,
): DraftTables {
  const leftOut: LeftOut[] = []
  const names = takenNames([
    ...reservedTypes,
    ...settled.published,
    ...[...settled.types.values()].flatMap(typeNames),
    ...settled.enums.values(),
  ])
  const drafts = tables.flatMap((facts) => {
    const name = proposedName(facts.table, 'table')
    const known = settled.types.get(tableId(facts))
    const type = known ?? claimType(names, settled.prefix, pascalCase(name.words))
    const columns = draftColumns(facts, { type, names, settled, sampled, leftOut })
    if (columns.length === 0) {
      leftOut.push({ place: placeText(facts), reason: 'it has no column that can be served' })
      return []
    }
    const key = facts.key.flatMap(
      (one) => columns.find(({ facts: own }) => own.column === one) ?? [],
    )
    const isWhole = key.length === facts.key.length && key.every(({ type: of }) => of !== 'JSON')
    return [{ facts, type, name, columns, key: isWhole ? key : [] }]
  })
  return { tables: drafts, leftOut }
}

const counted: ReadonlySet<string> = new Set(['int2', 'int4', 'int8', 'numeric'])

/** `so don vi` of a number is how many units there are, of a text the number of one. */
function columnWords({ column, type }: ColumnFacts): ColumnDraft['name'] {
  const name = proposedName(column, 'column')
  const isCount =
    name.from === 'glossary' && name.words.length > 1 && name.words.at(-1) === 'number'
  return isCount && counted.has(type)
    ? { ...name, words: [...name.words.slice(0, -1), 'count'] }
    : name
}

interface ColumnRound {
  readonly type: string
  readonly names: TakenNames
  readonly settled: SettledNames
  readonly sampled: Sampled
  readonly leftOut: LeftOut[]
}

function draftColumns(table: TableFacts, round: ColumnRound): readonly ColumnDraft[] {
  const { settled, sampled, leftOut } = round
  const fields = takenNames([...reservedFields, ...(settled.members.get(round.type) ?? [])])
  return table.columns.flatMap((facts) => {
    const id = columnId(table, facts.column)
    const look = personalLook(facts, sampled.get(id))
    const read = columnType(facts, isNaming(table, facts))
    if ('leftOut' in read) {
      leftOut.push({ place: placeText(table, facts.column), reason: read.leftOut })
      return []
    }
    if (isRecordKey(facts)) return []
    const name = columnWords(facts)
    const field = settled.fields.get(id) ?? fields.claim(camelCase(name.words))
    const isNumber = look?.isPersonalNumber === true && !read.list && !read.isEnum
    const made = read.isEnum ? enumDraft(facts, { ...round, field, id }) : undefined
    return [
      {
        facts,
        field,
        name,
        type: isNumber ? 'PersonalId' : (made?.name ?? read.type),
        list: read.list,
        ...(made === undefined ? {} : { enum: made }),
      },
    ]
  })
}

function enumDraft(
  facts: ColumnFacts,
  { type, names, settled, field, id }: ColumnRound & { field: string; id: string },
): EnumDraft {
  const wanted = type + field.charAt(0).toUpperCase() + field.slice(1)
  const name = settled.enums.get(id) ?? names.claim(wanted, (one) => [one, `${one}Filter`])
  const values = takenNames([])
  return {
    name,
    description: `${facts.comment ?? facts.column} · ${plainText(proposedName(facts.column, 'column').words)}`,
    values: facts.labels.map((text) => ({ name: values.claim(enumCase(valueWords(text))), text })),
  }
}

function claimType(names: TakenNames, prefix: string, wanted: string): string {
  const claimed = names.claim(wanted, typeNames)
  return claimed === wanted ? wanted : names.claim(`${prefix}${wanted}`, typeNames)
}

/** Part of the key or of a foreign key, or called a code: it names something and is not counted with. */
function isNaming(table: TableFacts, { column, type }: ColumnFacts): boolean {
  const inKeys = [table.key, ...table.foreignKeys.map(({ columns }) => columns)].some((columns) =>
    columns.includes(column),
  )
  if (inKeys) return true
  const { words } = proposedName(column, 'column')
  const last = words.at(-1)
  return last === 'code' || last === 'id' || (last === 'number' && textTypes.has(type))
}

/** The secret number that disclosure control reads and no field shows. */
export function isRecordKey({ column, type }: ColumnFacts): boolean {
  return column === 'record_key' && type === 'int8'
}

/** `schema.table.column`, for people. */
export function placeText({ schema, table }: TableFacts, column?: string): string {
  return [schema, table, ...(column === undefined ? [] : [column])].join('.')
}
