import { join } from 'node:path'
import { Client } from 'pg'
import { Pool } from 'undici'
import { mintMinistryToken } from '../../auth/ministry-token.ts'
import { permissions } from '../../auth/permission.ts'
import { allRows } from '../../auth/row-scope.ts'
import { openSigningKey } from '../../auth/signing-key.ts'
import { openCluster } from '../../deploy/local/cluster.ts'
import { refreshRollups } from '../../deploy/refresh-rollups.ts'
import { ministry } from '../../subgraphs/kit/ministry.ts'
import type { Bench, Figure } from './bench.ts'
import { startChild } from './child.ts'
import { contest } from './contest.ts'
import { postmasterOf } from './postgres-processes.ts'

const folder = new URL('rollup-source/', import.meta.url)
const source = ministry({ name: 'reference', port: 0, folder })

const tables = `
  DROP SCHEMA IF EXISTS lien_thong CASCADE;
  DROP TABLE IF EXISTS event;
  CREATE TABLE event (id bigint NOT NULL, holder text NOT NULL, record_key bigint NOT NULL, amount integer NOT NULL,
    at timestamptz NOT NULL, province_code text NOT NULL);
  ALTER TABLE event ENABLE ROW LEVEL SECURITY;
  CREATE POLICY reader_rows ON event FOR SELECT TO reference_reader
    USING ((SELECT current_setting('lien_thong.whole', true)) = 'on');
  GRANT SELECT ON event TO reference_reader`

/** Over two years and 34 provinces; 60 of 100 rows are of different persons. */
const fill = `
  INSERT INTO event
  SELECT n, '90' || lpad((n * 7 % ($1::bigint * 6 / 10 + 1))::text, 10, '0'),
    (n * 7 % ($1::bigint * 6 / 10 + 1)) * 7919377 * 104729 % 4611686018427387847, n % 90,
    timestamptz '2025-01-01T00:00:00+07:00' + n * 48271 % 1051200 * interval '1 minute',
    lpad((1 + n * 31 % 34)::text, 2, '0')
  FROM generate_series(1, $1::bigint) n`

const codes = Array.from({ length: 34 }, (_, i) => String(i + 1).padStart(2, '0'))
const named = codes.map((code) => `{ __typename: "Province", code: "${code}" }`).join(', ')

/** What is asked, each answered from the rollup. */
const questions = {
  country: '{ eventTotals { count amount { sum avg } } }',
  months: `{ eventGroups(groupBy: [{ field: AT, bucket: MONTH }], first: 100) {
    groups { key { at } count amount { sum avg } } groupCount } }`,
  provinces: `{ _entities(representations: [${named}]) { ... on Province { code eventTotals(where: { at: { gte: "2026-01-01" } }) { count amount { sum } } } } }`,
  top: `{ eventGroups(groupBy: [{ field: PROVINCE }, { field: AT, bucket: MONTH }],
    orderBy: [{ measure: { field: COUNT }, direction: DESC }], first: 34) {
    groups { key { province { code } at } count amount { sum } } groupCount } }`,
  cells: `{ eventGroups(groupBy: [{ field: PROVINCE }, { field: AT, bucket: MONTH }], first: 1000) {
    groups { key { province { code } at } count amount { sum } } } }`,
} as const

type Question = keyof typeof questions

/** Requests until another caller asks, so that none comes near the budget of a day. */
const requestsOfCaller = 50

const reading = { 'population:person:read': allRows }
const counting = { 'population:person:stats': allRows, 'reference:catalogue:read': allRows }

/** Milliseconds a request at one size. */
interface Cost {
  readonly rows: number
  readonly latency: number
  readonly own: number
}

export const rollup: Bench = {
  name: 'rollup',
  line: 'a report from a rollup of 816 cells through a subgraph over HTTP, at three sizes of its table',
  usual: { people: 10_000_000, rounds: 7 },
  run: async ({ people, rounds }) => {
    const cluster = await openCluster({ directory: join('.data', 'bench', 'rollup'), log: note })
    const url = (role: 'owner' | 'reader') => cluster.url({ database: 'reference', role })
    const key = await openSigningKey(join('.data', 'bench', 'keys', 'gateway.jwk.json'))
    let asked = 0
    const tokenOf = (grants: typeof counting & Partial<typeof reading>): Promise<string> => {
      const errand = {
        caller: {
          id: `bench ${Math.floor(asked++ / requestsOfCaller)}`,
          roles: ['doctor'] as const,
        },
        ministry: 'reference',
        grants,
        permissions,
        purpose: 'treatment',
      }
      return mintMinistryToken(key, errand, new Date())
    }
    const costs = new Map<string, Cost[]>()
    try {
      const postmaster = await postmasterOf(url('owner'))
      for (const rows of [people / 100, people / 10, people].map(Math.ceil)) {
        await filled(url('owner'), rows)
        await using server = await startChild({
          args: ['--import', 'tsx', 'tests/bench/rollup-server.ts'],
          environment: { DATABASE_URL: url('reader'), JWKS: JSON.stringify(key.jwks) },
          until: /serves (http:\S+)/,
          processor: 1,
        })
        const place = new URL(server.answer)
        const pool = new Pool(place.origin)
        const asker = (question: Question, grants: typeof counting) => async (): Promise<void> => {
          const { statusCode, body } = await pool.request({
            path: place.pathname,
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              authorization: `Bearer ${await tokenOf(grants)}`,
            },
            body: JSON.stringify({ query: questions[question] }),
          })
          const text = await body.text()
          if (statusCode !== 200 || text.includes('"errors"') || !text.includes('"rollups"'))
            throw new Error(`expected an answer from the rollup, got ${text.slice(0, 300)}`)
        }
        const names = Object.keys(questions) as Question[]
        const result = await contest({
          postmaster,
          rounds,
          requests: 10,
          atOnce: 1,
          contenders: names.flatMap((question) => [
            {
              name: question,
              pids: [server.pid],
              ask: asker(question, { ...counting, ...reading }),
            },
            { name: `${question}, controlled`, pids: [server.pid], ask: asker(question, counting) },
          ]),
        })
        console.log(`\n${rows} rows\n${result.table()}`)
        for (const question of names)
          for (const name of [question, `${question}, controlled`]) {
            const latency = result.of(name, (one) => one.latency).median
            const own = result.of(name, (one) => one.own + one.database).median
            costs.set(name, [...(costs.get(name) ?? []), { rows, latency, own }])
          }
        await pool.close()
      }
    } finally {
      await cluster.stop()
    }
    return [...costs].flatMap(([name, sizes]) => figuresOf(name.replace(', ', '-'), sizes))
  },
}

function figuresOf(name: string, sizes: readonly Cost[]): readonly Figure[] {
  const [small, , large] = sizes
  const flat =
    small === undefined || large === undefined
      ? []
      : [
          {
            name: `rollup-${name}-large-to-small`,
            value: large.own / small.own,
            unit: '× processor time',
            aim: 'flat',
          },
        ]
  return [
    ...sizes.flatMap(({ rows, latency, own }) => [
      { name: `rollup-${name}-${rows}`, value: latency, unit: 'ms', aim: '5' },
      { name: `rollup-${name}-${rows}-processor-time`, value: own, unit: 'ms' },
    ]),
    ...flat,
  ]
}

async function filled(ownerUrl: string, rows: number): Promise<void> {
  const owner = new Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    await owner.query(tables)
    await owner.query(fill, [rows])
    await owner.query('VACUUM (ANALYZE) event')
  } finally {
    await owner.end()
  }
  await refreshRollups({
    ministry: source,
    ownerUrl,
    unlessYoungerMs: 0,
    onRefreshed: (one, ms) => note(`${rows} rows: ${one.rows} cells in ${Math.round(ms)} ms`),
  })
}

function note(line: string): void {
  process.stderr.write(`${line}\n`)
}
