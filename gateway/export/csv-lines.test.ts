import * as fc from 'fast-check'
import { GraphQLFloat, GraphQLInt, GraphQLString } from 'graphql'
import { expect, test } from 'vitest'
import { csvFile } from './csv.ts'
import { csvLines } from './csv-lines.ts'
import type { Row } from './file-source.ts'
import { readRecords } from './record-text.ts'
import { lineColumns, rowMaker, type StreamedColumn } from './streamed-columns.ts'

const columns: readonly StreamedColumn[] = [
  { path: ['name'], type: GraphQLString, nullable: true, read: (text) => text },
  { path: ['count'], type: GraphQLInt, nullable: true, read: Number },
  { path: ['share'], type: GraphQLFloat, nullable: true, read: Number },
]
const told = columns.map(({ type }) => ({ type: type.name, nullable: true }))
const kinds = ['text', 'int', 'float'] as const

/** As PostgreSQL's `record_out` writes cells. */
function record(cells: readonly (string | null)[]): string {
  const written = cells.map((cell) => {
    if (cell === null) return ''
    const isPlain = cell !== '' && !/["\\(),\s]/.test(cell)
    return isPlain ? cell : `"${cell.replace(/["\\]/g, '$&$&')}"`
  })
  return `(${written.join(',')})`
}

async function asRows(text: string): Promise<string> {
  const rows: Row[] = []
  const make = rowMaker(columns, told)
  readRecords(text, columns.length, (cells) => rows.push(make(cells)))
  const source = {
    columns: columns.map(({ path: [name] }, i) => ({
      name,
      kind: kinds[i] ?? 'text',
      type: 'String',
      description: '',
      read: (row: unknown) => (row as Row)[name],
    })),
    explode: undefined,
    areDatesMasked: false,
    pages: (async function* () {
      yield { rows }
    })(),
    provenance: () => {
      throw new Error('expected no question where the file is from')
    },
  }
  const chunks: Uint8Array[] = []
  for await (const chunk of csvFile(source)) chunks.push(chunk)
  return Buffer.concat(chunks.slice(1)).toString()
}

const awkward = Array.from('=+-@\t\r\n"\\,() ＝＋－＠éễx0')
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...awkward), maxLength: 6 }),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
)
const cells = fc.tuple(
  fc.option(text.map((one) => Buffer.from(one).toString())),
  fc.option(fc.integer().map(String)),
  fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map(String)),
)

test('bytes become the lines that rows of an answer become', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(cells, { maxLength: 8 }), async (rows) => {
      const all = rows.map(record).join('')
      const lines = csvLines(Buffer.from(all), lineColumns(columns, told), rows.length)
      expect(lines.toString()).toBe(await asRows(all))
    }),
    { numRuns: 500 },
  )
})

test('what is no such text, or another number of rows, is refused', () => {
  const good = '(a,1,2)(,,)'
  const lines = (rows: string, count: number, known = told) =>
    csvLines(Buffer.from(rows), lineColumns(columns, known), count)
  expect(lines(good, 2).toString()).toBe('a,1,2\r\n,,\r\n')
  for (const [rows, count] of [
    [good, 1],
    [good, 3],
    ['(a,1)', 1],
    ['(a,1,2,3)', 1],
    ['("a,1,2)', 1],
    ['(a,1,2', 1],
    ['a,1,2', 1],
  ] as const)
    expect(() => lines(rows, count), rows).toThrow('expected rows as records')
  const whole = told.map((one) => ({ ...one, nullable: false }))
  expect(() => lines(good, 2, whole)).toThrow('expected rows as records')
})
