import { Pool } from 'undici'
import { spread } from '../spread.ts'

export interface Target {
  /** Of its GraphQL endpoint. */
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
}

export interface LoadOptions {
  /** The body of the i-th request. */
  readonly body: (i: number) => string
  /** The first i. */
  readonly from: number
  readonly connections: number
  /** Ends after so many requests. */
  readonly requests: number
  /** Or after so long, in milliseconds. */
  readonly maxMs: number
}

export interface Loaded {
  readonly requests: number
  readonly seconds: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Bytes of an answer: the median. */
  readonly bytes: number
}

/** Asks, with one request under way on each connection. Throws where an answer holds no data, or errors. */
export async function load({ url, headers }: Target, options: LoadOptions): Promise<Loaded> {
  const { connections, requests, maxMs, body, from } = options
  await using pool = disposable(new Pool(url.origin, { connections, pipelining: 1 }))
  const latencies: number[] = []
  const bytes: number[] = []
  const began = performance.now()
  let next = from
  const asker = async (): Promise<void> => {
    while (next < from + requests && performance.now() - began < maxMs) {
      const sent = performance.now()
      const text = await ask(pool.pool, { url, headers }, body(next++))
      latencies.push(performance.now() - sent)
      bytes.push(text.length)
    }
  }
  await Promise.all(Array.from({ length: connections }, asker))
  const sorted = latencies.toSorted((a, b) => a - b)
  return {
    requests: latencies.length,
    seconds: (performance.now() - began) / 1000,
    p50: spread(latencies).median,
    p99: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    bytes: spread(bytes).median,
  }
}

/** The `data` of one answer. */
export async function dataOf(target: Target, body: string): Promise<unknown> {
  await using pool = disposable(new Pool(target.url.origin, { connections: 1 }))
  const answer = JSON.parse(await ask(pool.pool, target, body)) as { readonly data: unknown }
  return answer.data
}

async function ask(pool: Pool, { url, headers }: Target, body: string): Promise<string> {
  const answer = await pool.request({
    path: url.pathname,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  const text = await answer.body.text()
  if (answer.statusCode !== 200 || !text.startsWith('{"data":{') || text.includes('"errors":['))
    throw new Error(`expected data, got ${answer.statusCode}: ${text.slice(0, 500)} of ${body}`)
  return text
}

function disposable(pool: Pool) {
  return { pool, [Symbol.asyncDispose]: () => pool.close() }
}
