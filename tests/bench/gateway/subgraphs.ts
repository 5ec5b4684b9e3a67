import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { Supergraph } from '@apollo/federation-internals'
import { parse } from 'graphql'
import { withoutSecurityLinks } from '../../../gateway/supergraph/security-links.ts'
import { type AnswerOperation, type WorldSize, openAnswers } from './answer-operation.ts'

// All ministries of BENCH_SUPERGRAPH in one process, as lean as they can be, so that the gateway is what is
// measured: POST /NAME answers, GET /counts says what came since the last time.
const text = readFileSync(process.env['BENCH_SUPERGRAPH'] ?? '', 'utf8')
const size = JSON.parse(process.env['BENCH_WORLD'] ?? '{}') as WorldSize
const supergraph = Supergraph.build(withoutSecurityLinks(text, parse(text)))
const ministries = new Map<string, AnswerOperation>()
for (const { name, schema } of supergraph.subgraphs())
  ministries.set(name, openAnswers(schema.toGraphQLJSSchema(), size))

let counts = { requests: 0, representations: 0, distinct: 0 }

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

interface Errand {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
}

async function answered(request: IncomingMessage): Promise<string> {
  if (request.url === '/counts') {
    const now = counts
    counts = { requests: 0, representations: 0, distinct: 0 }
    return JSON.stringify(now)
  }
  const ministry = ministries.get(request.url?.slice(1) ?? '')
  if (ministry === undefined) throw new Error(`expected a ministry, got ${request.url ?? ''}`)
  // It was written by JSON.stringify of a request.
  const { query, variables = {} } = JSON.parse(await bodyOf(request)) as Errand
  counts.requests++
  const representations = variables['representations']
  if (Array.isArray(representations)) {
    counts.representations += representations.length
    counts.distinct += new Set(representations.map((one) => JSON.stringify(one))).size
  }
  return JSON.stringify({ data: ministry(query, variables) })
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}

const server = createServer((request, response) => {
  answered(request).then(
    (body) => send(response, 200, body),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      send(response, 500, JSON.stringify({ errors: [{ message: String(error) }] }))
    },
  )
})
server.keepAliveTimeout = 60_000
server.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () => {
  console.log(`ministries http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
process.once('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
})
