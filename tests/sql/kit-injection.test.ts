import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ministries } from '../../deploy/ministries.ts'
import { hasRoots } from '../../schema/expand/usage.ts'
import { generatedName, rootNames } from '../../schema/model/generated-name.ts'
import type { TableType } from '../../schema/model/model.ts'
import { databaseUrl } from '../support/database.ts'
import { ministryFiles } from '../support/ministry-files.ts'
import {
  type MinistryReply,
  servedMinistry,
  type ServedForTest,
} from '../support/served-ministry.ts'
import { openPlainSql, type PlainSql } from '../truth/plain-sql.ts'

/** The mark tells whether a payload reached the text of a statement. */
const mark = 'zqxj'

function payloads(table: string): readonly string[] {
  return [
    `${mark}'; DROP TABLE ${table}; --`,
    `${mark}" OR 1=1 --`,
    `${mark}') OR true --`,
    `${mark}\\'; DELETE FROM ${table}; --`,
    `${mark}'::text UNION SELECT version() --`,
    `${mark}","b},{NULL}`,
    `${mark}$1 $2 ?`,
    `${mark}%' OR '%'='`,
    `${mark}ʼ＇’; TRUNCATE ${table}`,
    `${mark}$$; DROP TABLE ${table}; $$`,
    `${mark}\n/**/;ROLLBACK;DROP TABLE ${table}`,
  ]
}

describe.each(ministries)('$name', (ministry) => {
  const { name } = ministry
  const model = ministryFiles().find((one) => one.name === name)?.model
  if (model === undefined) throw new Error(`expected a model of ${name}`)
  const tables = [...model.types.values()].filter((type) => type.kind === 'table')
  const rooted = tables.filter(hasRoots)
  let served: ServedForTest
  let sql: PlainSql
  let before: unknown
  const rowsOfTables = async (): Promise<unknown> => {
    const counts: Record<string, unknown> = {}
    for (const { table } of tables)
      counts[table] = await sql.rows(name, `SELECT count(*) FROM ${table}`)
    return counts
  }
  beforeAll(async () => {
    served = await servedMinistry(ministry, databaseUrl(name, 'reader'))
    sql = await openPlainSql()
    before = await rowsOfTables()
  })
  afterAll(async () => {
    await served[Symbol.asyncDispose]()
    await sql[Symbol.asyncDispose]()
  })

  /** No statement holds the payload, no failure of the server, no row. */
  const harmless = (reply: MinistryReply): void => {
    expect(reply.statements.map(({ text }) => text).join()).not.toContain(mark)
    expect(reply.errors.map(({ code }) => code)).not.toContain('INTERNAL_SERVER_ERROR')
    expect(JSON.stringify(reply.errors)).not.toContain(mark)
    expect(JSON.stringify(reply.data ?? {})).not.toMatch(/"__typename"/)
  }

  const byName = rooted.map((type) => [type.name, type] as const)

  it.each(byName)('%s: filters', async (_, type) => {
    const filter = generatedName.filter(type.name)
    const wheres = payloads(type.table).map((payload) => ({ or: textFilters(type, payload) }))
    const fields = wheres.map(
      (_one, i) => `w${i}: ${type.plural}(where: $w${i}) { nodes { __typename } }`,
    )
    const reply = await served.ask({
      query: `query (${wheres.map((_one, i) => `$w${i}: ${filter}`).join()}) { ${fields.join(' ')} }`,
      variables: Object.fromEntries(wheres.map((where, i) => [`w${i}`, where])),
    })
    harmless(reply)
    expect(reply.errors).toEqual([])
    expect(reply.statements).toHaveLength(wheres.length)
  })

  it.each(byName)('%s: cursors, look-ups and representations', async (_, type) => {
    const { one, many } = rootNames(type.name, type.plural)
    const cursors = payloads(type.table)
    const keys = cursors.map((payload) => keyWith(type, payload))
    const fields = keys.map((key, i) => {
      const args = Object.entries(key).map(([field, value]) => `${field}: ${JSON.stringify(value)}`)
      return `after${i}: ${many}(after: $c${i}) { nodes { __typename } }
        before${i}: ${many}(before: $c${i}) { nodes { __typename } }
        one${i}: ${one}(${args.join()}) { __typename }`
    })
    const reply = await served.ask({
      query: `query ($keys: [_Any!]!, ${cursors.map((_one, i) => `$c${i}: String`).join()}) {
        ${fields.join('\n')} _entities(representations: $keys) { ... on ${type.name} { __typename } } }`,
      variables: {
        keys: keys.map((key) => ({ __typename: type.name, ...key })),
        ...Object.fromEntries(cursors.map((payload, i) => [`c${i}`, payload])),
      },
    })
    harmless(reply)
    const codes = reply.errors.map(({ code }) => code)
    expect(codes).toEqual(cursors.flatMap(() => ['BAD_USER_INPUT', 'BAD_USER_INPUT']))
    expect(reply.statements).toHaveLength(cursors.length + 1)
  })

  it('the fields that it wrote by hand', async () => {
    for (const field of model.roots.keys())
      for (const payload of payloads('person')) {
        const ask = byHand[field]
        if (ask === undefined) throw new Error(`expected a question for ${field}`)
        const reply = await served.ask({ query: `{ ${ask(JSON.stringify(payload))} }` })
        harmless(reply)
        expect(reply.data?.[field]).toBeOneOf([null, false])
      }
  })

  it('the tables stand as they stood', async () => {
    expect(await rowsOfTables()).toEqual(before)
  })
})

const byHand: Readonly<Record<string, (text: string) => string>> = {
  me: () => 'me { __typename }',
  provinceAt: (text) => `provinceAt(code: ${text}, date: "2026-01-01") { __typename }`,
  verifyPerson: (text) =>
    `verifyPerson(pin: "901188432693", fullName: ${text}, birthDate: "2000-01-01")`,
}

/** The payload wherever the key takes text; elsewhere a date. */
function keyWith(type: TableType, payload: string): Readonly<Record<string, string | number>> {
  const value = (field: string): string | number => {
    const named = type.columns.get(field)?.type
    if (named === 'PersonalId') return '000000000000'
    if (named === 'Int') return 1
    return named === 'Date' ? '2026-01-01' : payload
  }
  return Object.fromEntries((type.entityKeys[0] ?? []).map((field) => [field, value(field)]))
}

function textFilters(type: TableType, payload: string): Readonly<Record<string, unknown>>[] {
  return [...type.columns.values()]
    .filter((column) => column.filterable && ['ID', 'String'].includes(column.type))
    .flatMap(({ field }) =>
      [{ eq: payload }, { in: [payload] }, { startsWith: payload }, { contains: payload }].map(
        (operator) => ({ [field]: operator }),
      ),
    )
}
