import { type Arrangement, orderOf, shownColumns } from './arranged.ts'
import type { Cell } from './cell.ts'
import { columnName } from './column-name.ts'
import type { AnswerTable } from './tables.ts'

/** What a spreadsheet would take for a formula (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r]/

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
  const safe = formula.test(text) ? `'${text}` : text
  return safe.replaceAll(/[\t\n\r]+/g, ' ')
}
