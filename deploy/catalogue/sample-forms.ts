import { type Client, escapeIdentifier, escapeLiteral } from 'pg'
import { textTypes } from '../../schema/init/column-type.ts'
import { asciiLetters } from '../../schema/init/name-tokens.ts'
import {
  columnId,
  type DatabaseFacts,
  type Sampled,
  type SampledColumn,
  type SampledForm,
  sampledForms,
  type TableFacts,
  type TableKind,
} from '../../schema/init/database-facts.ts'

const stored: ReadonlySet<TableKind> = new Set(['table', 'partitioned table', 'materialized view'])

/** Rows of a table that are looked at, at most. */
const maxRows = 1000
/** Columns of one statement: PostgreSQL takes 1,664 in a list, each counted in several forms. */
const maxColumns = 100

/** Surnames of most people; written out in both cases, since a server's locale may know ASCII alone. */
const surnames =
  'Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Vương Trịnh Trương Đinh Lâm ' +
  'Phùng Mai Tô Hà Tạ Cao Lương Châu Chu Nông Lò Giàng Sùng Y'
const anySurname = [
  ...new Set(
    surnames
      .split(' ')
      .flatMap((one) => [
        one,
        one.toUpperCase(),
        asciiLetters(one),
        asciiLetters(one).toUpperCase(),
      ]),
  ),
].join('|')

/** PostgreSQL regular expressions. Names: a surname and one to five words without digits. */
const patterns: Readonly<Record<SampledForm, string>> = {
  personalNumber: '^0[0-9]{2}[0-9]{9}$|^9[0-9]{11}$',
  phone: '^(\\+84|0)[1-9][0-9]{8,9}$',
  email: '^[^@[:space:]]+@[^@[:space:]]+\\.[a-zA-Z]{2,}$',
  name: `^(${anySurname})([[:space:]]+[^0-9[:space:][:punct:]]+){1,5}$`,
  address:
    '(xã|phường|thị trấn|quận|huyện|tỉnh|thành phố|đường|thôn|tổ dân phố|số nhà)[[:space:]].*,',
}

/**
 * Counts, in the database itself, how many values of each text column have the form of a personal number, a
 * phone number, an email address, a name or an address. No value leaves the database. A table that may not be
 * read is passed over, and so are views and foreign tables: reading them runs what their owners wrote.
 */
export async function sampleForms(client: Client, { tables }: DatabaseFacts): Promise<Sampled> {
  const sampled = new Map<string, SampledColumn>()
  for (const table of tables) {
    if (!stored.has(table.kind)) continue
    const columns = table.columns.filter(({ type }) => textTypes.has(type)).map((one) => one.column)
    for (let from = 0; from < columns.length; from += maxColumns)
      for (const [column, found] of await countForms(
        client,
        table,
        columns.slice(from, from + maxColumns),
      ))
        sampled.set(columnId(table, column), found)
  }
  return sampled
}

async function countForms(
  client: Client,
  table: TableFacts,
  columns: readonly string[],
): Promise<readonly (readonly [string, SampledColumn])[]> {
  const name = `${escapeIdentifier(table.schema)}.${escapeIdentifier(table.table)}`
  const [may] = (
    await client.query<{ may: boolean }>(
      `SELECT has_schema_privilege($1, 'USAGE') AND has_table_privilege($2, 'SELECT') AS may`,
      [table.schema, name],
    )
  ).rows
  if (may?.may !== true) return []
  const counts = columns.flatMap((column, place) => {
    const own = `${escapeIdentifier(column)}::text`
    return [
      `count(${own}) AS n${place}`,
      ...sampledForms.map(
        (form) =>
          `count(*) FILTER (WHERE ${own} ~ ${escapeLiteral(patterns[form])}) AS ${form.toLowerCase()}${place}`,
      ),
    ]
  })
  const { rows } = await client.query<Record<string, string>>(
    `SELECT ${counts.join(', ')} FROM (SELECT * FROM ${name} LIMIT ${maxRows}) AS looked`,
  )
  const [row = {}] = rows
  return columns.map((column, place) => [
    column,
    {
      looked: Number(row[`n${place}`] ?? 0),
      forms: Object.fromEntries(
        sampledForms.map((form) => [form, Number(row[`${form.toLowerCase()}${place}`] ?? 0)]),
      ),
    },
  ])
}
