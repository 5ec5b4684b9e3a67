import { pluralOf, rootNames } from '../model/generated-name.ts'
import { tableId } from './database-facts.ts'
import type { EnumDraft, SharedJoin, TableDraft } from './draft.ts'
import { descriptionOf, quoted } from './annotate-column.ts'
import { printType, readingOf } from './print-type.ts'
import type { Proposal } from './propose.ts'

/** The annotated schema of everything that is proposed: enums, types, and other ministries' entities. */
export function printSdl(proposal: Proposal): string {
  const { tables } = proposal
  const enums = tables.flatMap(({ columns }) => columns.flatMap((one) => one.enum ?? []))
  return [
    ...enums.map(printEnum),
    ...tables.map((table) => printType(proposal, table)),
    ...printEntities(proposal),
    '',
  ].join('\n\n')
}

/** An enum, each value with what the database says for it. */
export function printEnum({ name, description, values }: EnumDraft): string {
  const body = values.map((value) => `  ${printValue(value)}`)
  return `${quoted(descriptionOf(description, name))}\nenum ${name} {\n${body.join('\n')}\n}`
}

export function printValue({ name, text }: EnumDraft['values'][number]): string {
  const english = name.toLowerCase().replaceAll('_', ' ')
  const value = name === text ? name : `${name} @value(text: ${quoted(text)})`
  return `${quoted(descriptionOf(text, english))}\n  ${value}`
}

const heads = {
  Person: {
    description:
      'Công dân trong Cơ sở dữ liệu quốc gia về dân cư · A person of the national population database',
    type: 'type Person @key(fields: "pin") @requiresScopes(scopes: [["population:person:read"]])',
    key: `  "Số định danh cá nhân, 12 chữ số · Personal number, 12 digits"\n  pin: PersonalId! @classified(level: BASIC, category: "IDENTITY")`,
  },
  Province: {
    description: 'Tỉnh, thành phố trực thuộc trung ương · Province or centrally-run city',
    type: 'type Province @key(fields: "code") @requiresScopes(scopes: [["reference:catalogue:read"]])',
    key: `  "Mã hai chữ số · Two-digit code"\n  code: ID!`,
  },
  Commune: {
    description: 'Xã, phường, đặc khu · Commune, ward or special zone',
    type: 'type Commune @key(fields: "code") @requiresScopes(scopes: [["reference:catalogue:read"]])',
    key: `  "Mã năm chữ số · Five-digit code"\n  code: ID!`,
  },
} as const

/** Other ministries' entities that this one points at, with what it adds to them. */
export function printEntities(proposal: Proposal): readonly string[] {
  return (['Person', 'Province', 'Commune'] as const).flatMap((entity) => {
    const isUsed = [...proposal.shared.values()].flat().some((join) => join.entity === entity)
    if (!isUsed) return []
    const { description, type, key } = heads[entity]
    const lines = proposal.tables.flatMap((table) =>
      entity === 'Person' ? personLines(proposal, table) : placeLines(proposal, table, entity),
    )
    return [`${quoted(description)}\n${type} {\n${[key, ...lines].join('\n')}\n}`]
  })
}

/** A person's rows of a table: along the way back from the personal number. */
export function personLines(proposal: Proposal, table: TableDraft): readonly string[] {
  const reading = readingOf(proposal, table)
  if (reading.subject === undefined || table.key.length === 0) return []
  const { via, column } = reading.subject
  const way = via.length === 0 ? '' : `via: [${via.map(({ field }) => `"${field}"`).join(', ')}], `
  const [first] = table.key
  const known = reading.classes.get(first?.facts.column ?? '')?.recordClass ?? 'BASIC IDENTITY'
  const [level, category] = known.split(' ')
  const { many } = rootNames(table.type, pluralOf(table.type))
  const text = `${many}: ${table.type}Connection @join(${way}columns: [${quoted(column.facts.column)}]) @classified(level: ${level}, category: "${category}")`
  return [
    `  ${quoted(descriptionOf(table.facts.comment ?? table.facts.table, `Rows of ${table.type}`))}\n  ${text}`,
  ]
}

/** Totals of a table by its first column with codes of places. */
export function placeLines(
  proposal: Proposal,
  table: TableDraft,
  entity: SharedJoin['entity'],
): readonly string[] {
  const reading = readingOf(proposal, table)
  const join = (proposal.shared.get(tableId(table.facts)) ?? []).find(
    (one) => one.entity === entity,
  )
  if (join === undefined || !reading.hasTotals || reading.kind === 'catalogue') return []
  const { totals } = rootNames(table.type, pluralOf(table.type))
  const text = `${totals}: ${table.type}Totals @join(columns: [${quoted(join.column.facts.column)}])`
  return [
    `  ${quoted(descriptionOf(table.facts.comment ?? table.facts.table, `Totals of ${table.type}`))}\n  ${text}`,
  ]
}
