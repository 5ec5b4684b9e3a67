import { markdownTable } from '../../schema/markdown-table.ts'
import { markedPage } from '../../schema/marked-page.ts'
import { type EventField, eventFields, headFields } from './event-fields.ts'

/**
 * The page docs/audit-events.md with the tables of fields put between their marks, `<!-- record -->` and
 * one for each kind; the words around them are kept. Throws when a mark is missing.
 */
export function eventDocument(page: string): string {
  return Object.entries({ record: headFields, ...eventFields }).reduce(
    (text, [name, fields]) => markedPage(text, name, tableOf(fields)),
    page,
  )
}

function tableOf(fields: Readonly<Record<string, EventField>>): string {
  const rows = Object.entries(fields).map(([name, { unit, what, optional }]) => [
    `\`${name}\`${optional === true ? ' (may be absent)' : ''}`,
    unit,
    what,
  ])
  return markdownTable([['field', 'unit', 'what it is'], ...rows])
}
