import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTracing, type Tracing } from '../../telemetry/tracing.ts'
import { recordTold } from '../support/run-record.ts'
import { type System, openSystem } from '../support/system.ts'

interface Attribute {
  readonly key: string
  readonly value: { readonly stringValue?: string; readonly intValue?: number }
}

interface OtlpSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly attributes: readonly Attribute[]
}

const bodies: string[] = []
let collector: Server
let tracing: Tracing
let system: System
beforeAll(async () => {
  collector = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += String(chunk)))
    request.on('end', () => {
      bodies.push(body)
      recordTold('spans', body)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))
  tracing = openTracing({
    url: `http://127.0.0.1:${(collector.address() as AddressInfo).port}/v1/traces`,
    headers: {},
    serviceName: 'test',
    ratio: 1,
    build: { version: '0', commit: 'unknown', node: process.version },
  })
  system = await openSystem({ telemetry: { metrics: undefined, tracing } })
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await tracing.close()
  collector.closeAllConnections()
  collector.close()
})

function spansOf(traceId: string): readonly OtlpSpan[] {
  const all = bodies.flatMap((body) => {
    const { resourceSpans } = JSON.parse(body) as {
      readonly resourceSpans: readonly {
        readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[]
      }[]
    }
    return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
  })
  return all.filter((span) => span.traceId === traceId)
}

/** Spans are sent in batches, two seconds apart. */
async function traced(traceId: string, least: number): Promise<readonly OtlpSpan[]> {
  const spans = () => spansOf(traceId)
  await expect.poll(() => spans().length, { timeout: 30_000 }).toBeGreaterThanOrEqual(least)
  return spans()
}

async function ask(query: string, traceparent: string): Promise<unknown> {
  const response = await fetch(`${system.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await system.token('officer')}`,
      'x-purpose': 'population-management',
      traceparent,
    },
    body: JSON.stringify({ query, operationName: 'Of_901090000001' }),
  })
  return await response.json()
}

test('one trace leads from the browser through each stage and ministry to the statement, and holds nobody', async () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'

  const query = `query Of_901090000001 { person(pin: "901090000001") { pin fullName } provinces(first: 1) { nodes { code } } }`
  await ask(query, `00-${traceId}-00f067aa0ba902b7-00`)
  const spans = await traced(traceId, 12)

  const named = (name: string) => spans.filter((span) => span.name === name)
  const parentOf = ({ parentSpanId }: OtlpSpan) =>
    spans.find(({ spanId }) => spanId === parentSpanId)
  const [root] = spans.filter(({ parentSpanId }) => parentSpanId === '00f067aa0ba902b7')
  expect(root?.name).toBe('POST /graphql')
  for (const stage of ['arrive', 'judge', 'record', 'execute', 'answer'])
    expect(named(stage).map(parentOf), stage).toEqual([root])
  const [statement] = named('SELECT population')
  expect(statement?.attributes).toContainEqual({
    key: 'db.query.text',
    value: { stringValue: expect.stringContaining('$1') },
  })
  const way: string[] = []
  for (let at = statement; at; at = parentOf(at)) way.push(at.name)
  expect(way).toEqual([
    'SELECT population',
    'resolve',
    'POST /graphql',
    'POST population',
    'POST /graphql',
  ])
  for (const hidden of ['901090000001', 'eyJ', 'Of_']) expect(bodies.join()).not.toContain(hidden)
})

test('a request that is refused on its arrival is a whole trace, too', async () => {
  const traceId = 'e'.repeat(32)
  const { status } = await fetch(`${system.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer nobody',
      traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
    },
    body: '{"query":"{ __typename }"}',
  })
  expect(status).toBe(401)
  const spans = await traced(traceId, 2)
  const [root] = spans.filter(({ parentSpanId }) => parentSpanId === '00f067aa0ba902b7')
  expect(root?.name).toBe('POST /graphql')
  const [arrived] = spans.filter(({ name }) => name === 'arrive')
  expect(arrived?.parentSpanId).toBe(root?.spanId)
})

test.each([
  ['not hexadecimal', '00-4bf92f3577b34da6a3ce929d0e0e47zz-00f067aa0ba902b7-01'],
  ['all zero', '00-00000000000000000000000000000000-00f067aa0ba902b7-01'],
  ['too long for its version', `00-${'c'.repeat(32)}-00f067aa0ba902b7-01-901090000001`],
  ['a text', '901090000001'],
])('a traceparent that is %s begins a trace of its own', async (_what, traceparent) => {
  await ask('{ __typename }', traceparent)
  expect(spansOf('c'.repeat(32))).toEqual([])
  expect(bodies.join()).not.toContain('901090000001')
})

test('whether a trace is recorded is not the caller’s to say', async () => {
  const none = openTracing({
    url: 'http://127.0.0.1:9/v1/traces',
    headers: {},
    serviceName: 'test',
    ratio: 0,
    build: { version: '0', commit: 'unknown', node: process.version },
  })
  const asked = `00-${'d'.repeat(32)}-00f067aa0ba902b7-01`
  expect(none.fromOutside(asked)?.traceFlags).toBe(0)
  expect(tracing.fromOutside(asked.replace(/01$/, '00'))?.traceFlags).toBe(1)
  await none.close()
})
