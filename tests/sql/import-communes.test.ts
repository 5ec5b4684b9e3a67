import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { importCommunes, type CommuneImportResult } from '../../deploy/data/import-communes.ts'
import { CodedError } from '../../schema/errors.ts'
import { emptyMinistries, type EmptyMinistries } from '../support/empty-ministries.ts'
import { loadReference } from '../support/load-reference.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

/** The official list lies beside the project, not in it. */
const officialFile = fileURLToPath(new URL('../../../shared/data/communes.csv', import.meta.url))
const hasOfficialFile = existsSync(officialFile)

const header = 'code,province_code,type,name'
const small = [
  header,
  '00004,01,phuong,Ba Đình',
  '07210,24,phuong,Bắc Giang',
  '00376,01,xa,Sóc Sơn',
]

describe('data import communes', () => {
  let ministries: EmptyMinistries
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>
  let owner: Client

  beforeAll(async () => {
    directory = await temporaryDirectory()
    ministries = await emptyMinistries(['reference'])
    owner = await ministries.owner('reference')
    await loadReference(owner)
    await owner.query('CREATE TABLE kept AS SELECT * FROM commune')
  })
  beforeEach(async () => {
    await owner.query(`TRUNCATE commune; INSERT INTO commune SELECT * FROM kept`)
  })
  afterAll(async () => {
    await ministries[Symbol.asyncDispose]()
    await directory[Symbol.asyncDispose]()
  })

  it('makes the communes equal to the file and closes the rest today', async () => {
    const before = await communes()
    const lines = [...small, '99991,01,dac_khu,Thử Nghiệm', '00382,01,phuong,Kim Anh']
    expect(await importText(lines.join('\n'))).toEqual({
      inserted: 1,
      updated: 1,
      unchanged: 3,
      closed: before.length - 4,
    })
    expect(await commune('99991')).toMatchObject({
      name_vi: 'Thử Nghiệm',
      name_ascii: 'Thu Nghiem',
      kind: 'SPECIAL_ZONE',
      province_code: '01',
      valid_from: '2025-07-01',
      valid_to: null,
    })
    expect(await commune('00382')).toMatchObject({ kind: 'WARD', valid_to: null })
    expect((await commune('00008'))?.['valid_to']).toMatch(/^\d{4}-\d\d-\d\d$/)
  })

  it('changes nothing when repeated, and opens again what comes back', async () => {
    await importText(small.join('\n'))
    const after = await communes()
    const total = after.length
    expect(await importText(small.join('\n'))).toEqual({
      inserted: 0,
      updated: 0,
      unchanged: 3,
      closed: 0,
    })
    expect(await communes()).toEqual(after)
    expect(await importText([...small, '00008,01,phuong,Ngọc Hà'].join('\n'))).toEqual({
      inserted: 0,
      updated: 1,
      unchanged: 3,
      closed: 0,
    })
    expect(await commune('00008')).toMatchObject({ valid_to: null })
    expect((await communes()).length).toBe(total)
  })

  it('takes Windows line ends, a byte-order mark, blank lines and names in NFD', async () => {
    const text = `\uFEFF${small.join('\r\n').normalize('NFD')}\r\n\r\n`
    expect(await importText(text)).toMatchObject({ inserted: 0, updated: 0, unchanged: 3 })
    expect(await commune('00004')).toMatchObject({ name_vi: 'Ba Đình'.normalize('NFC') })
  })

  it('reports every bad line at once and imports nothing', async () => {
    const before = await communes()
    const error = await refused([
      ...small,
      '4,01,phuong,Ba Đình',
      '00009,99,xa,Không Có',
      '00010,01,thi_tran,Cũ',
      '00011,01,xa,',
      '00012,01,xa,Tên,Thừa',
      '00004,01,phuong,Ba Đình',
      '00013,01,constructor,Tên',
      "00014,01,xa,'; DROP TABLE commune; --",
      '٠٠٠١٥,01,xa,Tên',
    ])
    expect(error.message.split('\n').slice(1)).toEqual([
      '  line 5: code: expected 5 digits, got "4"',
      '  line 6: province_code: expected a province of the catalogue, got "99"',
      '  line 7: type: expected phuong, xa or dac_khu, got "thi_tran"',
      '  line 8: name: expected letters, digits and spaces, at most 100, got ""',
      '  line 9: expected 4 cells, got 5',
      '  line 10: code 00004 was already given in line 2',
      '  line 11: type: expected phuong, xa or dac_khu, got "constructor"',
      '  line 12: name: expected letters, digits and spaces, at most 100, got "\'; DROP TABLE commune; --"',
      '  line 13: code: expected 5 digits, got "٠٠٠١٥"',
    ])
    expect(error.extensions['problemCount']).toBe(9)
    expect(await communes()).toEqual(before)
  })

  it('shows the first 20 problems and counts the rest', async () => {
    const error = await refused([header, ...Array.from({ length: 30 }, () => 'x,01,xa,Tên')])
    expect(error.message).toMatch(/: 30 bad lines, nothing was imported\n/)
    expect(error.message.split('\n')).toHaveLength(22)
    expect(error.message).toMatch(/… and 10 more$/)
  })

  it.each([
    ['an empty file', '', /expected the header/],
    ['another header', 'a;b;c;d\n1;2;3;4', /expected the header .*, got "a;b;c;d"/],
    ['no commune', `${header}\n`, /expected at least one commune, got none/],
    ['bytes that are not UTF-8', Buffer.from([0x63, 0xff, 0xfe]), /expected UTF-8 text/],
  ])('refuses %s', async (_what, content, message) => {
    const before = await communes()
    await expect(importText(content)).rejects.toThrow(message)
    expect(await communes()).toEqual(before)
  })

  it('refuses a file that is not there and a server that does not answer', async () => {
    const file = join(directory.path, 'missing.csv')
    const ownerUrl = ministries.ownerUrl('reference')
    await expect(importCommunes({ file, ownerUrl })).rejects.toThrow(/missing.csv: cannot be read/)
    const nowhere = 'postgres://nobody@127.0.0.1:1/reference'
    await expect(importCommunes({ file, ownerUrl: nowhere })).rejects.toThrow('ECONNREFUSED')
  })

  it('lets two imports at once end as if one came after the other', async () => {
    const other = [header, '00004,01,phuong,Ba Đình', '99992,24,xa,Thử Hai'].join('\n')
    await Promise.all([importText(small.join('\n'), 'a.csv'), importText(other, 'b.csv')])
    const open = (await communes()).filter((row) => row['valid_to'] === null)
    expect([3, 2]).toContain(open.length)
  })

  it.skipIf(!hasOfficialFile)(
    hasOfficialFile
      ? 'takes the official list of 3,321 communes'
      : 'takes the official list (skipped: ../shared/data/communes.csv is not there)',
    async () => {
      const progress: number[] = []
      const ownerUrl = ministries.ownerUrl('reference')
      const run = (): Promise<CommuneImportResult> =>
        importCommunes({
          file: officialFile,
          ownerUrl,
          onProgress: (done, total) => progress.push(done / total),
        })
      const first = await run()
      expect(first).toEqual({ inserted: 3_172, updated: 0, unchanged: 149, closed: 0 })
      expect(progress.at(-1)).toBe(1)
      expect(progress).toEqual([...progress].sort((a, b) => a - b))
      const { rows } = await owner.query(
        `SELECT kind, count(*)::int AS n FROM commune WHERE valid_to IS NULL GROUP BY 1 ORDER BY 1`,
      )
      expect(rows).toEqual([
        { kind: 'COMMUNE', n: 2_611 },
        { kind: 'SPECIAL_ZONE', n: 13 },
        { kind: 'WARD', n: 697 },
      ])
      const names = (await communes()).map(
        (row) => `${String(row['code'])} ${String(row['name_vi'])}`,
      )
      const lines = (await readFile(officialFile, 'utf8')).trim().split(/\r?\n/).slice(1)
      expect(names).toEqual(
        lines
          .map((line) => line.split(','))
          .map(([code, , , name]) => `${code} ${name}`)
          .sort(),
      )
      expect(await run()).toEqual({ inserted: 0, updated: 0, unchanged: 3_321, closed: 0 })
    },
  )

  async function importText(
    content: string | Uint8Array,
    name = 'communes.csv',
  ): Promise<CommuneImportResult> {
    const file = join(directory.path, name)
    await writeFile(file, content)
    return importCommunes({ file, ownerUrl: ministries.ownerUrl('reference') })
  }

  async function refused(lines: readonly string[]): Promise<CodedError> {
    const error = await importText(lines.join('\n')).catch((reason: unknown) => reason)
    if (!(error instanceof CodedError)) throw new Error('expected the import to be refused')
    expect(error.code).toBe('BAD_USER_INPUT')
    return error
  }

  async function communes(): Promise<readonly Record<string, unknown>[]> {
    const { rows } = await owner.query<Record<string, unknown>>(
      `SELECT code, name_vi, name_ascii, kind, province_code, valid_from::text, valid_to::text
       FROM commune ORDER BY code COLLATE "C"`,
    )
    return rows
  }

  async function commune(code: string): Promise<Record<string, unknown> | undefined> {
    return (await communes()).find((row) => row['code'] === code)
  }
})
