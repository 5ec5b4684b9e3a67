import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { houseReports } from '../../deploy/house-reports.ts'
import { maxOwned, maxVersions } from '../../gateway/reports/reports.ts'
import type { Claims } from '../attack/caller-token.ts'
import { databaseUrl } from '../support/database.ts'
import { openReportsHouse, type ReportsHouse } from '../support/reports-house.ts'

let house: ReportsHouse
beforeAll(async () => {
  house = await openReportsHouse()
})
afterAll(() => house[Symbol.asyncDispose]())

const ann = { sub: 'ann', roles: ['analyst'], agency: 'statistics' }
const bob = { sub: 'bob', roles: ['analyst'] }
const doctor = { sub: 'dora', roles: ['doctor'], facilities: ['01001'] }
const somebody = {
  sub: 'somebody',
  pin: '900000000001',
  provinces: ['01'],
  facilities: ['01001'],
  institutions: ['TH00004001'],
}
const operator = { sub: 'olga', roles: ['operator'] }

const report = (change: Readonly<Record<string, unknown>> = {}) => ({
  base: 0,
  title: { vi: 'Số hộ theo tỉnh', en: 'Households by province' },
  description: { vi: 'Đếm hộ.', en: 'Counts households.\nTwo lines.' },
  document:
    'query Households($n: Int! = 5, $name: String) { provinces(first: $n, where: { name: { eq: $name } }) { nodes { name householdTotals { count } } } }',
  chart: {
    kind: 'bar',
    x: 'provinces.nodes[].name',
    y: ['provinces.nodes[].householdTotals.count'],
  },
  purpose: null,
  shared: [],
  labels: { n: { vi: 'Số tỉnh', en: 'Provinces' } },
  ...change,
})

interface Listed {
  readonly reports: readonly {
    readonly id: string
    readonly chart: string
    readonly owner: object
  }[]
  readonly next: string | null
}

async function listed(who: Claims, query = ''): Promise<Listed> {
  const { status, json } = await house.send(who, 'GET', `/reports${query}`)
  expect(status).toBe(200)
  return json as Listed
}

const ids = ({ reports }: Listed) => reports.map(({ id }) => id)

describe('the reports of the house', () => {
  test('are there, each for the role that it is written for, and fit what that role sees', async () => {
    const all = await houseReports()
    expect(all.filter(({ shared }) => shared.includes('analyst'))).toHaveLength(8)
    for (const { id, title, document, shared, purpose } of all) {
      const role = { ...somebody, roles: shared }
      const { status, json } = await house.send(role, 'GET', `/reports/${id}`)
      expect([id, status]).toEqual([id, 200])
      expect(json).toMatchObject({ id, title, document, purpose, version: 1, savedBy: null })
      const saved = await house.send(role, 'PUT', `/reports/copy-of-${id}`, {
        ...report({ document, title, labels: {}, purpose }),
      })
      expect([id, saved.status]).toEqual([id, 201])
      expect((await house.send(role, 'DELETE', `/reports/copy-of-${id}`)).status).toBe(204)
    }
    expect(ids(await listed(ann))).toHaveLength(8)
    expect(ids(await listed(doctor))).toEqual(['prescriptions-of-a-hospital'])
    const charts = (await listed(ann)).reports.map(({ chart }) => chart)
    expect(charts).not.toContain('table')
  })

  test('are nobody’s to change, but anybody’s to take along', async () => {
    const put = await house.send(ann, 'PUT', '/reports/land-per-household', report({ base: 1 }))
    expect([put.status, put.code]).toEqual([403, 'FORBIDDEN'])
    const gone = await house.send(ann, 'DELETE', '/reports/land-per-household')
    expect([gone.status, gone.code]).toEqual([403, 'FORBIDDEN'])
  })

  test('are found by words in either language, with and without diacritics', async () => {
    expect(ids(await listed(ann, '?search=đất hộ'))).toContain('land-per-household')
    expect(ids(await listed(ann, '?search=DAT BINH QUAN'))).toEqual(['land-per-household'])
    expect(ids(await listed(ann, '?search=ethnic%20living'))).toEqual(['people-by-ethnicity'])
    expect(ids(await listed(ann, '?search=%25'))).toEqual([])
  })

  test('come in pages', async () => {
    const first = await listed(ann, '?limit=5')
    expect(first.next).toBe(ids(first).at(-1))
    const rest = await listed(ann, `?limit=5&after=${first.next}`)
    expect(rest.next).toBeNull()
    expect([...ids(first), ...ids(rest)]).toEqual(ids(await listed(ann)))
  })
})

describe('a report that somebody saves', () => {
  test('has parameters of its variables, an owner, and a version for each save', async () => {
    const made = await house.send(ann, 'PUT', '/reports/own-one', report({ message: 'begun' }))
    expect(made.status).toBe(201)
    expect(made.json).toMatchObject({
      id: 'own-one',
      version: 1,
      operation: 'Households',
      message: 'begun',
      owner: { sub: 'ann', agency: 'statistics', isHouse: false, isYou: true },
      may: { save: true, archive: true },
      parameters: [
        {
          name: 'n',
          type: 'Int!',
          required: false,
          default: 5,
          label: { vi: 'Số tỉnh', en: 'Provinces' },
        },
        { name: 'name', type: 'String', required: false, label: { vi: 'name', en: 'name' } },
      ],
    })
    const next = report({ base: 1, title: { vi: 'Hộ', en: 'Households' }, shared: ['doctor'] })
    expect((await house.send(ann, 'PUT', '/reports/own-one', next)).json).toMatchObject({
      version: 2,
    })
    const { json } = await house.send(ann, 'GET', '/reports/own-one/versions')
    expect(json).toMatchObject({
      versions: [
        { version: 2, savedBy: 'ann', isYours: true, message: null },
        { version: 1, message: 'begun' },
      ],
    })
    const old = await house.send(ann, 'GET', '/reports/own-one?version=1')
    expect(old.json).toMatchObject({ version: 1, title: { en: 'Households by province' } })
  })

  test('is seen by its owner, by roles that it is shared with, and by operators', async () => {
    await house.send(ann, 'PUT', '/reports/seen-one', report({ shared: ['doctor'] }))
    const statusFor = async (who: Claims) =>
      (await house.send(who, 'GET', '/reports/seen-one')).status
    expect(await statusFor(ann)).toBe(200)
    expect(await statusFor(doctor)).toBe(200)
    expect(await statusFor(operator)).toBe(200)
    expect(await statusFor(bob)).toBe(404)
    expect(ids(await listed(bob))).not.toContain('seen-one')
    expect(ids(await listed(doctor))).toContain('seen-one')
    expect((await house.send(bob, 'GET', '/reports/seen-one/versions')).status).toBe(404)
  })

  test('loses no update: of two who save on the same version one is refused', async () => {
    await house.send(ann, 'PUT', '/reports/raced-one', report())
    const saves = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        house.send(ann, 'PUT', '/reports/raced-one', report({ base: 1, message: `save ${i}` })),
      ),
    )
    expect(saves.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(saves.filter(({ status }) => status === 409)).toHaveLength(5)
    expect((await house.send(ann, 'GET', '/reports/raced-one')).json).toMatchObject({ version: 2 })
    expect((await house.send(ann, 'PUT', '/reports/raced-one', report({ base: 7 }))).status).toBe(
      409,
    )
    expect((await house.send(ann, 'PUT', '/reports/never-there', report({ base: 7 }))).status).toBe(
      404,
    )
  })

  test('is archived by its owner or an operator, stays in the history, and is restored by its owner', async () => {
    await house.send(ann, 'PUT', '/reports/old-one', report({ shared: ['doctor'] }))
    expect((await house.send(doctor, 'DELETE', '/reports/old-one')).code).toBe('FORBIDDEN')
    expect((await house.send(bob, 'DELETE', '/reports/old-one')).status).toBe(404)
    expect((await house.send(ann, 'DELETE', '/reports/old-one')).status).toBe(204)
    expect(ids(await listed(ann))).not.toContain('old-one')
    expect((await house.send(doctor, 'GET', '/reports/old-one')).status).toBe(404)
    const kept = await house.send(ann, 'GET', '/reports/old-one')
    expect(kept.json).toMatchObject({ archived: true, version: 2 })
    const again = await house.send(ann, 'PUT', '/reports/old-one', report({ base: 2 }))
    expect(again.json).toMatchObject({ archived: false, version: 3 })
    expect((await house.send(operator, 'DELETE', '/reports/old-one')).status).toBe(204)
    const refused = await house.send(ann, 'PUT', '/reports/old-one', report({ base: 4 }))
    expect([refused.status, refused.code]).toEqual([403, 'FORBIDDEN'])
  })

  const long = (characters: number) => 'x'.repeat(characters)
  test.each([
    [
      'a document that the saver’s schema has not',
      { document: '{ people { nodes { pin } } }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['no document', { document: '{' }, 'GRAPHQL_PARSE_FAILED'],
    [
      'two operations',
      { document: 'query A { __typename } query B { __typename }', labels: {} },
      'BAD_USER_INPUT',
    ],
    ['a label of no variable', { labels: { other: { vi: 'a', en: 'a' } } }, 'BAD_USER_INPUT'],
    ['a purpose of others', { purpose: 'treatment' }, 'BAD_USER_INPUT'],
    ['a control character', { title: { vi: 'a\u0007b', en: 'a' } }, 'BAD_USER_INPUT'],
    ['text turned around', { title: { vi: 'a\u202Eb', en: 'a' } }, 'BAD_USER_INPUT'],
    ['no title', { title: { vi: ' ', en: 'a' } }, 'BAD_USER_INPUT'],
    ['a line break in a title', { title: { vi: 'a\nb', en: 'a' } }, 'BAD_USER_INPUT'],
    ['a title too long', { title: { vi: long(201), en: 'a' } }, 'BAD_USER_INPUT'],
    ['a description too long', { description: { vi: long(2001), en: '' } }, 'BAD_USER_INPUT'],
    ['a document too long', { document: `{ __typename } #${long(20_000)}` }, 'BAD_USER_INPUT'],
    ['an unknown role', { shared: ['king'] }, 'BAD_USER_INPUT'],
    ['an unknown chart', { chart: { kind: 'pie' } }, 'BAD_USER_INPUT'],
    ['a path that is none', { chart: { kind: 'bar', x: 'a b' } }, 'BAD_USER_INPUT'],
    ['something else', { surplus: 1 }, 'BAD_USER_INPUT'],
    [
      'a personal number',
      { document: '{ provinces(where: { name: { eq: "900000000001" } }) { totalCount } }' },
      'BAD_USER_INPUT',
    ],
    [
      'a personal number in wide digits',
      { description: { vi: '９００００００００００１', en: '' } },
      'BAD_USER_INPUT',
    ],
  ])('is refused with %s', async (_what, change, code) => {
    const labels = 'document' in change ? { labels: {} } : {}
    const refused = await house.send(
      ann,
      'PUT',
      '/reports/bad-one',
      report({ ...labels, ...change }),
    )
    expect([refused.status, refused.code]).toEqual([400, code])
    expect((await house.send(ann, 'GET', '/reports/bad-one')).status).toBe(404)
  })

  test('may be as long as is allowed', async () => {
    const most = report({
      title: { vi: long(200), en: 'a' },
      description: { vi: long(2000), en: '' },
      document: `{ __typename } #${long(19_984)}`,
      labels: {},
    })
    expect((await house.send(ann, 'PUT', '/reports/long-one', most)).status).toBe(201)
  })

  test.each(['ab', 'A-report', 'with_underscore', '-begins', 'a'.repeat(65)])(
    'has no such id: %s',
    async (id) => {
      expect((await house.send(ann, 'PUT', `/reports/${id}`, report())).status).toBe(404)
    },
  )
})

test('an owner has so many reports and a report so many versions, and no more', async () => {
  const many = { sub: 'many', roles: ['analyst'] }
  await using client = await connected(house.databaseUrl)
  await client.query(
    `INSERT INTO reports.version (report, version, author, owner, shared, archived, search, body)
     SELECT 'many-' || i, 1, 'many', 'many', '{}', false, '', body FROM generate_series(1, $1) AS i,
       (SELECT body FROM reports.version WHERE report = 'land-per-household') AS one`,
    [maxOwned - 1],
  )
  expect((await house.send(many, 'PUT', '/reports/last-one', report())).status).toBe(201)
  const beyond = await house.send(many, 'PUT', '/reports/one-more', report())
  expect([beyond.status, beyond.code]).toEqual([413, 'DOCUMENT_TOO_LARGE'])
  await client.query(
    `INSERT INTO reports.version (report, version, author, owner, shared, archived, search, body)
     SELECT report, i, author, owner, shared, archived, search, body
     FROM reports.version, generate_series(2, $1) AS i WHERE report = 'last-one'`,
    [maxVersions - 1],
  )
  const last = await house.send(many, 'PUT', '/reports/last-one', report({ base: maxVersions - 1 }))
  expect(last.json).toMatchObject({ version: maxVersions })
  const refused = await house.send(many, 'PUT', '/reports/last-one', report({ base: maxVersions }))
  expect([refused.status, refused.code]).toEqual([413, 'DOCUMENT_TOO_LARGE'])
})

test('what was saved can be rewritten by nobody who writes', async () => {
  await using client = await connected(house.databaseUrl)
  for (const change of [
    "UPDATE reports.version SET author = 'x'",
    'DELETE FROM reports.version',
    'TRUNCATE reports.version CASCADE',
  ])
    await expect(client.query(change)).rejects.toThrow('permission denied')
})

test('a database that is away is told as such', async () => {
  const owner = new URL(databaseUrl('gateway', 'owner'))
  owner.pathname = new URL(house.databaseUrl).pathname
  await using client = await connected(owner.href)
  await client.query('ALTER SCHEMA reports RENAME TO elsewhere')
  const away = await house.send(ann, 'GET', '/reports')
  expect([away.status, away.code]).toEqual([503, 'REGISTRY_UNAVAILABLE'])
  expect(JSON.stringify(away.json)).not.toMatch(/relation|schema "|SELECT/)
  await client.query('ALTER SCHEMA elsewhere RENAME TO reports')
  expect((await house.send(ann, 'GET', '/reports')).status).toBe(200)
})
