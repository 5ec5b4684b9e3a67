import type { SchemaElement } from 'hyparquet'
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import { CodedError } from '../../schema/errors.ts'
import { cellText, eachRow } from './cells.ts'
import type { ColumnKind } from './column-kind.ts'
import type { Column } from './columns.ts'
import { continued } from './continued.ts'
import type { FileSource } from './file-source.ts'
import { provenanceLines } from './export-provenance.ts'

/** Rows that are written at once: what lies in memory of a file. */
const groupRows = 20_000

/**
 * Parquet: typed columns that may hold nulls, row groups of 20,000 rows, the provenance and what the columns are as
 * key-value metadata. A file that was
 * cut off has no footer, and no program opens it. Fails with MINISTRY_UNAVAILABLE for a value that is not of its
 * column's type.
 */
export async function* parquetFile(source: FileSource): AsyncGenerator<Uint8Array> {
  const { provenance } = source
  const { columns, pages } = await settled(source)
  const bytes = new ByteWriter()
  const schema = schemaOf(columns)
  const writer = new ParquetWriter({ writer: bytes, schema, createdBy: 'lien-thong' })
  const taken = (): Uint8Array => {
    const made = bytes.getBytes().slice()
    bytes.index = 0
    return made
  }
  const cells = columns.map((column) => ({
    column,
    typed: typedCell(column),
    data: [] as unknown[],
  }))
  let held = 0
  const written = async (): Promise<Uint8Array> => {
    const columnData = cells.map(({ column: { name }, data }) => ({ name, data }))
    await writer.write({ columnData, rowGroupSize: groupRows })
    for (const one of cells) one.data = []
    held = 0
    return taken()
  }
  for await (const { rows } of pages) {
    eachRow(rows, source, (row, item) => {
      for (const { column, typed, data } of cells) data.push(typed(column.read(row, item)))
      held++
    })
    if (held >= groupRows) yield await written()
  }
  if (held > 0) yield await written()
  const told = [...provenanceLines(provenance()), ['schema', schemaText(columns)] as const]
  writer.kvMetadata = told.map(([key, value]) => ({ key, value }))
  await writer.finish()
  yield taken()
}

/**
 * A column has one type from its first row on. Where birth dates may be masked to years, a column of dates is one when the
 * first page shows a whole date in it: masking is of a column, never of a row.
 */
async function settled(source: FileSource): Promise<Pick<FileSource, 'columns' | 'pages'>> {
  const { columns, pages, areDatesMasked } = source
  if (!areDatesMasked || columns.every(({ kind }) => kind !== 'date')) return { columns, pages }
  const iterator = pages[Symbol.asyncIterator]()
  const first = await iterator.next()
  const whole = new Set<Column>()
  eachRow(first.done === true ? [] : first.value.rows, source, (row, item) => {
    for (const column of columns)
      if (cellText(column.read(row, item))?.length === wholeDate) whole.add(column)
  })
  return {
    columns: columns.map((column) =>
      column.kind !== 'date' || whole.has(column) ? column : { ...column, kind: 'text' },
    ),
    pages: continued(first, iterator),
  }
}

/** Characters of YYYY-MM-DD. */
const wholeDate = 10

type Element = Omit<SchemaElement, 'name'>

const elements: Readonly<Record<ColumnKind, Element>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  boolean: { type: 'BOOLEAN' },
  int: { type: 'INT32' },
  long: { type: 'INT64' },
  float: { type: 'DOUBLE' },
  date: { type: 'INT32', converted_type: 'DATE' },
  instant: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MICROS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  },
  local: {
    type: 'INT64',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' },
  },
}

function schemaOf(columns: readonly Column[]): SchemaElement[] {
  return [
    { name: 'row', num_children: columns.length },
    ...columns.map(({ name, kind }) => ({
      name,
      repetition_type: 'OPTIONAL' as const,
      ...elements[kind],
    })),
  ]
}

/** What the columns are, for programs that read the file without the gateway's schema. */
function schemaText(columns: readonly Column[]): string {
  const told = columns.map(({ name, kind, type, description }) => ({
    name,
    kind,
    type,
    description,
  }))
  return JSON.stringify(told)
}

function typedCell({ name, kind }: Column): (value: unknown) => unknown {
  const make = makers[kind]
  return (value) => {
    if (value === null || value === undefined) return null
    const made = make(value)
    if (made === undefined)
      throw new CodedError('MINISTRY_UNAVAILABLE', `Column ${name}: a value is no ${kind}.`)
    return made
  }
}

const dayMs = 86_400_000

/** A value as its column holds it; undefined where it does not fit. */
const makers: Readonly<Record<ColumnKind, (value: unknown) => unknown>> = {
  text: cellText,
  json: (value) => JSON.stringify(value),
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  int: (value) => (Number.isInteger(value) ? value : undefined),
  long: (value) => {
    const text = cellText(value) ?? ''
    return /^-?\d{1,19}$/.test(text) ? BigInt(text) : undefined
  },
  float: (value) => (typeof value === 'number' ? value : undefined),
  date: (value) => {
    const ms = typeof value === 'string' && value.length === 10 ? Date.parse(value) : Number.NaN
    return Number.isNaN(ms) ? undefined : ms / dayMs
  },
  instant: (value) => microseconds(value),
  local: (value) => microseconds(typeof value === 'string' ? `${value}Z` : value),
}

/** Since 1970, of `2026-10-05T03:04:05.123456Z`; a Date holds milliseconds alone. */
function microseconds(value: unknown): bigint | undefined {
  if (typeof value !== 'string') return undefined
  const ms = Date.parse(value)
  if (Number.isNaN(ms)) return undefined
  const fraction = /\.(\d+)/.exec(value)?.[1] ?? ''
  return BigInt(Math.floor(ms / 1000)) * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6))
}
