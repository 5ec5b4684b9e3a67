import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ministries } from '../../deploy/ministries.ts'
import { databaseUrl } from '../support/database.ts'
import { ministryFiles } from '../support/ministry-files.ts'
import { representations } from '../support/representations.ts'
import {
  type MinistryReply,
  servedMinistry,
  type ServedForTest,
} from '../support/served-ministry.ts'
import { openPlainSql, type PlainSql } from '../truth/plain-sql.ts'
import { fieldQuestions } from './field-question.ts'

const models = new Map(ministryFiles().map(({ name, model }) => [name, model]))

function entities(reply: MinistryReply): unknown[] {
  return reply.data?.['_entities'] as unknown[]
}

describe.each(ministries)('$name', (ministry) => {
  const { name } = ministry
  const model = models.get(name)
  if (model === undefined) throw new Error(`expected a model of ${name}`)
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

  it.each(fieldQuestions(model))(
    '$coordinate costs $statements statements below one parent and below eighty',
    async ({ entity, query, shape, statements }) => {
      const keys = await representations(sql, { ministry: name, type: entity }, 80)
      const many = await served.ask({ query, variables: { keys } })
      expect(many.errors).toEqual([])
      expect(entities(many)).toHaveLength(keys.length)
      // A to-one field may be empty in every row.
      if (shape !== 'one') expect(many.statements).toHaveLength(statements)
      expect(many.statements.length).toBeLessThanOrEqual(statements)
      expect(many.reported.statements).toBe(many.statements.length)
      for (const [place, key] of keys.slice(0, 3).entries()) {
        const one = await served.ask({ query, variables: { keys: [key] } })
        expect(entities(one)).toEqual([entities(many)[place]])
        expect(one.statements.length).toBeLessThanOrEqual(many.statements.length)
      }
    },
  )

  it.each(
    [...model.types.values()].flatMap((type) =>
      type.kind === 'table' && type.entityKeys.length > 0 ? [type] : [],
    ),
  )(
    '$name: a thousand representations are one statement, in order, unknown ones null',
    async (type) => {
      const known = await representations(sql, { ministry: name, type }, 400)
      const unknown = known.map((key) => ({ ...key, [type.entityKeys[0]?.[0] ?? '']: 'unknown' }))
      const keys = Array.from(
        { length: 1000 },
        (_, i) => (i % 5 === 4 ? unknown : known)[i % known.length],
      )
      const fields = type.entityKeys[0]?.join(' ')
      const reply = await served.ask({
        query: `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on ${type.name} { __typename ${fields} } } }`,
        variables: { keys },
      })
      expect(reply.errors).toEqual([])
      expect(reply.statements).toHaveLength(1)
      expect(entities(reply)).toEqual(keys.map((key, i) => (i % 5 === 4 ? null : key)))
    },
  )
})
