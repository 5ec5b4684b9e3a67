import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { escapeIdentifier, escapeLiteral } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { allRows } from '../../auth/row-scope.ts'
import { initSchema } from '../../deploy/catalogue/init-schema.ts'
import { ministryFiles } from '../../deploy/ministries.ts'
import { composeFiles } from '../../schema/compose-files.ts'
import { readModel } from '../../schema/model/read-model.ts'
import { ministry } from '../../subgraphs/kit/ministry.ts'
import { foreignDatabase, type ForeignDatabase } from '../support/foreign/foreign-database.ts'
import { ownCluster } from '../support/own-cluster.ts'
import { servedMinistry } from '../support/served-ministry.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const long = 'x'.repeat(60)
/** Names that end a literal, a comment, a body or a type, that are kept for somebody else, or say nothing. */
const names = [
  `a"b`,
  `a'b`,
  `'; DROP TABLE canary; --`,
  `"; DROP TABLE canary; --`,
  '$$',
  '$fill$',
  '$fill$; DROP TABLE canary; $fill$',
  '*/ DROP TABLE canary; /*',
  '\\',
  '\\d canary',
  ':canary',
  '`x`',
  '__typename',
  '__schema',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '😀',
  '🙈',
  'ไทย',
  'Query',
  'Mutation',
  'Int',
  'Person',
  'Province',
  'PageInfo',
  'Parcel',
  'and',
  'or',
  'not',
  'count',
  'disclosure',
  'true',
  'null',
  'on',
  'type',
  'fragment',
  'new\nline',
  'tab\there',
  'a.b',
  'a,b',
  '}',
  '"""',
  `") @evil type Evil { a: Int } #`,
  '| <script>alert(1)</script> |',
  '[link](http://host.example)',
  '1st',
  ' ',
  'Unit',
  'unit',
  'UNIT',
  'units',
  'unit_filter',
  'unit_connection',
  'string_filter',
  'unit totals',
  `${long}123`,
  `${long}124`,
]

let database: ForeignDatabase
let folder = ''
let sdl = ''
const opened: AsyncDisposable[] = []

beforeAll(async () => {
  const cluster = await ownCluster(18)
  opened.push(cluster)
  const quoted = names.map(escapeIdentifier)
  const labels = ['', ' ', '😀', 'true', '1', `it's`, 'a"b', '\\', '__x', 'A', 'a', '$$', '"""']
  database = await foreignDatabase(
    cluster,
    'hostile',
    `CREATE SCHEMA ${escapeIdentifier(`s"; DROP TABLE canary; --`)}`,
    'CREATE TABLE canary (alive int PRIMARY KEY)',
    `CREATE TYPE ${escapeIdentifier(`t"'; --`)} AS ENUM (${labels.map(escapeLiteral).join(', ')})`,
    `CREATE TABLE every_column (id int PRIMARY KEY, ${quoted.map((name) => `${name} text`).join(', ')}, e ${escapeIdentifier(`t"'; --`)})`,
    `INSERT INTO every_column (id, e) VALUES (1, ''), (2, '😀')`,
    // As tables about persons, so that prepare.sql has a trigger and a policy for each.
    ...quoted.flatMap((name) => [
      `CREATE TABLE ${escapeIdentifier(`s"; DROP TABLE canary; --`)}.${name} (${name} char(12) PRIMARY KEY, so_cccd char(12), "next" char(12))`,
      `COMMENT ON TABLE ${escapeIdentifier(`s"; DROP TABLE canary; --`)}.${name} IS '"""
} type Evil { a: Int } | <b> · "'`,
      `INSERT INTO ${escapeIdentifier(`s"; DROP TABLE canary; --`)}.${name} VALUES ('a', '901090000001', 'a')`,
    ]),
  )
  opened.push(database)
  const directory = await temporaryDirectory()
  opened.push(directory)
  folder = directory.path
  const done = await initSchema({
    database: database.url('hostile_owner'),
    name: 'hostile',
    folder,
    schemas: undefined,
    sample: true,
    addsRecordKeys: true,
  })
  expect(done).toMatchObject({ ok: true, tables: names.length + 2 })
  sdl = await readFile(join(folder, 'schema.graphql'), 'utf8')
})
afterAll(async () => {
  for (const one of opened.reverse()) await one[Symbol.asyncDispose]()
})

async function isCanaryAlive(): Promise<boolean> {
  const { rows } = await database.owner.query<{ alive: boolean }>(
    `SELECT to_regclass('public.canary') IS NOT NULL AS alive`,
  )
  return rows[0]?.alive === true
}

it('makes a schema of every name, each its own, that composes with those of this house', () => {
  const read = readModel('hostile', sdl, 'schema.graphql')
  expect(read.ok ? [] : read.problems).toEqual([])
  if (!read.ok) return
  const fields = [...(read.model.types.get('EveryColumn')?.joins.keys() ?? [])]
  expect(fields).toEqual([])
  const columns = [...read.model.types.values()].find(({ name }) => name === 'EveryColumn')
  const known = columns?.kind === 'table' ? [...columns.columns.values()] : []
  // `$…` and `__proto__` are kept for the kit, and left out.
  const served = names.filter((name) => !name.startsWith('$') && name !== '__proto__')
  expect(known.map(({ column }) => column).sort()).toEqual([...served, 'id', 'e'].sort())
  const composed = composeFiles([
    ...ministryFiles,
    { name: 'hostile', file: join(folder, 'schema.graphql'), url: 'http://localhost:1/graphql' },
  ])
  expect(composed.ok ? [] : composed.problems).toEqual([])
  expect(sdl).not.toMatch(/^type Evil\b/m)
})

it('leaves what has such names in one piece, in the review too', async () => {
  const review = await readFile(join(folder, 'review.md'), 'utf8')
  expect(review).not.toMatch(/<script>|\]\(http|^\} type Evil/m)
  for (const line of review
    .split('\n')
    .filter((one) => one.startsWith('| low') || one.startsWith('| high')))
    expect(line.split(' | ')).toHaveLength(4)
  expect(await isCanaryAlive()).toBe(true)
})

it('prepares and serves all of it, and nothing else happens', async () => {
  const prepare = await readFile(join(folder, 'prepare.sql'), 'utf8')
  await database.owner.query(prepare)
  await database.owner.query(prepare)
  await database.owner.query(`ALTER ROLE hostile_reader PASSWORD 'reader'`)
  expect(await isCanaryAlive()).toBe(true)
  const definition = { name: 'hostile', port: 0, folder: pathToFileURL(`${folder}/`) }
  await using served = await servedMinistry(
    ministry(definition),
    database.url('hostile_reader', 'reader'),
  )
  const permissions = [
    'hostile:catalogue:read',
    'hostile:record:read',
    'hostile:record:stats',
    'population:person:read',
  ] as const
  const grants = Object.fromEntries(permissions.map((one) => [one, allRows]))
  const read = readModel('hostile', sdl, 'schema.graphql')
  const tables = read.ok
    ? [...read.model.types.values()].filter((type) => type.kind === 'table')
    : []
  // Where the key's name is kept for the kit, rows can be counted alone.
  const paged = tables.filter(({ key }) => key.length > 0)
  expect(paged.length).toBe(tables.length - 4)
  const query = paged
    .map(
      ({ plural, columns }) =>
        `${plural} { totalCount nodes { ${[...columns.values()].map(({ field }) => field).join(' ')} } }`,
    )
    .join('\n')
  const { data, errors } = await served.ask({ query: `{ ${query} }`, grants, permissions })
  // Classes that no purpose opens are refused by field; every statement that was sent was answered.
  expect(errors.filter(({ code }) => code !== 'FORBIDDEN' && code !== 'PURPOSE_REQUIRED')).toEqual(
    [],
  )
  expect(Object.keys(data ?? {})).toHaveLength(paged.length)
  const totals = tables
    .filter(({ stats }) => stats.length > 0)
    .map(
      ({ name }) =>
        `${name.charAt(0).toLowerCase()}${name.slice(1)}Totals { disclosure { status } }`,
    )
  expect(totals.length).toBeGreaterThan(names.length)
  const counted = await served.ask({ query: `{ ${totals.join('\n')} }`, grants, permissions })
  expect(counted.errors).toEqual([])
  expect(await isCanaryAlive()).toBe(true)
})
