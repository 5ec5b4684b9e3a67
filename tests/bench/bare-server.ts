import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openDatabase } from '../../subgraphs/kit/database.ts'
import { bareStatements } from './bare-statements.ts'

// What a programmer would write for one question alone: one statement, no guard, no schema.
const pools = new Map<string, ReturnType<typeof openDatabase>['pool']>()
for (const name of ['population', 'education']) {
  const url = process.env[`${name.toUpperCase()}_DATABASE_URL`]
  if (url === undefined) continue
  const { pool } = openDatabase({
    url: `${url}?options=${encodeURIComponent('-c lien_thong.whole=on')}`,
    poolSize: 10,
    applicationName: 'bare',
  })
  pools.set(name, pool)
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}

async function answered(request: IncomingMessage): Promise<string> {
  const { statement, values } = (await bodyOf(request)) as { statement: string; values: unknown[] }
  const known = bareStatements[statement]
  const pool = known && pools.get(known.ministry)
  if (known === undefined || pool === undefined) throw new Error(`no statement ${statement}`)
  const { rows } = await pool.query<{ json?: string }>(known.text, values)
  return known.made === 'by PostgreSQL'
    ? `{"data":${rows[0]?.json ?? 'null'}}`
    : JSON.stringify({ data: rows })
}

const server = createServer((request, response) => {
  answered(request).then(
    (text) => response.setHeader('content-type', 'application/json').end(text),
    (error: unknown) => response.writeHead(500).end(JSON.stringify({ errors: [String(error)] })),
  )
})
server.listen(0, '127.0.0.1', () => {
  console.log(`bare http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
})
process.once('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
  for (const pool of pools.values()) void pool.end()
})
