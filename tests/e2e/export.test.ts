import { setTimeout as wait } from 'node:timers/promises'
import ExcelJS from 'exceljs'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import { callerToken } from '../attack/caller-token.ts'
import { auditConfig, recordsOf } from '../audit/audited-world.ts'
import { adminUrl, databaseUrl } from '../support/database.ts'
import { codesOf, csvCells, type Exported, exported } from '../support/exported.ts'
import { allParcels, columns, document, type ParcelRow } from '../support/exported-parcels.ts'
import { documentation } from '../support/markdown.ts'
import { openSystem, type System } from '../support/system.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

let system: System
let gatewayName = ''
let close: () => Promise<void>
/** The parcels that the tests' land officer may read, as the owner of the databases sees them. */
let expected: readonly ParcelRow[] = []
let token = ''

beforeAll(async () => {
  const directory = await temporaryDirectory()
  const audit = await auditConfig(directory.path)
  gatewayName = audit.gatewayName
  system = await openSystem({
    audit,
    exports: { rows: { '*': 3000, analyst: 40 }, maxBytes: 1_000_000, atOnce: 2, atOnceInAll: 3 },
  })
  close = async () => {
    await system[Symbol.asyncDispose]()
    await directory[Symbol.asyncDispose]()
  }
  const parcels = await allParcels()
  expected = parcels.rows
  token = await callerToken(system, {
    sub: 'land-officer-of-all',
    roles: ['land-officer'],
    agency: 'land',
    provinces: parcels.provinces,
  })
})
afterAll(() => close())

function ask(body: Readonly<Record<string, unknown>>, as = token): Promise<Exported> {
  const message = { query: document, variables: { least: 10 }, ...body }
  const purpose = 'land-registration'
  return exported({ url: system.url, token: as, purpose, body: message })
}

describe('a file holds what the databases hold', () => {
  test('CSV: all pages, every value', async () => {
    const file = await ask({ format: 'csv', name: 'Thửa đất' })
    expect(file).toMatchObject({ status: 200, isWhole: true })
    expect(expected.length).toBeGreaterThan(1000)
    expect(file.trailers).toEqual({
      'x-export-rows': String(expected.length),
      'x-export-end': 'complete',
    })
    expect(file.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'cache-control': 'no-store',
      'content-disposition': `attachment; filename="Th_a __t.csv"; filename*=UTF-8''Th%E1%BB%ADa%20%C4%91%E1%BA%A5t.csv`,
    })
    const [names, ...rows] = csvCells(file)
    expect(names).toEqual(columns)
    expect(rows).toEqual(
      expected.map(({ geohash, area, authenticated, from, serial, commune, uses }) => [
        geohash,
        String(area),
        String(authenticated),
        from,
        serial ?? '',
        commune,
        JSON.stringify(uses),
      ]),
    )
  })

  test('XLSX: typed cells, and where they are from', async () => {
    const file = await ask({ format: 'xlsx' })
    expect(file).toMatchObject({ status: 200, isWhole: true })
    const book = new ExcelJS.Workbook()
    // Its types were written for an older Buffer.
    await book.xlsx.load(file.bytes as unknown as ExcelJS.Buffer)
    const rows = valuesOf(book, 'data')
    expect(rows[0]).toEqual(columns)
    expect(rows.slice(1)).toEqual(
      expected.map(({ geohash, area, authenticated, from, serial, commune, uses }) => [
        geohash,
        area,
        authenticated,
        new Date(`${from}T00:00:00Z`),
        serial ?? undefined,
        commune,
        JSON.stringify(uses),
      ]),
    )
    const told = Object.fromEntries(valuesOf(book, 'provenance'))
    expect(told).toMatchObject({
      query: document,
      variables: '["least"]',
      path: 'parcels',
      roles: '["land-officer"]',
      agency: 'land',
      purpose: 'land-registration',
      rows: String(expected.length),
      end: 'complete',
      requestId: file.headers['x-request-id'],
    })
    expect(JSON.parse(told['ministries'] ?? '')).toMatchObject({
      land: { asOf: expect.stringMatching(/^2\d{3}-/) as unknown },
      reference: {},
    })
  })

  test('Parquet: typed columns, and where they are from', async () => {
    const { bytes, isWhole } = await ask({ format: 'parquet' })
    expect(isWhole).toBe(true)
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
    expect(await parquetReadObjects({ file: file as ArrayBuffer })).toEqual(
      expected.map(({ geohash, area, authenticated, from, serial, commune, uses }) => ({
        geohash,
        area,
        authenticated,
        validFrom: new Date(`${from}T00:00:00Z`),
        registrationSerial: serial,
        'commune.name': commune,
        uses: JSON.stringify(uses),
      })),
    )
    const { key_value_metadata: told = [] } = parquetMetadata(file as ArrayBuffer)
    expect(told).toContainEqual({ key: 'purpose', value: 'land-registration' })
    expect(told).toContainEqual({ key: 'end', value: 'complete' })
  })

  test('NDJSON: rows as answered, and a last line that says it is the last', async () => {
    const { bytes } = await ask({ format: 'ndjson', rows: 5 })
    const lines = bytes.toString('utf8').trimEnd().split('\n')
    const rows = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(rows.slice(0, -1)).toEqual(
      expected.slice(0, 5).map(({ geohash, area, authenticated, from, serial, commune, uses }) => ({
        geohash,
        area,
        authenticated,
        validFrom: from,
        registrationSerial: serial,
        commune: { name: commune },
        uses,
      })),
    )
    expect(rows.at(-1)).toMatchObject({ $export: { end: 'cut', rows: 5, pages: 1 } })
  })

  test('with explode each item of a list is a row', async () => {
    const file = await ask({ format: 'csv', explode: 'uses' })
    const [names, ...rows] = csvCells(file)
    expect(names).toEqual([...columns.slice(0, -1), 'uses.code', 'uses.area'])
    expect(rows.map((row) => [row[0], row[6], row[7]])).toEqual(
      expected.flatMap(({ geohash, uses }) =>
        uses.map(({ code, area }) => [geohash, code, String(area)]),
      ),
    )
  })

  test('an archive holds the file and its provenance', async () => {
    const file = await ask({ format: 'csv', archive: 'zip', name: 'parcels', rows: 1 })
    expect(file.headers['content-type']).toBe('application/zip')
    // A workbook is such an archive too: the same writer, read by another program.
    expect(file.bytes.toString('latin1')).toMatch(/parcels\.csv[\s\S]*provenance\.json/)
  })
})

describe('statistics', () => {
  test('withheld cells stay marked, and the profile is told', async () => {
    const query = `{ personGroups(groupBy: [{ field: PROVINCE }, { field: MARITAL_STATUS }], first: 40) {
      groups { key { province { code } maritalStatus } count } } }`
    const analyst = await system.token('analyst')
    const file = await exported({ url: system.url, token: analyst, body: { query, format: 'csv' } })
    expect(file.status, file.bytes.toString('utf8')).toBe(200)
    const [names, ...rows] = csvCells(file)
    expect(names).toEqual([
      'key.province.code',
      'key.maritalStatus',
      'count',
      'disclosure.status',
      'disclosure.reason',
    ])
    const { body } = await system.ask(
      'analyst',
      query.replace('count', 'count disclosure { status }'),
    )
    const { groups } = (body.data ?? {})['personGroups'] as {
      groups: readonly { count: number | null; disclosure: { status: string } }[]
    }
    expect(rows.map(([, , count, status]) => [count, status])).toEqual(
      groups.map(({ count, disclosure }) => [
        count === null ? '' : String(count),
        disclosure.status,
      ]),
    )
    expect(rows.some(([, , count, status]) => count === '' && status === 'SUPPRESSED')).toBe(true)
    expect(rows.every(([, , count]) => count !== '0')).toBe(true)
    const told = await exported({
      url: system.url,
      token: analyst,
      body: {
        query: query.replaceAll(/MARITAL_STATUS|maritalStatus/g, (one) => byEthnicity[one] ?? ''),
        format: 'ndjson',
      },
    })
    const last = JSON.parse(
      told.bytes.toString('utf8').trimEnd().split('\n').at(-1) ?? '',
    ) as object
    expect(last).toMatchObject({
      $export: { disclosure: { profile: 'sensitive', status: expect.any(String) as unknown } },
    })
  })
})

const byEthnicity: Readonly<Record<string, string>> = {
  MARITAL_STATUS: 'ETHNICITY',
  maritalStatus: 'ethnicity { code }',
}

describe('limits, on both sides', () => {
  const provinces = (more: object) => ({
    query: '{ provinces { nodes { code name } } }',
    format: 'csv',
    ...more,
  })
  const communes = '{ communes { nodes { code } } }'
  const asAnalyst = async (body: object) =>
    await exported({ url: system.url, token: await system.token('analyst'), body })

  test('rows by role', async () => {
    expect((await asAnalyst(provinces({}))).trailers).toMatchObject({ 'x-export-rows': '34' })
    expect(await asAnalyst(provinces({ rows: 40 }))).toMatchObject({ isWhole: true })
    const asked = await asAnalyst(provinces({ rows: 41 }))
    expect([asked.status, codesOf(asked)]).toEqual([400, ['COST_EXCEEDED']])
    // More than the role may have, and no word of a beginning: refused, not cut.
    const tooMany = await asAnalyst({ query: communes, format: 'csv' })
    expect([tooMany.status, codesOf(tooMany)]).toEqual([400, ['COST_EXCEEDED']])
    const beginning = await asAnalyst({ query: communes, format: 'csv', rows: 40 })
    expect(beginning.trailers).toEqual({ 'x-export-rows': '40', 'x-export-end': 'cut' })
  })

  test('bytes: a file that grows too large breaks off', async () => {
    const aliases = Array.from({ length: 90 }, (_, i) => `a${i}: geohash`).join(' ')
    const query = `{ parcels { nodes { ${aliases} } } }`
    const file = await ask({ query, format: 'csv' })
    expect(file).toMatchObject({ status: 200, isWhole: false, trailers: {} })
    expect(await ask({ query, format: 'csv', rows: 700 })).toMatchObject({ isWhole: true })
  })
})

test('the guide’s curl command makes the file that it says', async () => {
  const page = (await documentation()).find(({ path }) => path === 'docs/analysts.md')
  const command = page?.blocks.find(({ content }) => content.includes('/export'))?.content ?? ''
  const [, who = ''] = /npx lien-thong token ([\w-]+)/.exec(command) ?? []
  const [, asked = ''] = /-d '([^']*)'/.exec(command) ?? []
  expect([command.includes(' -fsS '), who]).toEqual([true, 'analyst'])
  const file = await exported({
    url: system.url,
    token: await system.token('analyst'),
    body: asked,
  })
  const [names, ...rows] = csvCells(file)
  expect(names?.slice(0, 4)).toEqual(['code', 'name', 'areaKm2', 'personTotals.count'])
  expect(rows).toHaveLength(34)
})

test('every page is in the journal, with its rows and whose they are', async () => {
  const { headers } = await ask({ format: 'csv' })
  const records = await recordsOf(gatewayName)
  const pages = records.filter((record) => record['requestId'] === headers['x-request-id'])
  expect(pages.map((page) => page['export'])).toEqual([
    { format: 'csv', page: 1 },
    { format: 'csv', page: 2 },
  ])
  const outcomes = pages.flatMap(({ id }) =>
    records.filter((record) => record['id'] === id && record.kind === 'outcome'),
  )
  expect(outcomes.map((outcome) => outcome['exported'])).toEqual([1000, expected.length - 1000])
  const shown = outcomes.flatMap((outcome) => {
    const { land = [] } = outcome['persons'] as { land?: { persons: string[] }[] }
    return land.flatMap(({ persons }) => persons)
  })
  await using land = await connected(databaseUrl('land', 'owner'))
  const { rows } = await land.query<{ n: number }>(
    `SELECT count(DISTINCT person_pin)::int AS n FROM land_party JOIN parcel USING (registration_serial)
     WHERE area_m2 >= 10`,
  )
  expect(new Set(shown).size).toBe(rows[0]?.n)
})

test('a client that leaves ends the statement in the database, and frees its place', async () => {
  const holder = new Client({ connectionString: databaseUrl('land', 'owner') })
  const watcher = new Client({ connectionString: adminUrl() })
  await Promise.all([holder.connect(), watcher.connect()])
  const running = async (): Promise<number> => {
    const { rows } = await watcher.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'lien-thong land'
       AND state = 'active' AND wait_event_type = 'Lock' AND query LIKE '%"land_registration"%issued_on%DESC%'`,
    )
    return rows[0]?.n ?? -1
  }
  const until = async (wanted: number): Promise<number> => {
    for (let i = 0; i < 100 && (await running()) !== wanted; i++) await wait(20)
    return await running()
  }
  await holder.query('BEGIN; LOCK TABLE land_registration IN ACCESS EXCLUSIVE MODE')
  try {
    const leaving = new AbortController()
    const gone = exported({
      url: system.url,
      token,
      purpose: 'land-registration',
      // In an order that nobody else asks for meanwhile: others wait for the table too.
      body: {
        query:
          '{ landRegistrations(orderBy: [{ field: ISSUED_ON, direction: DESC }]) { nodes { serial } } }',
        format: 'csv',
      },
      signal: leaving.signal,
    }).catch((error: unknown) => error)
    expect(await until(1)).toBe(1)
    leaving.abort()
    expect(await gone).toBeInstanceOf(Error)
    // The table is still locked: the statement did not end by itself.
    expect(await until(0)).toBe(0)
  } finally {
    await holder.query('ROLLBACK')
    await Promise.all([holder.end(), watcher.end()])
  }
  const both = await Promise.all([ask({ format: 'csv', rows: 1 }), ask({ format: 'csv', rows: 1 })])
  expect(both.map(({ status }) => status)).toEqual([200, 200])
})

test('what /graphql refuses is refused in the same words', async () => {
  const refusals = [
    [{ query: '{ persons { nodes { fullName } } }' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    [{ query: '{ parcels { nodes { nothing } } }' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    [{ query: '{ parcels {' }, 400, 'GRAPHQL_PARSE_FAILED'],
    [{ query: document, variables: { least: 'x' } }, 400, 'BAD_USER_INPUT'],
    [{ query: '{ parcelTotals { count } }' }, 400, 'BAD_USER_INPUT'],
    [{ format: 'pdf' }, 400, 'BAD_USER_INPUT'],
    [{ explode: 'commune' }, 400, 'BAD_USER_INPUT'],
    [{ name: '../x' }, 400, 'BAD_USER_INPUT'],
    [{ query: document.replace('first: 2', 'last: 2') }, 400, 'BAD_USER_INPUT'],
  ] as const
  const school = await callerToken(system, {
    roles: ['school-officer'],
    institutions: [persona.institutionCode],
    purpose: undefined,
  })
  for (const [body, status, code] of refusals) {
    const refused = await ask({ format: 'csv', ...body }, 'fullName' in body ? school : token)
    expect([JSON.stringify(body), refused.status, codesOf(refused)[0]]).toEqual([
      JSON.stringify(body),
      status,
      code,
    ])
  }
  const message = { query: document, variables: { least: 10 }, format: 'csv' }
  const withoutPurpose = await system.token('land-officer')
  const unsaid = await exported({ url: system.url, token: withoutPurpose, body: message })
  expect([unsaid.status, codesOf(unsaid)]).toEqual([403, ['PURPOSE_REQUIRED']])
  const unknown = await exported({ url: system.url, token: 'x', body: message })
  expect([unknown.status, codesOf(unknown)]).toEqual([401, ['UNAUTHENTICATED']])
})

function valuesOf(book: ExcelJS.Workbook, name: string): readonly [string, string][] {
  const rows: unknown[] = []
  book.getWorksheet(name)?.eachRow((row) => {
    const values = row.values as unknown[]
    rows.push(values.slice(1))
  })
  return rows as [string, string][]
}
