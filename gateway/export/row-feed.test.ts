import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as after } from 'node:timers/promises'
import { GraphQLID, GraphQLString } from 'graphql'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { frameBytes, type RowsAsked, rowMediaType } from '../../schema/row-frame.ts'
import { type AskRows, openRowLines } from '../execution/ask-rows.ts'
import { openBreakers } from '../execution/breakers.ts'
import { openDeadline } from '../execution/deadline.ts'
import { openMinistryPools } from '../execution/ministry-pools.ts'
import type { Asker } from '../execution/ask-ministry.ts'
import { openMinistryWatch } from '../state/ministry-watch.ts'
import { cellValue } from './cell-value.ts'
import { type RowFeed, openRowFeed } from './row-feed.ts'

const types = [GraphQLID, GraphQLString]
const columns = types.map((type, i) => {
  const read = cellValue(type)
  if (read === undefined) throw new Error('expected a scalar that is read')
  return { path: [i === 0 ? 'code' : 'name'] as const, type, nullable: false, read }
})
const told = types.map(({ name }) => ({ type: name, nullable: false }))
const errand = {
  ministry: 'm',
  body: JSON.stringify({ query: '{ x }', variables: {} }),
  entities: undefined,
  changes: false,
}
const maxAnswerBytes = 2_000_000

interface Stream {
  /** What was asked, in order. */
  readonly asked: (RowsAsked & { readonly after: string | null })[]
  /** Bytes that the gateway's side took, or holds for it. */
  written: number
}

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

type Give = (bytes: Buffer) => Promise<boolean>

/** A ministry that gives what it likes for rows, as fast as they are taken; and the gateway's way to it. */
async function ministry(
  serve: (asked: RowsAsked, give: Give, response: ServerResponse) => Promise<void>,
): Promise<Stream & { readonly ask: AskRows }> {
  const stream: Stream = { asked: [], written: 0 }
  const server = createServer((request: IncomingMessage, response) => {
    const give: Give = async (bytes) => {
      stream.written += bytes.length
      if (response.write(bytes)) return !response.destroyed
      await Promise.race([once(response, 'drain'), once(response, 'close')])
      return !response.destroyed
    }
    response.setMaxListeners(0).on('error', () => undefined)
    void text(request).then(async (body) => {
      const { rows, variables } = JSON.parse(body) as { rows: RowsAsked; variables: object }
      stream.asked.push({ ...rows, after: 'after' in variables ? String(variables.after) : null })
      response.writeHead(200, { 'content-type': rowMediaType })
      await serve(rows, give, response)
      response.end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const pools = openMinistryPools(4)
  closing.push(
    () => pools.close(),
    () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  )
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`)
  const ask = openRowLines({
    lines: new Map([['m', { url, tokenFor: async () => 'token' }]]),
    pools,
    breakers: openBreakers({ failures: 0, pauseMs: 1000 }),
    watch: openMinistryWatch(),
    lateMs: 900,
    maxAnswerBytes,
    personKeys: undefined,
    log: pino({ level: 'silent' }),
  })
  return Object.assign(stream, { ask })
}

function asker(): Asker {
  const deadline = openDeadline(20_000)
  closing.push(async () => deadline.close())
  return {
    id: 'export',
    deadline,
    identity: undefined,
    purpose: undefined,
    trail: undefined,
    provenance: {},
    persons: new Map(),
  }
}

/** A frame of rows from `from` on, each of about `width` bytes; the whole list has `all`. */
function frame(from: number, count: number, { all, width }: { all: number; width: number }) {
  const rows = Array.from({ length: count }, (_, i) => `(${from + i},${'x'.repeat(width)})`)
  const head = {
    rows: count,
    hasMore: from + count < all,
    cursor: String(from + count),
    columns: told,
    persons: [],
    provenance: { rows: count, statements: 1 },
  }
  return frameBytes(head, rows.join(''))
}

const document = {
  variables: (first: number, cursor: string | undefined) => ({ first, after: cursor }),
  pageNames: ['first', 'after'],
}

function feedOf(freshMs: number): RowFeed {
  return openRowFeed(columns, document, { size: 10, isCsv: false, freshMs })
}

/** Takes a list of `all` rows to its end, page by page as an export does; the codes of its rows. */
async function taken(
  feed: RowFeed,
  ask: AskRows,
  { all, page, pause = 0 }: { all: number; page: number; pause?: number },
): Promise<readonly string[]> {
  const codes: string[] = []
  let cursor: string | undefined
  for (;;) {
    const left = all - codes.length
    feed.turn({ rows: page, after: cursor, left })
    const variables = { first: page, after: cursor }
    const body = JSON.stringify({ query: '{ x }', variables })
    const found = await feed.take({ ...errand, body }, asker(), ask)
    if (found === undefined) throw new Error('expected rows of the stream')
    codes.push(...found.page.rows.map((row) => String(row['code'])))
    cursor = found.page.next
    if (cursor === undefined) return codes
    await after(pause)
  }
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(i))

/** Serves the list from where it is asked. */
const listOf =
  (all: number, width = 10) =>
  async ({ chunk, most }: RowsAsked, give: Give): Promise<void> => {
    for (let at = all - most; at < all; at += chunk)
      if (!(await give(frame(at, Math.min(chunk, all - at), { all, width })))) return
  }

test('a stream is read from for its time alone: after it the rest is asked anew, and no row is lost', async () => {
  const all = 35
  const { ask, asked } = await ministry(listOf(all))
  const long = feedOf(60_000)
  expect(await taken(long, ask, { all, page: 10 })).toEqual(numbers(all))
  expect(asked).toEqual([{ chunk: 10, most: 35, columns: ['code', 'name'], after: null }])
  long.close()
  asked.length = 0

  const short = feedOf(0)
  expect(await taken(short, ask, { all, page: 10 })).toEqual(numbers(all))
  expect(asked.map(({ most, after: from }) => [most, from])).toEqual([
    [35, null],
    [25, '10'],
    [15, '20'],
    [5, '30'],
  ])
  short.close()
})

test('a file whose reader rests longer than a stream lasts is whole: the ministry broke off what nobody took', async () => {
  const all = 30
  const lastsMs = 40
  const { ask, asked } = await ministry(async (rows, give, response) => {
    const late = setTimeout(() => response.destroy(), lastsMs)
    const at = all - rows.most
    await give(frame(at, rows.chunk, { all, width: 10 }))
    // The rest is there when the reader comes, or the end of the stream's time.
    await once(response, 'close')
    clearTimeout(late)
  })
  const feed = feedOf(lastsMs / 2)
  expect(await taken(feed, ask, { all, page: 10, pause: lastsMs * 2 })).toEqual(numbers(all))
  expect(asked).toHaveLength(3)
  feed.close()
})

test('a ministry is not read ahead of who waits for the file: what lies between is bounded', async () => {
  const [all, page, width] = [1600, 10, 8000]
  const whole = all * width
  const stream = await ministry(listOf(all, width))
  const feed = feedOf(60_000)
  feed.turn({ rows: page, after: undefined, left: all })
  const body = JSON.stringify({ query: '{ x }', variables: { first: page } })
  const first = await feed.take({ ...errand, body }, asker(), stream.ask)
  expect(first?.page.count).toBe(page)
  let before = -1
  while (before !== stream.written) {
    before = stream.written
    await after(150)
  }
  // Sockets hold some megabytes; the gateway one frame, and what a stream of Node's takes at once.
  expect(stream.written).toBeLessThan(whole * 0.75)
  let [count, cursor] = [page, first?.page.next]
  while (cursor !== undefined) {
    feed.turn({ rows: page, after: cursor, left: all - count })
    const next = await feed.take({ ...errand, body }, asker(), stream.ask)
    count += next?.page.count ?? 0
    cursor = next?.page.next
  }
  expect([count, stream.asked.length]).toEqual([all, 1])
  expect(stream.written).toBeGreaterThan(whole)
  feed.close()
})

test.each([
  ['of as many bytes as an answer may have', 0, undefined],
  ['of one byte more', 1, 'COST_EXCEEDED'],
] as const)('a frame %s', async (_name, more, code) => {
  const rows = `(0,${'x'.repeat(maxAnswerBytes - 4 + more)})`
  const head = { rows: 1, hasMore: false, cursor: '1', columns: told, persons: [], provenance: {} }
  const { ask } = await ministry(async (_asked, give) => {
    await give(frameBytes(head, rows))
  })
  const feed = feedOf(60_000)
  const taking = taken(feed, ask, { all: 1, page: 10 })
  if (code === undefined) expect(await taking).toEqual(['0'])
  else await expect(taking).rejects.toMatchObject({ extensions: { code, ministry: 'm' } })
  feed.close()
})

test('a frame of more rows than were asked for is taken for none, one of as many is', async () => {
  const { ask } = await ministry(async ({ most }, give) => {
    await give(frame(0, most === 10 ? 10 : 11, { all: 11, width: 10 }))
  })
  for (const [left, isTaken] of [
    [10, true],
    [11, false],
  ] as const) {
    const feed = feedOf(60_000)
    feed.turn({ rows: 10, after: undefined, left })
    const found = await feed.take(errand, asker(), ask)
    expect([found?.page.count, feed.isOpen()]).toEqual([isTaken ? 10 : undefined, isTaken])
    feed.close()
  }
})

test.each([
  ['breaks off within a frame', (whole: Buffer) => whole.subarray(0, -1)],
  ['ends without a frame', () => Buffer.alloc(0)],
  ['sends a head that is none', () => frameBytes({ rows: -1 }, '')],
])('a ministry that %s is unavailable', async (_name, broken) => {
  const { ask } = await ministry(async (_asked, give) => {
    await give(frame(0, 10, { all: 20, width: 10 }))
    await give(broken(frame(10, 10, { all: 20, width: 10 })))
  })
  const feed = feedOf(60_000)
  await expect(taken(feed, ask, { all: 20, page: 10 })).rejects.toMatchObject({
    extensions: { code: 'MINISTRY_UNAVAILABLE', ministry: 'm' },
  })
  feed.close()
})
