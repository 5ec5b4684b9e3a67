import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noRows } from '../../auth/row-scope.ts'
import { KeptPlans } from '../../subgraphs/kit/kept-plans.ts'
import { population } from '../../subgraphs/population/subgraph.ts'
import { reference } from '../../subgraphs/reference/subgraph.ts'
import { databaseUrl } from '../support/database.ts'
import { emptyMinistries } from '../support/empty-ministries.ts'
import { servedMinistry, type ServedForTest } from '../support/served-ministry.ts'

const entities = `query ($people: [_Any!]!) {
  _entities(representations: $people) { ... on Person { pin provinceCode } }
}`

/** More than the five runs after which PostgreSQL may take one plan for all values. */
const runs = 12

describe('kept plans', () => {
  let ministry: ServedForTest
  let people: readonly { readonly pin: string; readonly province_code: string }[]

  beforeAll(async () => {
    ministry = await servedMinistry(population, databaseUrl('population', 'reader'))
    const owner = new Client({ connectionString: databaseUrl('population', 'owner') })
    await owner.connect()
    const found = await owner.query<{ pin: string; province_code: string }>(
      `SELECT pin, province_code FROM person WHERE province_code IN ('01', '79') ORDER BY md5(pin) LIMIT 60`,
    )
    people = found.rows
    await owner.end()
  })
  afterAll(() => ministry[Symbol.asyncDispose]())

  it('give each caller the own rows, whoever asked before on the same connection', async () => {
    const representations = people.map(({ pin }) => ({ __typename: 'Person', pin }))
    for (let run = 0; run < runs; run++) {
      const province = run % 2 === 0 ? '01' : '79'
      const { data } = await ministry.ask({
        query: entities,
        variables: { people: representations },
        grants: { 'population:person:read': { ...noRows, provinces: [province] } },
      })
      expect(data).toEqual({
        _entities: people.map(({ pin, province_code: provinceCode }) =>
          provinceCode === province ? { pin, provinceCode } : null,
        ),
      })
    }
  })

  it('hold under row-level security alone', async () => {
    const reader = new Client({ connectionString: databaseUrl('population', 'reader') })
    await reader.connect()
    try {
      for (let run = 0; run < runs; run++) {
        const province = run % 2 === 0 ? '01' : '79'
        await reader.query('BEGIN')
        await reader.query(`SELECT set_config('lien_thong.provinces', $1, true)`, [province])
        const { rows } = await reader.query<{ province_code: string }>({
          name: 'by-key',
          text: 'SELECT province_code FROM person WHERE pin = ANY($1)',
          values: [people.map(({ pin }) => pin)],
        })
        await reader.query('COMMIT')
        expect(rows.length).toBeGreaterThan(0)
        expect(new Set(rows.map((row) => row.province_code))).toEqual(new Set([province]))
      }
    } finally {
      await reader.end()
    }
  })

  it('do not outlive a change of the table by more than one request', async () => {
    await using ministries = await emptyMinistries(['reference'])
    const owner = await ministries.owner('reference')
    await using catalogue = await servedMinistry(reference, ministries.ownerUrl('reference'))
    const ask = () =>
      catalogue.ask({
        query: `{ _entities(representations: [{ __typename: "EthnicGroup", code: "01" }]) {
          ... on EthnicGroup { name } } }`,
      })
    for (let run = 0; run < 3; run++) expect((await ask()).errors).toEqual([])
    await owner.query('ALTER TABLE ethnic_group ALTER COLUMN name_vi TYPE varchar')
    const [first, second] = [await ask(), await ask()]
    expect(first.errors.map(({ code }) => code)).toEqual(['MINISTRY_UNAVAILABLE'])
    expect(second.errors).toEqual([])
  })

  it('are bounded for a connection, and come with the second use', () => {
    const plans = new KeptPlans()
    const connection = {}
    expect(plans.nameOf(connection, 'SELECT 1')).toBeUndefined()
    expect(plans.nameOf(connection, 'SELECT 1')).toBe(plans.nameOf({}, 'SELECT 1'))
    for (let text = 0; text < 100; text++)
      for (let use = 0; use < 2; use++) plans.nameOf(connection, `SELECT ${text}`)
    expect(plans.isFull(connection)).toBe(true)
    expect(plans.isFull({})).toBe(false)
  })
})
