import type { CellValue } from './cell-value.ts'

/** How cells of a column become cells of a file. */
export interface LineColumn {
  /** Text that is written as it is, where nothing in it must be quoted or marked. */
  readonly isText: boolean
  readonly mayBeNull: boolean
  readonly read: CellValue
  /** The CSV of a value that was read. */
  readonly write: (value: unknown) => string
}

const [open, close, comma, quote, backslash] = [40, 41, 44, 34, 92]
const [carriage, feed] = [13, 10]

/** Bytes with which a formula may begin: `=+-@`, white space, and the first of the wide forms of East Asia. */
const formulas: ReadonlySet<number> = new Set([61, 43, 45, 64, 9, 10, 13, 0xef])

/**
 * Turns rows as PostgreSQL writes composite values (record-text.ts) into lines of CSV (csv.ts), byte by byte: plain text is copied,
 * and every other cell read and written as in rows of an answer. Throws an Error where rows are none, or not `count` of them.
 */
export function csvLines(rows: Buffer, columns: readonly LineColumn[], count: number): Buffer {
  const out = openLines(rows.length + count * (columns.length + 2))
  const last = columns.length - 1
  let at = 0
  for (let row = 0; row < count; row++) {
    if (rows[at++] !== open) broken()
    for (const [index, column] of columns.entries()) {
      if (index > 0) out.byte(comma)
      at = writeCell(out, rows, at, column)
      if (rows[at++] !== (index === last ? close : comma)) broken()
    }
    out.byte(carriage)
    out.byte(feed)
  }
  if (at !== rows.length) broken()
  return out.done()
}

type Lines = ReturnType<typeof openLines>

/** Writes the cell that begins at a place; answers the place after it. */
function writeCell(out: Lines, rows: Buffer, at: number, column: LineColumn): number {
  const isQuoted = rows[at] === quote
  const from = isQuoted ? at + 1 : at
  const cell = isQuoted ? quotedEnd(rows, from) : { end: plainEnd(rows, from), isPlain: true }
  const { end } = cell
  if (!isQuoted && end === from) {
    if (!column.mayBeNull) broken()
  } else if (column.isText && cell.isPlain && end > from && !formulas.has(rows[from] ?? 0))
    out.bytes(rows, from, end)
  else out.text(column.write(column.read(unquoted(rows.toString('utf8', from, end)))))
  return isQuoted ? end + 1 : end
}

interface Cell {
  readonly end: number
  /** Nothing in it is written twice, or must be quoted. */
  readonly isPlain: boolean
}

function plainEnd(rows: Buffer, from: number): number {
  for (let at = from; at < rows.length; at++) {
    const byte = rows[at]
    if (byte === comma || byte === close) return at
  }
  return broken()
}

function quotedEnd(rows: Buffer, from: number): Cell {
  let isPlain = true
  for (let at = from; at < rows.length; at++) {
    const byte = rows[at]
    if (byte === quote) {
      if (rows[at + 1] !== quote) return { end: at, isPlain }
      at++
      isPlain = false
    } else if (byte === backslash) {
      at++
      isPlain = false
    } else if (byte === comma || byte === feed || byte === carriage) isPlain = false
  }
  return broken()
}

function unquoted(text: string): string {
  return /["\\]/.test(text) ? text.replace(/(["\\])\1/g, '$1') : text
}

/** Bytes that are written one after the other, in room that grows. */
function openLines(size: number) {
  let room = Buffer.allocUnsafe(size)
  let at = 0
  const fit = (bytes: number): void => {
    if (at + bytes <= room.length) return
    const larger = Buffer.allocUnsafe((room.length + bytes) * 2)
    room.copy(larger, 0, 0, at)
    room = larger
  }
  return {
    byte(byte: number): void {
      if (at >= room.length) fit(1)
      room[at++] = byte
    },
    bytes(from: Buffer, start: number, end: number): void {
      fit(end - start)
      // Cells are short: a loop copies them faster than a call would.
      for (let i = start; i < end; i++) room[at++] = from[i] ?? 0
    },
    text(text: string): void {
      fit(text.length * 3)
      at += room.write(text, at)
    },
    done: (): Buffer => room.subarray(0, at),
  }
}

function broken(): never {
  throw new Error('expected rows as records, got something else')
}
