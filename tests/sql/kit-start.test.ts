import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ministries } from '../../deploy/ministries.ts'
import { openHealthPort } from '../../subgraphs/kit/health-port.ts'
import { ministry } from '../../subgraphs/kit/ministry.ts'
import { databaseUrl } from '../support/database.ts'
import { portToKeep } from '../support/port-to-keep.ts'
import { servedMinistry } from '../support/served-ministry.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

/** Why a ministry with this schema does not start over the land database. */
async function refusal(schema: string, url = databaseUrl('land', 'reader')): Promise<string> {
  await using directory = await temporaryDirectory()
  await writeFile(join(directory.path, 'schema.graphql'), schema)
  const changed = ministry({
    name: 'land',
    port: 0,
    folder: pathToFileURL(`${directory.path}/`),
  })
  try {
    await using _ = await servedMinistry(changed, url)
    return 'it started'
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll(directory.path, '') : 'no error'
  }
}

async function landSchema(): Promise<string> {
  const file = ministries.find(({ name }) => name === 'land')?.schemaFile ?? ''
  return await readFile(file, 'utf8')
}

/** Line of the first occurrence, from 1. */
function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length
}

it('frees its port where it cannot have that of its health', async () => {
  const land = ministries.find(({ name }) => name === 'land')
  if (land === undefined) throw new Error('expected a ministry')
  const port = await portToKeep()
  await using taken = await taking(port)
  const own = await portToKeep()
  const started = servedMinistry(land, databaseUrl('land', 'reader'), {
    port: own,
    healthPort: taken.port,
  })
  await expect(started).rejects.toThrow('EADDRINUSE')
  await using _ = await taking(own)
})

it('is not ready, and goes on, where its health is asked while it closes', async () => {
  const port = await portToKeep()
  // As a server that is being closed answers.
  const answer = () => Promise.reject(new Error('Server is closed'))
  const health = await openHealthPort({ host: '127.0.0.1', port, answer })
  try {
    const limit = { signal: AbortSignal.timeout(2000) }
    const response = await fetch(`http://127.0.0.1:${port}/ready`, limit)
    expect([response.status, await response.text()]).toEqual([503, '{"status":"stopping"}'])
  } finally {
    await health.close()
  }
})

/** Listens where somebody else wants to; fails where somebody does already. */
async function taking(port: number): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  return { port, [Symbol.asyncDispose]: () => promisify(server.close.bind(server))() }
}

describe('a schema that does not fit its database', () => {
  it('fits where nothing was changed', async () => {
    expect(await refusal(await landSchema())).toBe('it started')
  })

  it.each([
    [
      '@table(name: "parcel"',
      '@table(name: "parcels"',
      'type Parcel\n',
      /Parcel.*no table parcels/,
    ],
    [
      '@column(name: "area_m2")',
      '@column(name: "area_ha")',
      'area: Float!',
      /Parcel\.area.*table parcel has no column area_ha/,
    ],
    [
      'authenticated: Boolean!',
      'authenticated: Int!',
      'authenticated: ',
      /parcel\.authenticated: expected int2 or int4 for Int, got bool/,
    ],
    [
      'validFrom: Date!',
      'validFrom: DateTime!',
      'validFrom: ',
      /parcel\.valid_from: expected timestamptz for DateTime, got date/,
    ],
    [
      'holderKind: HolderKind!',
      'issuedWhen: HolderKind! @column(name: "issued_on")',
      'holderKind: ',
      /land_registration\.issued_on: expected text/,
    ],
    [
      '@join(columns: ["parcel_geohash"])',
      '@join(columns: ["parcel_id"])',
      'uses: [LandUse',
      /Parcel\.uses.*table land_use has no column parcel_id/,
    ],
    [
      '@join(columns: ["province_code"])',
      '@join(columns: ["region_code"])',
      'province: Province',
      /Parcel\.province.*table parcel has no column region_code/,
    ],
    [
      '@scope(by: PROVINCE, column: "province_code")',
      '@scope(by: PROVINCE, column: "region")',
      'type Parcel\n',
      /Parcel.*table parcel has no column region/,
    ],
    [
      '@subject(column: "person_pin", via: ["registration", "parties"]',
      '@subject(column: "owner", via: ["registration", "parties"]',
      'type Parcel\n',
      /Parcel.*table land_party has no column owner/,
    ],
    [
      'via: ["registration", "parties"], recordKey: "record_key")',
      'via: ["registration", "parties"], recordKey: "secret_key")',
      'type Parcel\n',
      /Parcel.*table parcel has no column secret_key/,
    ],
    ['key: ["geohash"]', 'key: ["id"]', 'type Parcel\n', /Parcel.*table parcel has no column id/],
  ])('%s → %s', async (from, to, place, expected) => {
    const schema = await landSchema()
    const changed = schema.replace(from, to)
    expect(changed).not.toBe(schema)
    const message = await refusal(changed)
    expect(message).toMatch(expected)
    expect(message).toContain(`schema.graphql:${lineOf(schema, place)}`)
  })

  it('is told all its differences at once, a line each', async () => {
    const schema = await landSchema()
    const changed = schema
      .replace('mapSheet: String!', 'mapSheet: Int!')
      .replace('parcelNumber: String!', 'parcelNumber: Date!')
    expect((await refusal(changed)).split('\n')).toHaveLength(2)
  })

  it('is told of tables that only their owner may see', async () => {
    const message = await refusal(await landSchema(), databaseUrl('population', 'reader'))
    expect(message).toMatch(/no table parcel that the reader may see/)
    expect(message).not.toContain(new URL(databaseUrl('population', 'reader')).password)
  })

  it('is told where its SDL is wrong', async () => {
    const schema = await landSchema()
    expect(await refusal(schema.replace('type Parcel\n', 'type Parcel {\n'))).toMatch(
      /schema\.graphql:\d+/,
    )
    const broken = schema.replace('@join(columns: ["parcel_geohash"])', '@join(columns: [])')
    expect(await refusal(broken)).toMatch(/schema\.graphql:\d+.*Parcel\.uses/)
  })
})
