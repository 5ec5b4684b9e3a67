import { type Arrangement, orderOf, shownColumns } from './arranged.ts'
import type { Cell } from './cell.ts'
import { columnName } from './column-name.ts'
import type { AnswerTable } from './tables.ts'

/** What a spreadsheet would take for a formula (OWASP, CSV injection), also in the wide forms of East Asian keyboards. */
const formula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

/** The table as it is arranged, with tabs between cells: what spreadsheets take from the clipboard. */
export function tsvOf(table: AnswerTable, arrangement: Arrangement): string {
  const columns = shownColumns(table, arrangement)
  const lines = Array.from(orderOf(table, arrangement), (place) =>
    columns.map(({ at }) => cellTsv(table.rows[place]?.cells[at])).join('\t'),
  )
  return [columns.map((column) => columnName(column)).join('\t'), ...lines].join('\n')
}

function cellTsv(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell)
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell)
  const safe = (formula.test(text) ? `'${text}` : text).replaceAll(/[\t\n\r]+/g, ' ')
  // A spreadsheet takes quotes around a cell away, and what they held may be a formula.
  return safe.startsWith('"') ? `"${safe.replaceAll('"', '""')}"` : safe
}
