import { CodedError } from '../../schema/errors.ts'
import { cellText, eachRow, isNumberText } from './cells.ts'
import type { Column } from './columns.ts'
import type { FileSource } from './file-source.ts'
import { provenanceLines } from './export-provenance.ts'
import { columnLetters, excelDay, styles, xlsxParts, xmlText } from './xlsx-parts.ts'
import { type ZipEntry, zip } from './zip.ts'

/** Rows of a sheet with its line of names, and characters of a cell: what Excel opens. */
const maxSheetRows = 1_048_576
const maxCellCharacters = 32_767
/** Digits that Excel keeps of a number; a longer one stays text. */
const exactDigits = 15

/**
 * XLSX (ECMA-376): the rows on a first sheet, cells typed, where the file is from on a second. Text is text, never a formula.
 * Written by hand into a streamed archive, because exceljs's streaming writer does not wait for who reads, so that a slow
 * reader would fill the memory. Fails with COST_EXCEEDED for what a sheet cannot hold.
 */
export function xlsxFile(source: FileSource): AsyncIterable<Uint8Array> {
  return zip(entriesOf(source))
}

function* entriesOf(source: FileSource): Generator<ZipEntry> {
  for (const [name, text] of Object.entries(xlsxParts)) yield { name, content: only(text) }
  yield { name: 'xl/worksheets/sheet1.xml', content: rowsSheet(source) }
  yield { name: 'xl/worksheets/sheet2.xml', content: provenanceSheet(source) }
}

async function* only(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

const sheetHead =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
const frozen =
  '<sheetViews><sheetView workbookViewId="0" tabSelected="1"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'

async function* rowsSheet(source: FileSource): AsyncGenerator<Uint8Array> {
  const { columns, pages } = source
  const letters = columns.map((_column, index) => columnLetters(index))
  const names = columns.map(({ name }, i) => textCell(`${letters[i]}1`, name, styles.bold))
  yield Buffer.from(
    `${sheetHead}${frozen}${widths(columns)}<sheetData><row r="1">${names.join('')}</row>`,
  )
  const cells = columns.map((column, i) => ({ column, letter: letters[i] ?? '' }))
  let number = 1
  for await (const { rows } of pages) {
    let text = ''
    eachRow(rows, source, (row, item) => {
      number++
      if (number > maxSheetRows) throw tooMuch('sheetRows', maxSheetRows)
      text += `<row r="${number}">`
      for (const { column, letter } of cells)
        text += cell(`${letter}${number}`, column, column.read(row, item))
      text += '</row>'
    })
    if (text !== '') yield Buffer.from(text)
  }
  yield Buffer.from('</sheetData></worksheet>')
}

async function* provenanceSheet({ provenance }: FileSource): AsyncGenerator<Uint8Array> {
  const rows = provenanceLines(provenance()).map(([name, value], index) => {
    const at = index + 1
    const shown = value.slice(0, maxCellCharacters)
    return `<row r="${at}">${textCell(`A${at}`, name, styles.bold)}${textCell(`B${at}`, shown)}</row>`
  })
  yield Buffer.from(
    `${sheetHead}<cols><col min="1" max="1" width="24" customWidth="1"/><col min="2" max="2" width="100" customWidth="1"/></cols><sheetData>${rows.join('')}</sheetData></worksheet>`,
  )
}

/** One cell; nothing where there is no value. */
function cell(at: string, column: Column, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return `<c r="${at}" t="b"><v>${value ? 1 : 0}</v></c>`
  if (typeof value === 'number') return numberCell(at, String(value))
  const text = cellText(value) ?? ''
  if (isNumberText(column, text) && text.replace(/\D/g, '').length <= exactDigits)
    return numberCell(at, text)
  const { kind } = column
  const day = excelDay(kind, text)
  if (day === undefined) return textCell(at, text)
  const style = kind === 'date' || kind === 'local' ? styles[kind] : styles.instant
  return `<c r="${at}" s="${style}"><v>${day}</v></c>`
}

function numberCell(at: string, text: string): string {
  return `<c r="${at}"><v>${text}</v></c>`
}

function textCell(at: string, text: string, style = styles.plain): string {
  if (text.length > maxCellCharacters) throw tooMuch('cellCharacters', maxCellCharacters)
  return `<c r="${at}" t="inlineStr" s="${style}"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`
}

function widths(columns: readonly Column[]): string {
  if (columns.length === 0) return ''
  const all = columns.map(({ name, kind }, index) => {
    const width = Math.min(60, Math.max(name.length + 2, kind === 'instant' ? 22 : 12))
    return `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`
  })
  return `<cols>${all.join('')}</cols>`
}

function tooMuch(limit: string, allowed: number): CodedError {
  return new CodedError('COST_EXCEEDED', `An XLSX file holds ${limit}: at most ${allowed}.`, {
    limit,
    allowed,
  })
}
