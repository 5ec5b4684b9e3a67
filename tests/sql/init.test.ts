import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { namesAndDescriptions } from '../../schema/check/names-and-descriptions.ts'
import { readModel } from '../../schema/model/read-model.ts'
import { initialised, type Initialised, typeText } from '../support/foreign/initialised.ts'
import { ownPassword } from '../support/own-cluster.ts'
import { statementTap } from '../support/statement-tap.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

let made: Initialised
beforeAll(async () => {
  made = await initialised(300)
})
afterAll(() => made[Symbol.asyncDispose]())

describe('what is proposed for a database that nobody here designed', () => {
  it('is a schema without a problem', () => {
    const read = readModel(made.name, made.sdl, 'schema.graphql')
    expect(read.ok ? [] : read.problems).toEqual([])
    if (!read.ok) return
    const text = { name: made.name, file: 'schema.graphql', document: read.model.document }
    expect(namesAndDescriptions(text)).toEqual([])
  })

  it.each([
    [
      'a named schema and quoted names',
      'Disease',
      '@table(name: "Bệnh", schema: "Danh mục", key: ["Mã ICD"])',
    ],
    [
      'a code list for everybody',
      'Disease',
      '@requiresScopes(scopes: [["social-insurance:catalogue:read"]])',
    ],
    [
      'Vietnamese words',
      'Participant',
      'fullName: String! @column(name: "ho_ten") @masked(kind: NAME) @classified(level: BASIC, category: "IDENTITY")',
    ],
    [
      'a personal number',
      'Participant',
      'personalNumber: PersonalId @column(name: "so_dinh_danh") @filterable @sortable @classified',
    ],
    ['the person', 'Participant', 'person: Person @join(columns: ["so_dinh_danh"])'],
    [
      'whose rows they are',
      'Participant',
      '@subject(column: "so_dinh_danh", recordKey: "record_key")',
    ],
    [
      'rows by place',
      'Participant',
      '@scope(by: PROVINCE, column: "ma_tinh") @scope(by: COMMUNE, column: "ma_xa")',
    ],
    [
      'an age',
      'Participant',
      '@dimension(name: "ageBand", field: "birthDate", derive: AGE_BAND, width: 5)',
    ],
    [
      'an enum of a check',
      'Participant',
      'sex: ParticipantSex! @column(name: "gioi_tinh") @dimension',
    ],
    [
      'an array',
      'Participant',
      'theGan: [String] @classified(level: RESTRICTED, category: "IDENTITY")',
    ],
    [
      'JSON, closed until somebody looks',
      'Participant',
      'additionalInformation: JSON @column(name: "thong_tin_them") @classified(level: RESTRICTED',
    ],
    ['a time with a zone', 'Participant', 'updatedAt: DateTime!'],
    ['a time without one', 'Participant', 'enteredAt: LocalDateTime!'],
    [
      'a description from a comment',
      'Participant',
      '"Số định danh cá nhân, 12 chữ số · Personal number"',
    ],
    [
      'the way to a person over two tables',
      'Sickness',
      '@subject(column: "so_dinh_danh", via: ["dossier", "person"], recordKey: "record_key")',
    ],
    [
      'health',
      'Sickness',
      'diagnosis: String @column(name: "chan_doan") @classified(level: SENSITIVE, category: "HEALTH")',
    ],
    [
      'a composite key',
      'Unit',
      '@key(fields: "provinceCode unitCode") @table(name: "don_vi", schema: "bhxh", key: ["ma_tinh", "ma_don_vi"])',
    ],
    [
      'a composite foreign key',
      'Contribution',
      'unit: Unit @join(columns: ["ma_tinh", "ma_don_vi"])',
    ],
    [
      'totals where rows are about persons',
      'Unit',
      'contributionTotals: ContributionTotals @join(columns: ["ma_tinh", "ma_don_vi"])',
    ],
    [
      'a self-reference',
      'InsuranceAgency',
      'parent: InsuranceAgency @join(columns: ["id_cap_tren"])',
    ],
    [
      'its way back',
      'InsuranceAgency',
      'insuranceAgencies: InsuranceAgencyConnection @join(columns: ["id_cap_tren"])',
    ],
    ['a uuid', 'InsuranceAgency', 'id: ID! @filterable @sortable'],
    [
      'a partitioned table, once',
      'Contribution',
      '@table(name: "qua_trinh_dong", schema: "bhxh", key: ["id_nguoi", "thang"])',
    ],
    [
      'numeric of a domain',
      'Contribution',
      'contributionAmount: Float! @column(name: "so_tien_dong") @aggregate(fns: [SUM, AVG, MIN, MAX])',
    ],
    [
      'an enum type of other words',
      'Dossier',
      'status: DossierStatus! @column(name: "trang_thai") @filterable @sortable @dimension',
    ],
    ['a table without a key', 'Log', '@table(name: "nhat_ky", schema: "bhxh", key: []) @aggregate'],
    ['a view', 'DebtByProvince', ''],
    [
      'an account number',
      'Payment',
      'accountNumber: ID @column(name: "so_tai_khoan") @classified(level: SENSITIVE, category: "PROPERTY")',
    ],
    ['a reserved word', 'Order', 'and2: String @column(name: "and")'],
    [
      'a shared catalogue in place of a copy',
      'Unit',
      'province: Province @join(columns: ["ma_tinh"]) @dimension',
    ],
  ])('has %s', (_what, type, expected) => {
    if (expected === '')
      expect(made.sdl).toContain('@table(name: "v_no_theo_tinh", schema: "bhxh", key: [])')
    else expect(typeText(made.sdl, type)).toContain(expected)
  })

  it('adds rows to the person and totals to the province', () => {
    const text = made.sdl.replace(/\s+/g, ' ')
    expect(text).toContain(
      'contributions: ContributionConnection @join(via: ["person"], columns: ["so_dinh_danh"]) @classified(level: BASIC, category: "PROPERTY")',
    )
    expect(text).toContain('contributionTotals: ContributionTotals @join(columns: ["ma_tinh"])')
  })

  it('maps every value of an enum', () => {
    expect(made.sdl).toContain('RECEIVED @value(text: "mới tiếp nhận")')
    expect(made.sdl).toContain('MALE @value(text: "Nam")')
  })

  it.each([
    ['bhxh.nguoi_tham_gia.anh', 'values of type bytea are not served'],
    [
      'bhxh.nhat_ky',
      'it has no primary key and no unique index: its rows can be counted and grouped, but not paged',
    ],
    ['bhxh.ho_so (nguoi_xu_ly)', 'the way back from Officer: no index begins with these columns'],
    ['bhxh.don_vi (ma_tinh)', ''],
  ])('says of %s why it is left out', (place, reason) => {
    const line = made.review.split('\n').find((one) => one.startsWith(`| \`${place}\` `))
    if (reason === '') expect(line).toBeUndefined()
    else expect(line).toContain(reason)
  })

  it('explains each guess with a confidence', () => {
    const line = made.review.split('\n').find((one) => one.includes('`Participant.personalNumber`'))
    expect(line).toMatch(/high .* BASIC IDENTITY.*its name and its length of 12/)
    expect(made.review).toMatch(/low +\| `Participant\.note` +\| RESTRICTED IDENTITY/)
    expect(made.review).toMatch(
      /`Sickness` .*its rows are about the person of dossier\.person\.personalNumber/,
    )
  })

  it('is the same the next time', async () => {
    await using other = await temporaryDirectory()
    await made.init({ folder: other.path })
    for (const file of ['schema.graphql', 'review.md', 'prepare.sql', 'catalogue.json'])
      expect(await readFile(join(other.path, file), 'utf8')).toBe(
        await readFile(join(made.folder, file), 'utf8'),
      )
  })

  it('is of the named schemas alone where some are named', async () => {
    await using other = await temporaryDirectory()
    expect(await made.init({ folder: other.path, schemas: ['Danh mục'] })).toMatchObject({
      tables: 9,
    })
    await expect(made.init({ folder: other.path, schemas: ['none'] })).rejects.toThrow(
      'the database has no table in none',
    )
  })
})

describe('how the database is read', () => {
  const userTables = /bhxh|Danh mục|nguoi_tham_gia/

  it('reads no row, in a transaction that cannot write', async () => {
    await using tap = await statementTap(made.database.url('bhxh_owner'))
    await using other = await temporaryDirectory()
    await made.init({ database: tap.url, folder: other.path })
    const statements = tap.take()
    expect(statements.length).toBeGreaterThan(4)
    for (const { text } of statements) expect(text).not.toMatch(userTables)
    const [{ count } = { count: '' }] = (
      await made.database.owner.query<{ count: string }>(
        `SELECT count(*) FROM pg_stat_user_tables WHERE schemaname = 'bhxh' AND relname = 'nguoi_tham_gia'`,
      )
    ).rows
    expect(count).toBe('1')
  })

  it('runs as a role that may read no table at all', async () => {
    await made.database.owner.query(`CREATE ROLE nobody_here LOGIN PASSWORD 'nobody'`)
    await using other = await temporaryDirectory()
    const url = made.database.url('nobody_here', 'nobody')
    // Statistics of columns are for those who may read them: what is grouped by may differ.
    expect(await made.init({ database: url, folder: other.path })).toMatchObject({ tables: 31 })
    expect(
      await made.init({ database: url, folder: join(other.path, 'sampled'), sample: true }),
    ).toMatchObject({ tables: 31 })
  })

  it('finds personal columns of any name with --sample, and lets no value out', async () => {
    await made.database.owner.query(`CREATE SCHEMA mau;
      CREATE TABLE mau.t1 (k int PRIMARY KEY, c1 text, c2 text, c3 text, c4 text);
      INSERT INTO mau.t1 SELECT n, '901090' || lpad(n::text, 6, '0'), 'Nguyễn Văn Anh', 'a' || n || '@thu.example', 'abc' FROM generate_series(1, 50) n`)
    await using other = await temporaryDirectory()
    const schemas = ['mau']
    await made.init({ folder: join(other.path, 'plain'), schemas })
    const plain = await readFile(join(other.path, 'plain', 'schema.graphql'), 'utf8')
    expect(plain).not.toContain('PersonalId')
    await using tap = await statementTap(made.database.url('bhxh_owner'))
    await made.init({
      folder: join(other.path, 'sampled'),
      schemas,
      sample: true,
      database: tap.url,
    })
    const read = tap.take().filter(({ text }) => text.includes('"t1"'))
    expect(read.map(({ text }) => /^SELECT (count\(|has_)/.test(text))).not.toContain(false)
    const sampled = await readFile(join(other.path, 'sampled', 'schema.graphql'), 'utf8')
    expect(typeText(sampled, 'T1')).toContain('c1: PersonalId @classified')
    expect(typeText(sampled, 'T1')).toContain('c2: String @masked(kind: NAME) @classified')
    expect(typeText(sampled, 'T1')).toContain(
      'c3: String @classified(level: BASIC, category: "IDENTITY")',
    )
    for (const file of ['schema.graphql', 'review.md', 'prepare.sql', 'catalogue.json']) {
      const text = await readFile(join(other.path, 'sampled', file), 'utf8')
      expect(text, file).not.toMatch(/901090|Nguyễn Văn Anh|thu\.example/)
    }
    await made.database.owner.query('DROP SCHEMA mau CASCADE')
  })

  it('says which server could not be reached, without the password', async () => {
    const failure = made.init({ database: 'postgresql://dba:secret-word@127.0.0.1:1/bhxh' })
    await expect(failure).rejects.toThrow(/127\.0\.0\.1:1.*bhxh/)
    await expect(failure).rejects.not.toThrow(/secret-word/)
  })
})

it('keeps the password of the test roles to itself', () => {
  expect(`${made.sdl}${made.review}`).not.toContain(ownPassword)
})
