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

const fields = 'pin fullName birthDate sex ethnicityCode maritalStatus provinceCode communeCode'
const columns =
  'pin, full_name, birth_date, sex, ethnicity_code, marital_status, province_code, commune_code'
const copied = `COPY (SELECT ${columns} FROM person ORDER BY pin) TO STDOUT (FORMAT csv, HEADER)`
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
  line: 'every person as CSV through the gateway, against COPY of the same rows; memory of the gateway',
  usual: { people: 20_000, rounds: 3 },
  run: async ({ people, rounds }) => {
    await using house = await openHouse({ people, ministries: ['population'] })
    const provinces = await provincesOf(house)
    const token = await house.accessToken({
      sub: 'bench-export',
      roles: ['officer'],
      provinces,
      purpose: 'population-management',
    })
    const [files, copies, copyCpu] = [[] as Taken[], [] as number[], [] as number[]]
    const warm = 1
    for (let round = -warm; round < rounds; round++) {
      const file = await exported(house, token)
      const before = postgresTime(house.postmaster)
      const copy = await copiedIn(house)
      const cpu = postgresTime(house.postmaster) - before
      console.log(
        `${file.rows} rows, ${(file.bytes / 1e6).toFixed(1)} MB: ${file.ms.toFixed(0)} ms ` +
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
      name: `export-${name}`,
      value,
      unit,
      ...(aim === undefined ? {} : { aim }),
    })
    return [
      figure('rows', rows, 'rows'),
      figure('time', median(({ ms }) => ms) / 1000, 's'),
      figure('copy-time', spread(copies).median / 1000, 's'),
      figure('to-copy', median(({ ms }) => ms) / spread(copies).median, '×', 'at most 2'),
      figure('gateway-cpu', (median((file) => file.gateway) / rows) * 1000, 'µs a row'),
      figure('ministry-cpu', (median((file) => file.ministry) / rows) * 1000, 'µs a row'),
      figure('database-cpu', (median((file) => file.database) / rows) * 1000, 'µs a row'),
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
  },
}

async function provincesOf(house: House): Promise<readonly string[]> {
  await using client = await connectedTo(house.ownerUrl('population'))
  const { rows } = await client.client.query<{ code: string }>(
    'SELECT DISTINCT province_code AS code FROM person ORDER BY 1',
  )
  return rows.map(({ code }) => code)
}

/** The same rows as text, by the same role, thrown away as they come. */
async function copiedIn(house: House): Promise<number> {
  await using reader = await connectedTo(house.databaseUrl('population'))
  await reader.client.query("SET lien_thong.whole = 'on'")
  const began = performance.now()
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() })
  await pipeline(reader.client.query(copyTo(copied)), sink)
  return performance.now() - began
}

async function exported({ gateway, ministries, postmaster }: House, token: string): Promise<Taken> {
  const ministry = ministries['population']?.pid ?? 0
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
  const { bytes, rows } = await fetched(new URL('/export', gateway.url), token).finally(() =>
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

function fetched(url: URL, token: string): Promise<{ bytes: number; rows: number }> {
  const body = JSON.stringify({ query: `{ people { nodes { ${fields} } } }`, format: 'csv' })
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
