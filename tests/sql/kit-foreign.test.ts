import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allRows } from '../../auth/row-scope.ts'
import { ministry } from '../../subgraphs/kit/ministry.ts'
import { ownCluster, type OwnCluster } from '../support/own-cluster.ts'
import { servedMinistry, type ServedForTest } from '../support/served-ministry.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const tables = `
CREATE SCHEMA "Danh mục";
CREATE TYPE "Danh mục"."Màu" AS ENUM ('đỏ', 'xanh lá', 'BLACK');
CREATE DOMAIN so_luong AS int CHECK (VALUE >= 0);
CREATE DOMAIN so_luong_nho AS so_luong NOT NULL;
CREATE TABLE "Danh mục"."Xe.tải" (
  "Mã ""xe""" numeric(10, 0) PRIMARY KEY, "Màu sơn" "Danh mục"."Màu",
  ten text[], so int[][], loai "Danh mục"."Màu"[], "hồ sơ" jsonb, luc timestamp, so_cho so_luong_nho);
CREATE TABLE xe (ma text, mau text CHECK (mau IN ('trắng', 'đen')), gia numeric(18, 2), luc timestamp);
INSERT INTO "Danh mục"."Xe.tải" VALUES
  (1234567890, 'đỏ', '{a,NULL,"b,c"}', '{{1,2},{3,4}}', '{đỏ,BLACK}', '{"a": [1]}', '2026-01-31 23:30:00.5', 4),
  (2, 'xanh lá', '{}', NULL, NULL, '3', '2026-02-01 00:00:00', 7),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, 2);
INSERT INTO xe VALUES ('x', 'trắng', 10.5, '2026-01-31 23:30'), ('x', 'đen', 1, '2026-02-28'), ('y', 'đen', 2, NULL);
GRANT USAGE ON SCHEMA "Danh mục" TO reader;
GRANT SELECT ON ALL TABLES IN SCHEMA "Danh mục", public TO reader;`

const access = '@requiresScopes(scopes: [["fisheries:catalogue:read"]])'
const stats = '@aggregate(scopes: [["fisheries:catalogue:read"]])'
const schema = `
"Màu · Colour"
enum Colour { "Đỏ · Red" RED @value(text: "đỏ") "Xanh · Green" GREEN @value(text: "xanh lá") "Đen · Black" BLACK }
"Màu xe · Paint"
enum Paint { "Trắng · White" WHITE @value(text: "trắng") "Đen · Black" BLACK @value(text: "đen") }
"Xe tải · Lorry"
type Lorry @key(fields: "code") @table(schema: "Danh mục", name: "Xe.tải", key: ["Mã \\"xe\\""]) ${stats} ${access} {
  code: ID! @column(name: "Mã \\"xe\\"") @filterable @sortable
  colour: Colour @column(name: "Màu sơn") @filterable @sortable @dimension
  names: [String] @column(name: "ten")
  numbers: [Int] @column(name: "so")
  colours: [Colour] @column(name: "loai")
  file: JSON @column(name: "hồ sơ")
  at: LocalDateTime @column(name: "luc") @filterable @sortable @dimension @aggregate(fns: [MIN, MAX])
  seats: Int! @column(name: "so_cho") @aggregate(fns: [SUM])
}
"Xe · Vehicle"
type Vehicle @table(name: "xe", key: []) ${stats} ${access} {
  code: ID @column(name: "ma") @filterable @dimension
  paint: Paint @column(name: "mau") @filterable @dimension
  price: Float @column(name: "gia") @aggregate(fns: [SUM])
  at: LocalDateTime @column(name: "luc") @dimension
}`.replaceAll('\\\\', '\\')

const grants = { 'fisheries:catalogue:read': allRows } as const

describe('a database that nobody here designed', () => {
  let cluster: OwnCluster
  let served: ServedForTest
  const opened: AsyncDisposable[] = []

  beforeAll(async () => {
    cluster = await ownCluster(18)
    opened.push(cluster)
    await cluster.administer('postgres', `CREATE ROLE reader LOGIN PASSWORD 'reader'`, tables)
    const directory = await temporaryDirectory()
    opened.push(directory)
    served = await serve(directory.path, schema)
    opened.push(served)
  })
  afterAll(async () => {
    for (const one of opened.reverse()) await one[Symbol.asyncDispose]()
  })

  async function serve(folder: string, text: string): Promise<ServedForTest> {
    await writeFile(join(folder, 'schema.graphql'), text)
    const definition = { name: 'fisheries', port: 0, folder: pathToFileURL(`${folder}/`) }
    return await servedMinistry(ministry(definition), cluster.url('reader', 'postgres', 'reader'))
  }
  const ask = async (query: string, variables = {}) => {
    const { data, errors } = await served.ask({
      query,
      variables,
      grants,
      permissions: ['fisheries:catalogue:read'],
    })
    expect(errors).toEqual([])
    return data
  }

  it('answers enums, arrays, JSON, domains and times without a zone', async () => {
    expect(await ask('{ lorries { totalCount } }')).toEqual({ lorries: { totalCount: 3 } })
    const { lorries } = (await ask(
      '{ lorries(orderBy: [{ field: COLOUR, direction: DESC }]) { nodes { code colour names numbers colours file at seats } } }',
    )) as { lorries: { nodes: unknown[] } }
    expect(lorries.nodes).toEqual([
      {
        code: '3',
        colour: null,
        names: null,
        numbers: null,
        colours: null,
        file: null,
        at: null,
        seats: 2,
      },
      {
        code: '2',
        colour: 'GREEN',
        names: [],
        numbers: null,
        colours: null,
        file: 3,
        at: '2026-02-01T00:00:00',
        seats: 7,
      },
      {
        code: '1234567890',
        colour: 'RED',
        names: ['a', null, 'b,c'],
        numbers: [1, 2, 3, 4],
        colours: ['RED', 'BLACK'],
        file: { a: [1] },
        at: '2026-01-31T23:30:00.5',
        seats: 4,
      },
    ])
  })

  it.each([
    ['colour: { eq: RED }', ['1234567890']],
    ['colour: { in: [GREEN, BLACK] }', ['2']],
    ['colour: { isNull: true }', ['3']],
    ['at: { lt: "2026-02-01" }', ['1234567890']],
    ['at: { between: ["2026-02-01T00:00", "2026-02-01T00:00:00.000001"] }', ['2']],
    ['code: { startsWith: "12345" }', ['1234567890']],
    ['code: { eq: "2" }', ['2']],
  ])('filters by %s', async (where, codes) => {
    const data = (await ask(`{ lorries(where: { ${where} }) { nodes { code } } }`)) as {
      lorries: { nodes: { code: string }[] }
    }
    expect(data.lorries.nodes.map(({ code }) => code)).toEqual(codes)
  })

  it('pages by an enum both ways, and takes enums as variables', async () => {
    const first = (await ask(
      'query ($c: Colour) { lorries(first: 1, where: { colour: { ne: $c } }, orderBy: [{ field: COLOUR }]) { nodes { code } pageInfo { endCursor } } }',
      { c: 'RED' },
    )) as { lorries: { nodes: unknown[]; pageInfo: { endCursor: string } } }
    expect(first.lorries.nodes).toEqual([{ code: '2' }])
    expect(
      await ask(
        'query ($a: String, $c: Colour) { lorries(first: 1, after: $a, where: { colour: { ne: $c } }, orderBy: [{ field: COLOUR }]) { nodes { code } } }',
        { a: first.lorries.pageInfo.endCursor, c: 'RED' },
      ),
    ).toEqual({ lorries: { nodes: [{ code: '3' }] } })
  })

  it('groups and counts rows that have no key, and offers no pages of them', async () => {
    expect(
      await ask(
        '{ vehicleGroups(groupBy: [{ field: PAINT }, { field: AT, bucket: MONTH }], orderBy: [{ measure: { field: PRICE }, direction: DESC }]) { groups { key { paint at } count price { sum } } } vehicleTotals(where: { paint: { eq: BLACK } }) { count } }',
      ),
    ).toEqual({
      vehicleGroups: {
        groups: [
          { key: { paint: 'WHITE', at: '2026-01-01T00:00:00' }, count: 1, price: { sum: 10.5 } },
          { key: { paint: 'BLACK', at: null }, count: 1, price: { sum: 2 } },
          { key: { paint: 'BLACK', at: '2026-02-01T00:00:00' }, count: 1, price: { sum: 1 } },
        ],
      },
      vehicleTotals: { count: 2 },
    })
    const { errors } = await served.ask({ query: '{ vehicles { totalCount } }', grants })
    expect(errors).toMatchObject([{ code: 'GRAPHQL_VALIDATION_FAILED' }])
  })

  it.each([
    [' "Đen · Black" BLACK }', '}', /expected Colour to have a value for each.*"BLACK"/],
    ['schema: "Danh mục", name', 'name', /no table "Xe\.tải"/],
    ['[Int]', '[Boolean]', /"Xe\.tải"\.so: expected bool for Boolean, got _int4/],
    ['[Int]', 'Int', /expected int2 or int4 for Int, got _int4/],
    ['file: JSON', 'file: [String]', /expected an array for a list, got jsonb/],
    ['names: [String]', 'names: [String] @filterable', /LIST_COMPARED/],
  ])('is told when %s is %s', async (from, to, expected) => {
    await using directory = await temporaryDirectory()
    await expect(serve(directory.path, schema.replace(from, to))).rejects.toThrow(expected)
  })
})
