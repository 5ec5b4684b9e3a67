import { request } from 'node:http'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Bench, Figure } from './bench.ts'
import { type House, openHouse } from './house.ts'
import { postgresTime } from './postgres-processes.ts'
import { processorTime } from './processor-time.ts'
import { residentMegabytes } from './resident-megabytes.ts'
import { spread } from './spread.ts'

interface Rows {
  readonly name: string
  readonly ministry: 'population' | 'reference'
  readonly document: string
  readonly copy: string
}

/** Rows of persons, each of whom the journal names; and as many rows of a catalogue, which are about nobody. */
const kinds: readonly Rows[] = [
  {
    name: 'persons',
    ministry: 'population',
    document:
      '{ people { nodes { pin fullName birthDate sex ethnicityCode maritalStatus provinceCode communeCode } } }',
    copy: 'SELECT pin, full_name, birth_date, sex, ethnicity_code, marital_status, province_code, commune_code FROM person ORDER BY pin',
  },
  {
    name: 'catalogue',
    ministry: 'reference',
    document: '{ drugs { nodes { code name ingredient strength unit prescriptionKind } } }',
    copy: 'SELECT code, name, ingredient, strength, unit, prescription_kind FROM drug ORDER BY code',
  },
]
/** Drugs that nobody makes, beside the catalogue's own. */
const added = `INSERT INTO drug (code, name, ingredient, strength, unit, prescription_kind, code_system_uri)
  SELECT (900000000000 + n)::text, 'Thuốc thử ' || n, 'paracetamol', (n % 900) || ' mg', 'viên', 'N', d.code_system_uri
  FROM generate_series(1, $1) AS n, (SELECT min(uri) AS code_system_uri FROM code_system) AS d`
const removed = "DELETE FROM drug WHERE code >= '900000000000'"
/** Milliseconds between two looks at the gateway's memory. */
const sampleMs = 50

interface Taken {
  readonly ms: number
  readonly bytes: number
  readonly rows: number
  /** Megabytes that the gateway holds at most meanwhile, and before. */
  readonly peak: number
  readonly before: number
  /** Milliseconds of processor time. */
  readonly gateway: number
  readonly ministry: number
  /** Of all processes of the database server: rows, and the journal with whose they are. */
  readonly database: number
}

export const exportBench: Bench = {
  name: 'export',
  line: 'rows of persons, and rows of a catalogue, as CSV through the gateway, against COPY of the same rows; memory of the gateway',
  usual: { people: 20_000, rounds: 3 },
  run: async ({ people, rounds }) => {
    await using house = await openHouse({ people, ministries: ['population', 'reference'] })
    const provinces = await provincesOf(house)
    const token = await house.accessToken({
      sub: 'bench-export',
      roles: ['officer'],
      provinces,
      purpose: 'population-management',
    })
    await using reference = await connectedTo(house.ownerUrl('reference'))
    await reference.client.query(removed)
    await reference.client.query(added, [people])
    await reference.client.query('VACUUM ANALYZE drug')
    try {
      const figures: Figure[] = []
      for (const kind of kinds) figures.push(...(await measured(house, kind, { token, rounds })))
      return figures
    } finally {
      await reference.client.query(removed)
    }
  },
}

async function measured(
  house: House,
  kind: Rows,
  { token, rounds }: { readonly token: string; readonly rounds: number },
): Promise<readonly Figure[]> {
  const [files, copies, copyCpu] = [[] as Taken[], [] as number[], [] as number[]]
  const warm = 1
  for (let round = -warm; round < rounds; round++) {
    const file = await exported(house, kind, token)
    const before = postgresTime(house.postmaster)
    const copy = await copiedIn(house, kind)
    const cpu = postgresTime(house.postmaster) - before
    console.log(
      `${kind.name}: ${file.rows} rows, ${(file.bytes / 1e6).toFixed(1)} MB: ${file.ms.toFixed(0)} ms ` +
        `(gateway ${file.gateway.toFixed(0)} ms, ministry ${file.ministry.toFixed(0)} ms, database ${file.database.toFixed(0)} ms of processor); ` +
        `COPY ${copy.toFixed(0)} ms (database ${cpu.toFixed(0)} ms); gateway ${file.before.toFixed(0)} MB, at most ${file.peak.toFixed(0)} MB`,
    )
    if (round < 0) continue
    files.push(file)
    copies.push(copy)
    copyCpu.push(cpu)
  }
  const median = (of: (file: Taken) => number): number => spread(files.map(of)).median
  const rows = median((file) => file.rows)
  const figure = (name: string, value: number, unit: string, aim?: string): Figure => ({
    name: `export-${kind.name}-${name}`,
    value,
    unit,
    ...(aim === undefined ? {} : { aim }),
  })
  const perRow = (of: (file: Taken) => number): number => (median(of) / rows) * 1000
  const copy = spread(copies).median
  return [
    figure('rows', rows, 'rows'),
    figure('time', median(({ ms }) => ms) / 1000, 's'),
    figure('copy-time', copy / 1000, 's'),
    figure('to-copy', median(({ ms }) => ms) / copy, '×', 'at most 2'),
    figure(
      'gateway-cpu',
      perRow(({ gateway }) => gateway),
      'µs a row',
    ),
    figure(
      'ministry-cpu',
      perRow(({ ministry }) => ministry),
      'µs a row',
    ),
    figure(
      'database-cpu',
      perRow(({ database }) => database),
      'µs a row',
    ),
    figure('copy-database-cpu', (spread(copyCpu).median / rows) * 1000, 'µs a row'),
    figure(
      'gateway-memory',
      median(({ peak }) => peak),
      'MB at most',
      '200',
    ),
    figure(
      'gateway-memory-growth',
      median(({ peak, before }) => peak - before),
      'MB',
    ),
  ]
}

async function provincesOf(house: House): Promise<readonly string[]> {
  await using client = await connectedTo(house.ownerUrl('population'))
  const { rows } = await client.client.query<{ code: string }>(
    'SELECT DISTINCT province_code AS code FROM person ORDER BY 1',
  )
  return rows.map(({ code }) => code)
}

/** The same rows as text, by the same role, thrown away as they come. */
async function copiedIn(house: House, { ministry, copy }: Rows): Promise<number> {
  await using reader = await connectedTo(house.databaseUrl(ministry))
  await reader.client.query("SET lien_thong.whole = 'on'")
  const began = performance.now()
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() })
  await pipeline(reader.client.query(copyTo(`COPY (${copy}) TO STDOUT (FORMAT csv, HEADER)`)), sink)
  return performance.now() - began
}

async function exported(
  { gateway, ministries, postmaster }: House,
  kind: Rows,
  token: string,
): Promise<Taken> {
  const ministry = ministries[kind.ministry]?.pid ?? 0
  const before = residentMegabytes([gateway.pid])
  const now = () => ({
    gateway: processorTime(gateway.pid),
    ministry: processorTime(ministry),
    database: postgresTime(postmaster),
  })
  const start = now()
  let peak = before
  const looking = setInterval(() => {
    peak = Math.max(peak, residentMegabytes([gateway.pid]))
  }, sampleMs)
  const began = performance.now()
  const { bytes, rows } = await fetched(new URL('/export', gateway.url), token, kind).finally(() =>
    clearInterval(looking),
  )
  const ms = performance.now() - began
  const end = now()
  return {
    ms,
    bytes,
    rows,
    peak,
    before,
    gateway: end.gateway - start.gateway,
    ministry: end.ministry - start.ministry,
    database: end.database - start.database,
  }
}

function fetched(
  url: URL,
  token: string,
  { document }: Rows,
): Promise<{ bytes: number; rows: number }> {
  const body = JSON.stringify({ query: document, format: 'csv' })
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, (response) => {
      let bytes = 0
      let start = ''
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (start.length < 1000) start += chunk.toString()
      })
      response.on('end', () => {
        const rows = Number(response.trailers['x-export-rows'])
        if (response.statusCode === 200 && rows > 0) resolve({ bytes, rows })
        else reject(new Error(`expected a file, got ${response.statusCode}: ${start}`))
      })
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

async function connectedTo(url: string) {
  const client = new Client({ connectionString: url })
  await client.connect()
  return { client, [Symbol.asyncDispose]: () => client.end() }
}
