import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ministries } from '../../deploy/ministries.ts'
import { hasRoots } from '../../schema/expand/usage.ts'
import { enumName, generatedName } from '../../schema/model/generated-name.ts'
import type { TableType } from '../../schema/model/model.ts'
import { databaseUrl } from '../support/database.ts'
import { ministryFiles } from '../support/ministry-files.ts'
import { servedMinistry, type ServedForTest } from '../support/served-ministry.ts'
import { openPlainSql, type PlainSql } from '../truth/plain-sql.ts'
import { pageThrough } from './page-through.ts'

const tables = new Map(
  ministryFiles().map(({ name, model }) => [
    name,
    [...model.types.values()].filter(
      (type): type is TableType => type.kind === 'table' && hasRoots(type),
    ),
  ]),
)

/** Rows of a page: every table of the test run takes several. */
const size = 900

describe.each(ministries)('$name', (ministry) => {
  const { name } = ministry
  let served: ServedForTest
  let sql: PlainSql
  beforeAll(async () => {
    served = await servedMinistry(ministry, databaseUrl(name, 'reader'))
    sql = await openPlainSql()
  })
  afterAll(async () => {
    await served[Symbol.asyncDispose]()
    await sql[Symbol.asyncDispose]()
  })

  const sortable = (tables.get(name) ?? []).flatMap((type) =>
    [...type.columns.values()]
      .filter((column) => column.sortable)
      .map(({ field, column }) => ({ type, field, column, table: type.table })),
  )

  it.each(sortable)('$table by $field, rising and falling', async ({ type, field, column }) => {
    const fields = type.entityKeys[0] ?? []
    const keys = fields.map((one) => type.columns.get(one)?.column ?? one)
    const walk = { root: type.plural, fields, orderType: generatedName.order(type.name), size }
    for (const direction of ['ASC', 'DESC'] as const) {
      const rows = await sql.rows(
        name,
        `SELECT ${keys.join()} FROM public.${type.table} ORDER BY ${column} ${direction}, ${type.key.join()}`,
      )
      const found = await pageThrough(served, {
        ...walk,
        orderBy: [{ field: enumName(field), direction }],
        backward: direction === 'DESC',
      })
      expect(found).toEqual(rows.map((row) => keys.map((key) => row[key])))
    }
  })

  const filterable = (tables.get(name) ?? []).flatMap((type) =>
    [...type.columns.values()]
      .filter((column) => column.filterable)
      .map((column) => ({ type, column, table: type.table, field: column.field })),
  )

  it.each(filterable)('$table filtered by $field', async ({ type, column }) => {
    const own = column.column
    const { rows } = await valuesOf(
      sql,
      name,
      `SELECT ${own} AS value, count(*) AS found
      FROM public.${type.table} WHERE ${own} IS NOT NULL GROUP BY 1 ORDER BY md5(${own}::text) LIMIT 3`,
    )
    const absent = await valuesOf(
      sql,
      name,
      `SELECT count(*) AS found FROM public.${type.table} WHERE ${own} IS NULL`,
    )
    const where = rows.map(({ value }) => ({ [column.field]: { eq: value } }))
    const wheres = [...where, { [column.field]: { isNull: true } }]
    const filter = generatedName.filter(type.name)
    const { data, errors } = await served.ask({
      query: `query (${wheres.map((_, i) => `$w${i}: ${filter}`).join()}) {
        ${wheres.map((_, i) => `w${i}: ${type.plural}(first: 1, where: $w${i}) { totalCount }`).join(' ')} }`,
      variables: Object.fromEntries(wheres.map((one, i) => [`w${i}`, one])),
    })
    expect(errors).toEqual([])
    const expected = [...rows, ...absent.rows].map(({ found }) => ({ totalCount: found }))
    expect(Object.values(data ?? {})).toEqual(expected)
  })
})

async function valuesOf(
  sql: PlainSql,
  ministry: string,
  text: string,
): Promise<{ rows: { value: unknown; found: unknown }[] }> {
  const rows = await sql.rows(ministry, text)
  return { rows: rows.map(({ value, found }) => ({ value: plainValue(value), found })) }
}

function plainValue(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value
}
