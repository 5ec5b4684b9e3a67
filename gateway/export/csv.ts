import { cellText, eachRow, isNumberText } from './cells.ts'
import type { Column } from './columns.ts'
import type { FileSource } from './file-source.ts'

/**
 * CSV (RFC 4180): UTF-8, a line of column names, lines that end with CR LF. An absent value is an empty cell, an empty text
 * `""`. Text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection). Written by
 * hand: csv-stringify took three to six times as long.
 */
export async function* csvFile(
  source: Pick<FileSource, 'columns' | 'explode' | 'pages'>,
): AsyncGenerator<Uint8Array> {
  const { columns, pages } = source
  const header = columns.map(({ name }) => quoted(name)).join(',')
  yield Buffer.from(`${header}\r\n`)
  const cells = columns.map((column) => ({ read: column.read, write: cellWriter(column) }))
  const [first, ...others] = cells
  if (first === undefined) return
  for await (const { rows, lines } of pages) {
    if (lines !== undefined) yield lines
    let text = ''
    eachRow(rows, source, (row, item) => {
      text += first.write(first.read(row, item))
      for (const { read, write } of others) text += `,${write(read(row, item))}`
      text += '\r\n'
    })
    if (text !== '') yield Buffer.from(text)
  }
}

/** How values of a column are written. */
export function cellWriter(column: Pick<Column, 'kind'>): (value: unknown) => string {
  return (value) => {
    if (typeof value === 'number') return String(value)
    const text = cellText(value)
    if (text === undefined) return ''
    return typeof value === 'string' && !isNumberText(column, text) ? textCell(text) : quoted(text)
  }
}

/** What spreadsheets take for the beginning of a formula, also in the wide forms of East Asian keyboards. */
const formula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/
const special = /[",\r\n]/

function textCell(text: string): string {
  if (text === '') return '""'
  return quoted(formula.test(text) ? `'${text}` : text)
}

function quoted(text: string): string {
  return special.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
