import ExcelJS from 'exceljs'
import * as fc from 'fast-check'
import { parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { callerToken } from '../attack/caller-token.ts'
import { auditConfig, recordsOf } from '../audit/audited-world.ts'
import { databaseUrl } from '../support/database.ts'
import { csvCells, type Exported, exported } from '../support/exported.ts'
import { severable, type Severable } from '../support/severable.ts'
import { openSystem, type System } from '../support/system.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

/** Rows of a part of a stream, and of a page of an answer. */
const frameRows = 150
const pageRows = 1000

let system: System
let gatewayName = ''
let journal: Severable
let close: () => Promise<void> = async () => undefined
let provinces: readonly string[] = []

beforeAll(async () => {
  const directory = await temporaryDirectory()
  journal = await severable(databaseUrl('gateway', 'writer'))
  const audit = await auditConfig(directory.path, { databaseUrl: journal.url })
  gatewayName = audit.gatewayName
  const limits = { rows: { '*': 100_000 }, maxBytes: 2 ** 28, atOnce: 4, atOnceInAll: 8 }
  system = await openSystem({ audit, exports: { ...limits, frameRows } })
  close = async () => {
    await system[Symbol.asyncDispose]()
    await journal[Symbol.asyncDispose]()
    await directory[Symbol.asyncDispose]()
  }
  await using population = await connected(databaseUrl('population', 'owner'))
  const { rows } = await population.query<{ code: string }>(
    'SELECT DISTINCT province_code AS code FROM person ORDER BY 1',
  )
  provinces = rows.map(({ code }) => code)
})
afterAll(() => close())

/** Lists, what may be asked of their rows, and how they may be narrowed and ordered. */
const lists = [
  {
    list: 'people',
    role: 'officer',
    purpose: 'population-management',
    fields:
      'pin fullName otherName birthDate sex ethnicityCode nationality maritalStatus relationToHead isHead provinceCode communeCode registeredSince deceasedOn'.split(
        ' ',
      ),
    within: ['province { code }', 'commune { code }', 'ethnicity { code }'],
    narrowed: ['', 'where: { sex: { eq: FEMALE } }', 'where: { fullName: { startsWith: "N" } }'],
    ordered: ['', 'orderBy: [{ field: FULL_NAME, direction: DESC }, { field: BIRTH_DATE }]'],
  },
  {
    list: 'parcels',
    role: 'land-officer',
    purpose: 'land-registration',
    fields:
      'geohash mapSheet parcelNumber area registrationSerial authenticated validFrom provinceCode'.split(
        ' ',
      ),
    within: ['commune { code }'],
    narrowed: ['', 'where: { area: { gte: 100.5 } }'],
    ordered: [
      '',
      'orderBy: [{ field: AREA, direction: DESC }]',
      'orderBy: [{ field: VALID_FROM }]',
    ],
  },
] as const

const question = fc.constantFrom(...lists).chain((of) =>
  fc.record({
    of: fc.constant(of),
    fields: fc.shuffledSubarray([...of.fields, ...of.within], { minLength: 1 }),
    narrowed: fc.constantFrom(...of.narrowed),
    ordered: fc.constantFrom(...of.ordered),
    rows: fc.option(fc.integer({ min: 1, max: 700 }), { nil: undefined }),
  }),
)
type Question = ReturnType<(typeof question)['generate']>['value']

/** The same list by the name of a key, which must be planned under another: it is answered page by page. */
function documents({ of, fields, narrowed, ordered }: Question) {
  const given = [narrowed, ordered].filter((one) => one !== '').join(', ')
  const asked = `${of.list}${given === '' ? '' : `(${given})`} { nodes { ${fields.join(' ')} } }`
  return { streamed: `{ ${asked} }`, answered: `{ pin: ${asked} }` }
}

async function ask(
  of: (typeof lists)[number],
  body: Readonly<Record<string, unknown>>,
  claims: Readonly<Record<string, unknown>> = {},
): Promise<Exported> {
  const token = await callerToken(system, {
    sub: `all-${of.role}`,
    roles: [of.role],
    agency: 'all',
    provinces,
    purpose: of.purpose,
    ...claims,
  })
  return await exported({ url: system.url, token, purpose: of.purpose, body })
}

interface Told {
  readonly $export: { readonly pages: number; readonly rows: number; readonly end: string }
}

function linesOf({ bytes }: Exported): { readonly rows: readonly string[]; readonly told: Told } {
  const lines = bytes.toString('utf8').trimEnd().split('\n')
  return { rows: lines.slice(0, -1), told: JSON.parse(lines.at(-1) ?? '') as Told }
}

test('a stream makes the file that pages make, byte for byte', async () => {
  let parts = 0
  await fc.assert(
    fc.asyncProperty(question, async (asked) => {
      const { streamed, answered } = documents(asked)
      const { of, rows } = asked
      const both = async (format: string): Promise<readonly Exported[]> =>
        await Promise.all(
          [streamed, answered].map((query) =>
            ask(of, { query, format, ...(rows ? { rows } : {}) }),
          ),
        )
      const [stream, pages] = await both('ndjson')
      if (stream === undefined || pages === undefined) throw new Error('expected two files')
      expect([stream.status, pages.status, stream.isWhole]).toEqual([200, 200, true])
      const [fast, slow] = [linesOf(stream), linesOf(pages)]
      expect(fast.rows).toEqual(slow.rows)
      expect(stream.trailers).toEqual(pages.trailers)
      const count = Math.max(1, fast.rows.length)
      expect(fast.told.$export.pages).toBe(Math.ceil(count / frameRows))
      // The first page was asked as a stream, which it could not be.
      const others = Math.ceil(Math.max(0, count - frameRows) / pageRows)
      expect(slow.told.$export.pages).toBe(1 + others)
      parts += fast.told.$export.pages
      const [one, other] = await both('csv')
      expect(one?.bytes.equals(other?.bytes ?? Buffer.alloc(0))).toBe(true)
    }),
    { numRuns: 6, seed: 7 },
  )
  expect(parts).toBeGreaterThan(16)
})

test('and so are the sheets and columns of it', async () => {
  const of = lists[1]
  const { streamed, answered } = documents({
    of,
    fields: [...of.fields, ...of.within],
    narrowed: '',
    ordered: '',
    rows: undefined,
  })
  const sheets = await Promise.all(
    [streamed, answered].map(async (query) => {
      const book = new ExcelJS.Workbook()
      // Its types were written for an older Buffer.
      const { bytes } = await ask(of, { query, format: 'xlsx', rows: 400 })
      await book.xlsx.load(bytes as unknown as ExcelJS.Buffer)
      const values: unknown[] = []
      book.getWorksheet('data')?.eachRow((row) => values.push(row.values))
      return values
    }),
  )
  expect(sheets[0]).toHaveLength(401)
  expect(sheets[0]).toEqual(sheets[1])
  const tables = await Promise.all(
    [streamed, answered].map(async (query) => {
      const { bytes } = await ask(of, { query, format: 'parquet', rows: 400 })
      return await parquetReadObjects({ file: new Uint8Array(bytes).buffer })
    }),
  )
  expect(tables[0]).toHaveLength(400)
  expect(tables[0]).toEqual(tables[1])
})

test('the journal names the persons of every part before the part leaves', async () => {
  const file = await ask(lists[0], { query: '{ people { nodes { sex } } }', format: 'csv' })
  const count = csvCells(file).length - 1
  const records = await recordsOf(gatewayName)
  const requests = records.filter(
    (record) => record.kind === 'request' && record['requestId'] === file.headers['x-request-id'],
  )
  expect(requests.map(({ export: page }) => (page as { page: number }).page)).toEqual(
    Array.from({ length: Math.ceil(count / frameRows) }, (_, i) => i + 1),
  )
  const outcomes = requests.map(({ id }) =>
    records.find((record) => record['id'] === id && record.kind === 'outcome'),
  )
  const shown = outcomes.map((outcome) => {
    const { population = [] } = (outcome?.['persons'] ?? {}) as {
      population?: readonly { classes: readonly string[]; persons: readonly string[] }[]
    }
    expect(population.map(({ classes }) => classes)).toEqual([['BASIC IDENTITY']])
    return population.flatMap(({ persons }) => persons)
  })
  expect(shown.map(({ length }) => length)).toEqual(outcomes.map((one) => one?.['exported']))
  expect(new Set(shown.flat()).size).toBe(count)
})

test('a journal that is lost on the way ends the file without its end; what left was recorded', async () => {
  const token = await callerToken(system, {
    sub: 'all-officer',
    roles: ['officer'],
    provinces,
    purpose: lists[0].purpose,
  })
  const body = { query: '{ people { nodes { pin sex } } }', format: 'ndjson' }
  const asking = { url: system.url, token, purpose: lists[0].purpose, body }
  const file = await exported({ ...asking, onBegun: () => journal.sever('gone') })
  expect([file.status, file.isWhole, file.trailers]).toEqual([200, false, {}])
  const lines = file.bytes.toString('utf8').split('\n').slice(0, -1)
  expect(file.bytes.toString('utf8')).not.toContain('$export')
  expect(lines.length).toBeGreaterThanOrEqual(frameRows)
  journal.mend()
  const id = file.headers['x-request-id']
  const records = await recordsOf(gatewayName)
  const asked = new Set(
    records
      .filter(({ kind, requestId }) => kind === 'request' && requestId === id)
      .map((record) => record['id']),
  )
  const outcomes = records.filter((one) => one.kind === 'outcome' && asked.has(one['id']))
  const recorded = outcomes.reduce((sum, one) => sum + Number(one['exported'] ?? 0), 0)
  expect(recorded).toBeGreaterThanOrEqual(lines.length)
})
