import { type Column, itemsAt } from './columns.ts'
import type { FileSource, Row } from './file-source.ts'

/** Calls back with each row of a file: the row as answered, and where items are made rows each of its items. */
export function eachRow(
  rows: readonly Row[],
  { explode }: Pick<FileSource, 'explode'>,
  take: (row: Row, item: unknown) => void,
): void {
  for (const row of rows) {
    if (explode === undefined) take(row, undefined)
    else for (const item of itemsAt(row, explode)) take(row, item)
  }
}

/** A value as the text of a cell; undefined where there is none. */
export function cellText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return value === null || value === undefined ? undefined : JSON.stringify(value)
}

/** Whether text of a column of numbers is a number; 64-bit integers beyond 2^53 come as text. */
export function isNumberText({ kind }: Pick<Column, 'kind'>, text: string): boolean {
  return (kind === 'long' || kind === 'int' || kind === 'float') && number.test(text)
}

const number = /^-?\d{1,40}(\.\d{1,40})?$/
