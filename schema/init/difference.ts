import type { Model, TableType } from '../model/model.ts'
import { annotateColumn, type FieldLine, quoted } from './annotate-column.ts'
import type { Baseline } from './baseline.ts'
import { columnId, joinId, tableId } from './database-facts.ts'
import type { TableDraft } from './draft.ts'
import { printType, readingOf } from './print-type.ts'
import { personLines, placeLines, printEnum, printValue } from './print-sdl.ts'
import { joinLines } from './print-type.ts'
import type { Proposal } from './propose.ts'
import { placeOf } from './settled-names.ts'
import { takenNames } from './taken-names.ts'

export interface Difference {
  /** GraphQL: whole types that are new, `extend type` for what is new on others. Empty: nothing is. */
  readonly sdl: string
  /** What a reviewer has to do by hand, in words. */
  readonly notes: readonly string[]
}

interface Round {
  readonly proposal: Proposal
  readonly model: Model
  readonly tables: ReadonlyMap<string, TableType>
  readonly seen: Seen
}

interface Seen {
  readonly tables: ReadonlySet<string>
  readonly columns: ReadonlySet<string>
  readonly joins: ReadonlySet<string>
  readonly labels: ReadonlySet<string>
  readonly indexes: ReadonlySet<string>
}

/**
 * What is in the database and was not when it was looked at last, as additions to a reviewed schema. What the
 * reviewer changed or took out stays so; what the database has lost is told.
 */
export function difference(
  proposal: Proposal,
  model: Model,
  baseline: Baseline | undefined,
): Difference {
  const tables = new Map<string, TableType>()
  for (const type of model.types.values())
    if (type.kind === 'table') tables.set(tableId(placeOf(type)), type)
  const round = { proposal, model, tables, seen: seenOf(baseline) }
  const fresh = proposal.tables.filter(({ facts }) => {
    const id = tableId(facts)
    return !tables.has(id) && !round.seen.tables.has(id)
  })
  const known = proposal.tables.filter(({ facts }) => tables.has(tableId(facts)))
  const parts = [
    ...fresh.flatMap((table) => [
      ...table.columns.flatMap(({ enum: made }) => (made === undefined ? [] : [printEnum(made)])),
      printType(proposal, table),
    ]),
    ...known.flatMap((table) => extensions(round, table)),
    ...entityExtensions(proposal, fresh),
  ]
  return {
    sdl: parts.length === 0 ? '' : `${parts.join('\n\n')}\n`,
    notes: [...gone(round), ...known.flatMap((table) => newIndexes(round, table))],
  }
}

function seenOf(baseline: Baseline | undefined): Seen {
  const tables = baseline?.tables ?? []
  return {
    tables: new Set(tables.map(tableId)),
    columns: new Set(
      tables.flatMap((table) => table.columns.map(({ column }) => columnId(table, column))),
    ),
    joins: new Set(
      tables.flatMap((table) => table.foreignKeys.map(({ columns }) => joinId(table, columns))),
    ),
    labels: new Set(
      tables.flatMap((table) =>
        table.columns.flatMap(({ column, labels }) =>
          labels.map((label) => columnId(table, `${column}\0${label}`)),
        ),
      ),
    ),
    indexes: new Set(
      tables.flatMap((table) => table.indexes.map((index) => columnId(table, index[0] ?? ''))),
    ),
  }
}

function extensions(
  { proposal, tables, seen, model }: Round,
  table: TableDraft,
): readonly string[] {
  const type = tables.get(tableId(table.facts))
  const has = new Set([...(type?.columns.values() ?? [])].map(({ column }) => column))
  const reading = readingOf(proposal, table)
  const columns = table.columns.filter(
    ({ facts }) => !has.has(facts.column) && !seen.columns.has(columnId(table.facts, facts.column)),
  )
  const joined = new Set(
    [...(type?.joins.values() ?? [])].map(({ path }) => joinId(table.facts, path.columns)),
  )
  const lines = [
    ...columns.map((column) => annotateColumn(table, column, reading)),
    ...joinLines(proposal, table).flatMap(({ columns: of, line }) => {
      const id = joinId(table.facts, of)
      return joined.has(id) || seen.joins.has(id) ? [] : isNewJoin(columns, of, table) ? [line] : []
    }),
  ]
  return [
    ...columns.flatMap(({ enum: made }) => (made === undefined ? [] : [printEnum(made)])),
    ...(lines.length === 0 ? [] : [extension(type?.name ?? table.type, lines)]),
    ...newValues(table, { has, seen, model }),
  ]
}

/** A foreign key that was not there, or a shared entity's code in a column that was not there. */
function isNewJoin(
  fresh: readonly TableDraft['columns'][number][],
  columns: readonly string[],
  { facts }: TableDraft,
): boolean {
  const isForeignKey = facts.foreignKeys.some(
    (one) => one.columns.join('\0') === columns.join('\0'),
  )
  return isForeignKey || fresh.some((column) => columns.includes(column.facts.column))
}

function newValues(
  table: TableDraft,
  { has, seen, model }: { has: ReadonlySet<string> } & Pick<Round, 'seen' | 'model'>,
): readonly string[] {
  return table.columns.flatMap(({ facts, enum: made }) => {
    if (made === undefined || !has.has(facts.column)) return []
    const known = model.enums.get(made.name) ?? new Map<string, string>()
    const said = new Set(known.values())
    const names = takenNames(known.keys())
    const values = made.values
      .filter(
        ({ text }) =>
          !said.has(text) && !seen.labels.has(columnId(table.facts, `${facts.column}\0${text}`)),
      )
      .map(({ name, text }) => ({ name: names.claim(name), text }))
    return values.length === 0
      ? []
      : [
          `extend enum ${made.name} {\n${values.map((value) => `  ${printValue(value)}`).join('\n')}\n}`,
        ]
  })
}

function extension(type: string, lines: readonly FieldLine[]): string {
  const body = lines.map(({ description, text }) => `  ${quoted(description)}\n  ${text}`)
  return `extend type ${type} {\n${body.join('\n')}\n}`
}

function entityExtensions(proposal: Proposal, fresh: readonly TableDraft[]): readonly string[] {
  return (['Person', 'Province', 'Commune'] as const).flatMap((entity) => {
    const lines = fresh.flatMap((table) =>
      entity === 'Person' ? personLines(proposal, table) : placeLines(proposal, table, entity),
    )
    return lines.length === 0 ? [] : [`extend type ${entity} {\n${lines.join('\n')}\n}`]
  })
}

/** What the schema reads and the database does not have any more: `subgraph` would refuse to start. */
function gone({ proposal, tables }: Round): readonly string[] {
  const now = new Map(proposal.facts.tables.map((table) => [tableId(table), table]))
  return [...tables].flatMap(([id, type]) => {
    const table = now.get(id)
    if (table === undefined) return [`${type.name}: its table ${type.table} is gone`]
    const columns = new Set(table.columns.map(({ column }) => column))
    return [...type.columns.values()]
      .filter(({ column }) => !columns.has(column))
      .map(({ field, column }) => `${type.name}.${field}: its column ${column} is gone`)
  })
}

function newIndexes({ tables, seen }: Round, { facts }: TableDraft): readonly string[] {
  const type = tables.get(tableId(facts))
  return [...(type?.columns.values() ?? [])].flatMap((own) => {
    const isNew =
      !own.filterable &&
      facts.indexes.some(([first]) => first === own.column) &&
      !seen.indexes.has(columnId(facts, own.column))
    return isNew
      ? [
          `${type?.name}.${own.field}: an index begins with its column now; it can be @filterable @sortable`,
        ]
      : []
  })
}
