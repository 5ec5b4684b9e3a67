import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ministryNames } from '../../deploy/ministry-name.ts'
import { launch, repositoryRoot } from '../support/command-line.ts'
import { databaseUrl } from '../support/database.ts'
import { type OwnCluster, ownCluster, ownPassword } from '../support/own-cluster.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

/** Databases of the other ministries, so that a start needs no embedded one. */
const others = Object.fromEntries(
  ministryNames.map((name) => [`${name.toUpperCase()}_DATABASE_URL`, databaseUrl(name, 'reader')]),
)
let cluster: OwnCluster
let directory: Awaited<ReturnType<typeof temporaryDirectory>>

beforeAll(async () => {
  directory = await temporaryDirectory()
  cluster = await ownCluster(15)
  await cluster.administer(
    'postgres',
    ...['land_owner', 'land_reader'].map(
      (role) => `CREATE ROLE ${role} LOGIN PASSWORD '${ownPassword}'`,
    ),
    'CREATE DATABASE without OWNER land_owner',
    'CREATE DATABASE otherwise OWNER land_owner',
  )
  const tables = await readFile(join(repositoryRoot, 'subgraphs/land/tables.sql'), 'utf8')
  await cluster.administer(
    'otherwise',
    tables,
    'ALTER TABLE land_use DROP COLUMN origin',
    'ALTER TABLE parcel ADD COLUMN valid_text text NOT NULL',
    'ALTER TABLE parcel DROP COLUMN valid_from',
    'ALTER TABLE parcel RENAME COLUMN valid_text TO valid_from',
  )
})
afterAll(async () => {
  await cluster[Symbol.asyncDispose]()
  await directory[Symbol.asyncDispose]()
})

async function refusal(command: string, url: string) {
  const args = command.split(' ')
  const isData = args[0] === 'data'
  await using process = launch([...args, ...(isData ? ['--database', url] : [])], {
    directory: directory.path,
    environment: isData
      ? {}
      : {
          ...others,
          LAND_DATABASE_URL: url,
          GATEWAY_DATABASE_URL: databaseUrl('gateway', 'writer'),
          LIEN_THONG_GATEWAY_NAME: 'own-database-refused',
          OVERSIGHT_DATABASE_URL: databaseUrl('gateway', 'reader'),
        },
  })
  const ended = await process.ended
  expect(ended).toMatchObject({ code: 1, out: '' })
  expect(ended.err).not.toMatch(/^ {4}at |node_modules/m)
  expect(ended.err).not.toContain(ownPassword)
  expect(ended.err).not.toContain('hunter2')
  const lines = ended.err.trimEnd().split('\n')
  expect(lines[0]).toMatch(/^lien-thong: /)
  return lines
}

const subgraph = 'subgraph land --port 0'
const data = 'data --ministry land --people 100'

test('a wrong password, database, host, server', async () => {
  const said = await Promise.all([
    refusal(subgraph, cluster.url('land_reader', 'without', 'hunter2')),
    refusal(subgraph, cluster.url('land_reader', 'nowhere')),
    refusal(subgraph, 'postgresql://land_reader:hunter2@nowhere.invalid/land'),
    refusal(subgraph, 'postgresql://land_reader:hunter2@localhost:1/land'),
    refusal(data, cluster.url('land_owner', 'without', 'hunter2')),
  ])
  expect(said.map((lines) => lines.length)).toEqual([1, 1, 1, 1, 1])
  const [password, database, host, server, filling] = said.map(([line]) => line)
  expect(password).toMatch(
    /land: PostgreSQL 127\.0\.0\.1:\d+, database without, role land_reader: password authentication failed/,
  )
  expect(database).toContain('database "nowhere" does not exist')
  expect(host).toContain('land: PostgreSQL nowhere.invalid:5432, database land, role land_reader')
  expect(server).toMatch(/localhost:1, database land, role land_reader: connect ECONNREFUSED/)
  expect(filling).toMatch(/: PostgreSQL .*role land_owner: password authentication failed/)
})

test('a role above row-level security', async () => {
  const lines = await refusal(subgraph, cluster.url('dba', 'otherwise'))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('role dba is above row-level security; expected a reader')
})

test('missing tables, missing columns and wrong types: a line each, with file and line', async () => {
  const [missing, wrong] = await Promise.all([
    refusal(subgraph, cluster.url('land_reader', 'without')),
    refusal(subgraph, cluster.url('land_reader', 'otherwise')),
  ])
  expect(missing).toHaveLength(4)
  for (const line of missing)
    expect(line).toMatch(
      /schema\.graphql:\d+: \w+: the database has no table \w+ .*\[TABLE_MISSING\]$/,
    )
  expect(wrong).toEqual([
    expect.stringMatching(
      /schema\.graphql:\d+: Parcel\.validFrom: parcel\.valid_from: expected date .*got text \[COLUMN_TYPE\]$/,
    ),
    expect.stringMatching(
      /schema\.graphql:\d+: LandUse\.origin: table land_use has no column origin .*\[COLUMN_MISSING\]$/,
    ),
  ])
})

test('a database that another program filled is not overwritten', async () => {
  const lines = await refusal(data, cluster.url('land_owner', 'otherwise'))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/land: .* exist already and were not made by this program/)
})

test('start, when one ministry of several cannot be reached: nothing is left running', async () => {
  const lines = await refusal('start', cluster.url('land_reader', 'without', 'hunter2'))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/land: PostgreSQL .*password authentication failed/)
})
