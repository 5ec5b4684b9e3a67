import { pino } from 'pino'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMetricsServer, type MetricsServer } from '../../telemetry/metrics-server.ts'
import { auditConfig } from '../audit/audited-world.ts'
import { scraped } from '../support/scraped.ts'
import { secretsIn } from '../support/secrets-in.ts'
import { type System, openSystem } from '../support/system.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const metrics = new Registry()
const lines: string[] = []
let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let server: MetricsServer
let system: System
beforeAll(async () => {
  directory = await temporaryDirectory()
  server = await openMetricsServer(metrics, { host: '127.0.0.1', port: 0 })
  system = await openSystem({
    audit: await auditConfig(directory.path),
    telemetry: { metrics, tracing: undefined },
    log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
  })
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await server.close()
  await directory[Symbol.asyncDispose]()
})

const count = (name: string, labels: Readonly<Record<string, string>>) =>
  scraped(server.url).then((page) => page.value(name, labels))

test('what is asked is counted by kind, outcome and role, at the gateway and at each ministry', async () => {
  const question = '{ provinces(first: 2) { nodes { code personTotals { count } } } }'
  for (let i = 0; i < 3; i++) await system.ask('analyst', question)
  await system.ask('analyst', '{ __schema { queryType { name } } }')
  await system.ask('analyst', '{ parcels(first: 1) { nodes { geohash } } }')
  await system.ask('citizen', '{ person(pin: "900000000001" }')

  const page = await scraped(server.url)
  const graphql = (operation: string, outcome: string) =>
    page.value('lien_thong_graphql_request_duration_seconds_count', { operation, outcome })
  expect(graphql('query', 'ok')).toBe(3)
  expect(graphql('introspection', 'ok')).toBe(1)
  expect(graphql('none', 'refused')).toBe(2)
  const roles = 'lien_thong_graphql_requests_total'
  expect(page.value(roles, { role: 'analyst', outcome: 'ok' })).toBe(4)
  expect(page.value(roles, { role: 'citizen', outcome: 'refused' })).toBe(1)
  const codes = 'lien_thong_graphql_errors_total'
  expect(page.value(codes, { code: 'GRAPHQL_PARSE_FAILED' })).toBe(1)
  const cost = (kind: string) => page.value('lien_thong_graphql_cost_total', { kind })
  // Three times a connection of two provinces, each with its totals; what was refused took nothing.
  expect(cost('actual')).toBe(3 * (1 + 2 + 2))
  expect(cost('estimated')).toBeGreaterThanOrEqual(cost('actual') ?? Number.NaN)
  expect(page.value('lien_thong_plans_total', { by: 'direct' })).toBe(1)
  const ministries = 'lien_thong_ministry_request_duration_seconds_count'
  expect(page.value(ministries, { ministry: 'population', end: 'answered' })).toBe(3)
  expect(page.value(ministries, { ministry: 'land', end: 'answered' })).toBeUndefined()
  const subgraphs = 'lien_thong_subgraph_request_duration_seconds_count'
  expect(page.value(subgraphs, { ministry: 'population', outcome: 'ok' })).toBe(3)
  const statements = 'db_client_operation_duration_seconds_count'
  expect(page.value(statements, { ministry: 'population', outcome: 'ok' })).toBeGreaterThanOrEqual(
    3,
  )
  expect(page.value('lien_thong_planning_waiting', { lane: 'small' })).toBe(0)
  expect(page.value('lien_thong_cache_hits_total', { endpoint: '/graphql', cache: 'plans' })).toBe(
    2,
  )
  expect(page.value('lien_thong_audit_recording', {})).toBe(1)
  expect(page.value('lien_thong_audit_records_total', {})).toBeGreaterThanOrEqual(6)
  const http = {
    http_route: '/graphql',
    http_request_method: 'POST',
    http_response_status_code: '200',
  }
  expect(page.value('http_server_request_duration_seconds_count', http)).toBe(4)
})

test('what nobody serves is one route, whatever a caller makes up', async () => {
  for (const path of ['/a-901090000001', '/b', '/c?x=1']) await fetch(`${system.url}${path}`)
  const labels = { http_request_method: 'GET', http_response_status_code: '404' }
  const name = 'http_server_request_duration_seconds_count'
  expect(await count(name, { http_route: 'unserved', ...labels })).toBe(3)
})

test('the public port has no metrics; their own port has nothing else', async () => {
  expect((await fetch(`${system.url}/metrics`)).status).toBe(404)
  const { origin } = new URL(server.url)
  expect((await fetch(`${origin}/`)).status).toBe(404)
  expect((await fetch(server.url, { method: 'POST' })).status).toBe(405)
  expect((await fetch(`${server.url}?x=1`)).headers.get('content-type')).toMatch(/^text\/plain/)
})

test('neither the log at its finest level nor the metrics hold a personal number or a token', async () => {
  await system.ask('officer', '{ person(pin: "901090000001") { pin fullName } }')
  await system.ask('citizen', '{ me { person { pin fullName } } }')
  await system.ask('eyJhbGciOiJFZERTQSJ9.eyJwaW4iOiI5MDEwOTAwMDAwMDEifQ.c2ln', '{ __typename }')
  expect(lines.length).toBeGreaterThan(0)
  expect(secretsIn(lines.join(''))).toEqual([])
  expect(secretsIn((await scraped(server.url)).text)).toEqual([])
})

test('one that is planted is found', () => {
  expect(secretsIn('{"caller":"901090000001"}')).toEqual(['901090000001'])
  expect(secretsIn('authorization: Bearer eyJhbGciOiJFZERTQSJ9.e30.c2ln')).toEqual([
    'eyJhbGciOiJFZERTQSJ9',
  ])
  expect(secretsIn('{"time":1795387877312,"ms":0.912345678901}')).toEqual([])
})
