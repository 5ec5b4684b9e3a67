import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { permissions } from '../../auth/permission.ts'
import { mintMinistryToken } from '../../auth/ministry-token.ts'
import { openSigningKey } from '../../auth/signing-key.ts'
import { connected } from '../../deploy/connected.ts'
import { personaToken } from '../../deploy/development-issuer.ts'
import { ministryNames } from '../../deploy/ministry-name.ts'
import { type Running, start } from '../../deploy/local/start.ts'
import { readSettings, type Settings } from '../../deploy/settings.ts'
import { defaultPurpose } from '../support/default-purpose.ts'
import { launch } from '../support/command-line.ts'
import { databaseUrl, loadedPeople } from '../support/database.ts'
import { expectNear } from '../support/near-count.ts'
import { type OwnCluster, ownCluster, ownPassword } from '../support/own-cluster.ts'
import { allGrants } from '../support/served-ministry.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

interface Page {
  readonly nodes: readonly Readonly<Record<string, unknown>>[]
  readonly pageInfo: Readonly<Record<string, unknown>>
  readonly totalCount: number
}

/** Serials as no register has them, so that a language's order differs from the bytes' order. */
const serials = ['đ 1', 'Đ 2', 'd 3', 'D 4', 'ă 5', 'Â 6', 'a 7', 'z 8', 'Z 9', '_ 10']
/** Not in NFC: its bytes begin with an a, and Vietnamese orders it as another letter. */
const decomposed = 'a\u0302 11'

/** By version: the database as its administrator made it. */
const locales: Readonly<Record<number, string>> = {
  15: `TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'vi-VN' LOCALE 'C'`,
  16: '',
  17: `TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'vi-VN' LOCALE 'C'`,
  18: `TEMPLATE template0 LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'`,
}

describe.each([15, 16, 17, 18])("a ministry's own PostgreSQL %i", (major) => {
  const opened: AsyncDisposable[] = []
  let cluster: OwnCluster
  let owner: Client
  let house: Running
  let settings: Settings

  beforeAll(async () => {
    const directory = await temporaryDirectory()
    opened.push(directory)
    cluster = await ownCluster(major)
    opened.push(cluster)
    await cluster.administer(
      'postgres',
      `CREATE ROLE land_owner LOGIN PASSWORD '${ownPassword}'`,
      `CREATE ROLE land_reader LOGIN NOBYPASSRLS PASSWORD '${ownPassword}'`,
      `CREATE DATABASE land OWNER land_owner ${locales[major] ?? ''}`,
    )
    const { people, seed, dirt } = loadedPeople()
    const filling = launch(
      `data --ministry land --people ${people} --seed ${seed} --dirt ${dirt} --database`
        .split(' ')
        .concat(cluster.url('land_owner', 'land')),
      { directory: directory.path },
    )
    expect(await filling.ended).toMatchObject({ code: 0 })
    owner = await addSerials(cluster.url('land_owner', 'land'))
    settings = readSettings({
      PORT: '0',
      LIEN_THONG_DATA_DIR: directory.path,
      LIEN_THONG_CONSOLE: 'off',
      LIEN_THONG_LOG_LEVEL: 'warn',
      GATEWAY_DATABASE_URL: databaseUrl('gateway', 'writer'),
      LIEN_THONG_GATEWAY_NAME: 'own-database',
      OVERSIGHT_DATABASE_URL: databaseUrl('gateway', 'reader'),
      ...Object.fromEntries(
        ministryNames.map((name) => [
          `${name.toUpperCase()}_DATABASE_URL`,
          name === 'land' ? cluster.url('land_reader', 'land') : databaseUrl(name, 'reader'),
        ]),
      ),
    })
    house = await start({
      settings,
      print: () => undefined,
      onProgress: () => undefined,
      signal: new AbortController().signal,
    })
  })
  afterAll(async () => {
    await house.close()
    await owner.end()
    for (const one of opened.reverse()) await one[Symbol.asyncDispose]()
  })

  const ask = async <Data>(persona: string, query: string, variables = {}): Promise<Data> => {
    const asked = { ...settings, port: Number(new URL(house.url).port) }
    const token = await personaToken(asked, persona, {
      purpose: defaultPurpose([persona]),
    })
    return await answerOf(`${house.url}/graphql`, token ?? '', { query, variables })
  }
  const rows = async <Row>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await owner.query(text, values)).rows as Row[]

  test('says what it is', async () => {
    const [found] = await rows<{ version: number }>(
      `SELECT current_setting('server_version_num')::int / 10000 AS version`,
    )
    expect(found).toEqual({ version: major })
  })

  test.each(['SERIAL', 'ISSUED_ON'])('is paged by %s both ways as it orders itself', async (by) => {
    const column = by.toLowerCase()
    const expected = await rows<{ serial: string }>(
      `SELECT serial FROM land_registration WHERE province_code = '01' ORDER BY ${column}, serial`,
    )
    expect(expected.length).toBeGreaterThan(50)
    for (const way of ['forward', 'backward'] as const) {
      const seen = await pagesOf(way, (args) =>
        ask('land-officer', registrations(`orderBy: [{ field: ${by} }], ${args}`)),
      )
      expect(seen).toEqual(expected.map(({ serial }) => serial))
    }
  })

  test('finds serials by their beginning', async () => {
    for (const prefix of [...serials, 'd', 'đ', 'Đ', 'a', 'z', '_', 'đ ']) {
      const expected = await rows<{ serial: string }>(
        `SELECT serial FROM land_registration
         WHERE province_code = '01' AND left(serial, length($1)) = $1`,
        [prefix],
      )
      expect(expected.length, prefix).toBeGreaterThan(0)
      const { landRegistrations: found } = await ask<{ landRegistrations: Page }>(
        'land-officer',
        registrations('where: { serial: { startsWith: $prefix } }, first: 1000', '($prefix: ID)'),
        { prefix },
      )
      const sorted = (all: readonly unknown[]) => all.map(String).sort()
      expect(sorted(found.nodes.map(({ serial }) => serial))).toEqual(
        sorted(expected.map(({ serial }) => serial)),
      )
      expect(found.totalCount).toBe(expected.length)
    }
  })

  test('adds up by province, with a filter', async () => {
    const expected = await rows<{ code: string; count: number; sum: number }>(
      `SELECT province_code AS code, count(*)::int AS count, sum(area_m2)::float8 AS sum
       FROM parcel WHERE area_m2 >= 500 AND authenticated GROUP BY province_code ORDER BY 1`,
    )
    const { provinces } = await ask<{ provinces: { nodes: readonly Province[] } }>(
      'analyst',
      `{ provinces(first: 34, orderBy: [{ field: CODE }]) { nodes { code parcelTotals(
           where: { area: { gte: 500 }, authenticated: { eq: true } }) { count area { sum } } } } }`,
    )
    const shown = provinces.nodes.filter(({ parcelTotals }) => (parcelTotals.count ?? 0) > 0)
    expect(shown.length).toBeGreaterThan(0)
    for (const { code, parcelTotals } of shown) {
      const plain = expected.find((one) => one.code === code)
      expectNear(parcelTotals.count, plain?.count)
      expect(plain?.count).toBeGreaterThanOrEqual(10)
    }
    // Every province that is not shown has few parcels, or stands for one that has.
    const withheld = expected.filter(({ code }) => !shown.some((one) => one.code === code))
    expect(withheld.length).not.toBe(1)
  })

  test("joins the other ministries' people and communes", async () => {
    const expected = await rows<{ pin: string; serial: string; commune: string }>(
      `SELECT person_pin AS pin, registration_serial AS serial, commune_code AS commune
       FROM land_party WHERE person_pin IS NOT NULL AND province_code = '01'
       ORDER BY registration_serial, ordinal LIMIT 40`,
    )
    await using population = await connected(databaseUrl('population', 'owner'))
    const { rows: people } = await population.query<{ pin: string; name: string }>(
      `SELECT pin, full_name AS name FROM person WHERE pin = ANY ($1) AND province_code = '01'`,
      [expected.map(({ pin }) => pin)],
    )
    expect(people.length).toBeGreaterThan(10)
    const names = new Map(people.map(({ pin, name }) => [pin, name]))
    const { landRegistrations: found } = await ask<{ landRegistrations: Page }>(
      'land-officer',
      `query ($in: [ID!]) { landRegistrations(first: 100, where: { serial: { in: $in } }) {
         nodes { serial commune { code name } parties { personPin person { fullName } } }
         totalCount pageInfo { endCursor } } }`,
      { in: expected.map(({ serial }) => serial) },
    )
    for (const { pin, serial, commune } of expected) {
      const node = found.nodes.find((one) => one['serial'] === serial)
      const parties = (node?.['parties'] ?? []) as readonly Party[]
      const party = parties.find(({ personPin }) => personPin === pin)
      expect(party?.person?.fullName ?? undefined).toBe(names.get(pin))
      expect(node?.['commune']).toEqual({ code: commune, name: expect.any(String) as string })
    }
  })

  test('is served alone beside it, for the gateway of the key file', async () => {
    await using alone = launch(['subgraph', 'land', '--port', '0'], {
      directory: settings.dataDir,
      environment: {
        LAND_DATABASE_URL: cluster.url('land_reader', 'land'),
        LIEN_THONG_GATEWAY_JWKS_URL: `${house.url}/.well-known/jwks.json`,
      },
    })
    const [url] = await alone.said(/http:\S+/)
    const key = await openSigningKey(settings.gatewayKeyFile)
    const caller = { id: 'test', roles: [] }
    const errand = { caller, ministry: 'land', grants: allGrants, permissions, requestId: 'test' }
    const token = await mintMinistryToken(key, errand, new Date())
    const query = '{ parcelTotals { count } }'
    const [expected] = await rows<{ count: number }>('SELECT count(*)::int AS count FROM parcel')
    const answer = (await answerOf(url, token, { query })) as {
      parcelTotals: { count: number }
    }
    expectNear(answer.parcelTotals.count, expected?.count)
    const foreign = await openSigningKey(
      join(settings.dataDir, `${randomBytes(4).toString('hex')}.jwk.json`),
    )
    for (const bad of [await mintMinistryToken(foreign, errand, new Date()), 'x', '']) {
      await expect(answerOf(url, bad, { query })).rejects.toThrow('UNAUTHENTICATED')
    }
    alone.child.kill('SIGTERM')
    expect((await alone.ended).code).toBe(0)
  })
})

interface Province {
  readonly code: string
  readonly parcelTotals: {
    readonly count: number | null
    readonly area: { readonly sum: number | null }
  }
}

interface Party {
  readonly personPin: string
  readonly person: { readonly fullName: string | null } | null
}

async function addSerials(ownerUrl: string): Promise<Client> {
  const owner = await connected(ownerUrl)
  await owner.query(
    `INSERT INTO land_registration
     SELECT serial, 'VP 1', '2020-01-02', 'INDIVIDUAL', '01', commune_code, 1
     FROM unnest($1::text[]) AS serial,
          (SELECT commune_code FROM parcel WHERE province_code = '01' LIMIT 1) AS one`,
    [[...serials, decomposed]],
  )
  return owner
}

function registrations(args: string, variables = ''): string {
  return `query ${variables} { landRegistrations(${args}) {
    nodes { serial } totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`
}

/** Serials of all pages, in the order of the whole, whichever way they were read. */
async function pagesOf(
  way: 'forward' | 'backward',
  ask: (args: string) => Promise<{ landRegistrations: Page }>,
): Promise<unknown[]> {
  const pages: unknown[][] = []
  let cursor = ''
  for (;;) {
    const place = cursor === '' ? '' : `, ${way === 'forward' ? 'after' : 'before'}: "${cursor}"`
    const { landRegistrations } = await ask(`${way === 'forward' ? 'first' : 'last'}: 23${place}`)
    const { nodes, pageInfo } = landRegistrations
    pages.push(nodes.map(({ serial }) => serial))
    if (pageInfo[way === 'forward' ? 'hasNextPage' : 'hasPreviousPage'] !== true) break
    cursor = String(pageInfo[way === 'forward' ? 'endCursor' : 'startCursor'])
  }
  return (way === 'forward' ? pages : pages.reverse()).flat()
}

async function answerOf<Data>(
  url: string,
  token: string,
  body: Readonly<Record<string, unknown>>,
): Promise<Data> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown }
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}
