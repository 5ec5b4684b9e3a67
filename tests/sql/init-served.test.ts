import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allRows, noRows } from '../../auth/row-scope.ts'
import { initialised, type Initialised, preparedAndServed } from '../support/foreign/initialised.ts'
import type { ServedForTest } from '../support/served-ministry.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

let made: Initialised
beforeAll(async () => {
  made = await initialised(300)
})
afterAll(() => made[Symbol.asyncDispose]())

const permissions = [
  'social-insurance:catalogue:read',
  'social-insurance:record:read',
  'social-insurance:record:stats',
  'reference:catalogue:read',
] as const

describe('what is served of it', () => {
  let served: ServedForTest

  beforeAll(async () => {
    served = await preparedAndServed(made)
  })
  afterAll(() => served[Symbol.asyncDispose]())

  it('counts under disclosure control, by a key of another ministry and by an enum', async () => {
    const { data, errors } = await served.ask({
      query: `{ participantGroups(groupBy: [{ field: PROVINCE }, { field: SEX }]) {
        groups { key { province { code } sex } count disclosure { status } } totals { count } } }`,
      grants: {
        'social-insurance:record:stats': allRows,
        'reference:catalogue:read': allRows,
      },
      permissions,
      as: { role: 'analyst' },
    })
    expect(errors).toEqual([])
    const { groups, totals } = (data ?? {})['participantGroups'] as {
      groups: {
        key: { province: { code: string }; sex: string }
        count: number
        disclosure: { status: string }
      }[]
      totals: { count: number }
    }
    expect(groups).toHaveLength(6)
    expect(new Set(groups.map(({ key }) => key.sex))).toEqual(new Set(['MALE', 'FEMALE']))
    expect(groups.every(({ disclosure }) => disclosure.status !== 'EXACT')).toBe(true)
    expect(Math.abs(totals.count - 300)).toBeLessThan(20)
  })

  it('shows a person the own rows, along every way, and nobody else', async () => {
    const asked = {
      query: `{ participants { nodes { personalNumber fullName contributions(first: 2) { totalCount nodes { month contributionAmount unit { unitName } } } } } }`,
      permissions,
    }
    const own = { 'social-insurance:record:read': { ...noRows, subjects: ['901090000007'] } }
    const { data, errors } = await served.ask({ ...asked, grants: own, pin: '901090000007' })
    expect(errors).toEqual([])
    expect(data).toMatchObject({
      participants: {
        nodes: [{ personalNumber: '901090000007', contributions: { totalCount: 6 } }],
      },
    })
    const none = await served.ask({ ...asked, grants: {} })
    expect(none.errors.map(({ code }) => code)).toContain('FORBIDDEN')
  })

  it('keeps rows from the reader by itself, and from nobody who had them', async () => {
    const reader = new Client({ connectionString: made.readerUrl })
    await reader.connect()
    try {
      const count = async (client: Client, table: string): Promise<number> =>
        (await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n ??
        -1
      for (const table of ['bhxh.nguoi_tham_gia', 'bhxh.qua_trinh_dong', 'bhxh.om_dau']) {
        expect(await count(reader, table), table).toBe(0)
        expect(await count(made.database.owner, table), table).toBeGreaterThan(0)
      }
      await reader.query(`SET lien_thong.subjects = '901090000007'`)
      expect(await count(reader, 'bhxh.qua_trinh_dong')).toBe(6)
      expect(await count(reader, 'bhxh.don_vi')).toBe(60)
    } finally {
      await reader.end()
    }
  })

  it('gives each row the key of its person, whoever writes it and whenever', async () => {
    await made.database.owner.query(`CREATE ROLE clerk LOGIN PASSWORD 'clerk'`)
    await made.database.owner.query(
      'GRANT USAGE ON SCHEMA bhxh TO clerk; GRANT SELECT, INSERT ON bhxh.so_bhxh TO clerk',
    )
    const clerk = new Client({ connectionString: made.database.url('clerk', 'clerk') })
    await clerk.connect()
    await clerk.query(`INSERT INTO bhxh.so_bhxh VALUES ('S-NEW', 7, NULL, '2026-01-01')`)
    const { rows: seen } = await clerk.query('SELECT so_so FROM bhxh.so_bhxh')
    const asked = clerk.query(`SELECT lien_thong.record_key('1')`)
    await expect(asked).rejects.toThrow(/permission denied/)
    await clerk.end()
    expect(seen).toHaveLength(301)
    const { rows } = await made.database.owner.query<{ keys: number; own: string }>(
      `SELECT count(DISTINCT key)::int AS keys FROM (
         SELECT record_key AS key FROM bhxh.so_bhxh WHERE id_nguoi = 7
         UNION ALL SELECT record_key FROM bhxh.qua_trinh_dong WHERE id_nguoi = 7
         UNION ALL SELECT record_key FROM bhxh.nguoi_tham_gia WHERE id = 7
         UNION ALL SELECT om_dau.record_key FROM bhxh.om_dau JOIN bhxh.ho_so ON ho_so.id = id_ho_so WHERE id_nguoi = 7) AS keyed`,
    )
    expect(rows).toEqual([{ keys: 1 }])
    await made.database.owner.query(`DELETE FROM bhxh.so_bhxh WHERE so_so = 'S-NEW'`)
  })

  it('answers every list and total that it offers', async () => {
    const all = Object.fromEntries(permissions.map((one) => [one, allRows]))
    const ask = (query: string) => served.ask({ query, grants: all, permissions })
    const { data } = await ask(
      '{ __schema { queryType { fields { name args { name type { kind } } } } } }',
    )
    const { __schema: schema } = data as {
      __schema: {
        queryType: { fields: { name: string; args: { name: string; type: { kind: string } }[] }[] }
      }
    }
    const fields = schema.queryType.fields.filter(
      ({ name: field, args }) =>
        !field.startsWith('_') && args.every(({ type }) => type.kind !== 'NON_NULL'),
    )
    expect(fields.length).toBeGreaterThan(50)
    const query = fields
      .map(
        ({ name: field }) =>
          `${field} ${field.endsWith('Totals') ? '{ count }' : '{ totalCount nodes { __typename } }'}`,
      )
      .join('\n')
    const answer = await ask(`{ ${query} }`)
    expect(answer.errors).toEqual([])
    expect(Object.values(answer.data ?? {}).filter((value) => value === null)).toEqual([])
  })
})

describe('once more, after the review', () => {
  it('proposes what is new, keeps what was changed, and tells what is gone', async () => {
    const reviewed = made.sdl
      .replaceAll('unitName: String!', 'employerName: String!')
      .replace(/ {2}"email_lien_he[^\n]*\n[^\n]*\n/, '')
    expect(reviewed).not.toBe(made.sdl)
    await writeFile(join(made.folder, 'schema.graphql'), reviewed)
    expect(await made.init()).toMatchObject({ ok: true, isFirst: false, hasNew: false, notes: [] })
    await made.database.owner.query(`
      ALTER TABLE bhxh.don_vi ADD COLUMN ma_xa char(5), ADD COLUMN quy_mo text;
      ALTER TABLE bhxh.don_vi DROP COLUMN dien_thoai;
      ALTER TYPE bhxh.trang_thai_ho_so ADD VALUE 'tạm dừng';
      ALTER TYPE bhxh.trang_thai_ho_so ADD VALUE 'tra lai';
      CREATE INDEX ON bhxh.don_vi (so_lao_dong);
      CREATE TABLE bhxh.to_khai (id int PRIMARY KEY, id_nguoi bigint REFERENCES bhxh.nguoi_tham_gia, ngay_nop date)`)
    const done = await made.init()
    expect(done).toMatchObject({
      hasNew: true,
      notes: [
        'Unit.phoneNumber: its column dien_thoai is gone',
        expect.stringMatching(/^Unit\.workerCount: an index begins with its column now/),
      ],
    })
    expect(await readFile(join(made.folder, 'schema.graphql'), 'utf8')).toBe(reviewed)
    const proposal = (await readFile(join(made.folder, 'proposal.graphql'), 'utf8')).replace(
      /\s+/g,
      ' ',
    )
    expect(proposal).toContain('type ToKhai @key(fields: "id")')
    expect(proposal).toContain('communeCode: ID @column(name: "ma_xa")')
    expect(proposal).toContain('commune: Commune @join(columns: ["ma_xa"])')
    expect(proposal).toContain(
      'extend enum DossierStatus { "tạm dừng · suspended" SUSPENDED @value(text: "tạm dừng") "tra lai · returned2" RETURNED2 @value(text: "tra lai") }',
    )
    expect(proposal).not.toMatch(/unitName|employerName|email_lien_he|ten_don_vi/)
    await expect(made.init()).rejects.toThrow(/proposal\.graphql is still there/)
  })

  it('tells a schema that has problems, and writes nothing', async () => {
    await using other = await temporaryDirectory()
    await writeFile(join(other.path, 'schema.graphql'), 'type A { a: Int }')
    expect(await made.init({ folder: other.path })).toMatchObject({
      ok: false,
      problems: [{ code: 'TYPE_WITHOUT_SOURCE', line: 1 }],
    })
    await expect(readFile(join(other.path, 'review.md'))).rejects.toThrow(/ENOENT/)
  })

  it('offers no totals about persons where the database is to stay unchanged', async () => {
    await made.database.owner.query(
      'CREATE SCHEMA rieng; CREATE TABLE rieng.nguoi (so_cccd char(12) PRIMARY KEY, ho_ten text)',
    )
    await using other = await temporaryDirectory()
    await made.init({ folder: other.path, schemas: ['rieng'], addsRecordKeys: false })
    const text = await readFile(join(other.path, 'schema.graphql'), 'utf8')
    expect(text).toContain('@subject(column: "so_cccd")')
    expect(text).not.toMatch(/@aggregate|recordKey/)
    expect(await readFile(join(other.path, 'prepare.sql'), 'utf8')).not.toMatch(/record_key bigint/)
    await made.database.owner.query('DROP SCHEMA rieng CASCADE')
  })
})
