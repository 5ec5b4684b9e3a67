import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SampleMinistry, sampleMinistry } from '../support/sample-ministry.ts'

/** A filter over items, and the condition on its rows that was written by hand. */
type Case = readonly [where: string, sql: string]

const numbers: readonly Case[] = [
  ['number: { eq: 3 }', 'number = 3'],
  ['number: { ne: 3 }', 'number <> 3 OR number IS NULL'],
  ['number: { in: [1, -2, 99] }', 'number IN (1, -2, 99)'],
  ['number: { in: [] }', 'false'],
  ['number: { lt: 0 }', 'number < 0'],
  ['number: { lte: 0 }', 'number <= 0'],
  ['number: { gt: 0 }', 'number > 0'],
  ['number: { gte: 0 }', 'number >= 0'],
  ['number: { between: [-1, 4] }', 'number >= -1 AND number <= 4'],
  ['number: { between: [4, -1] }', 'false'],
  ['number: { isNull: true }', 'number IS NULL'],
  ['number: { isNull: false }', 'number IS NOT NULL'],
  ['number: { gt: 0, lt: 5, ne: 3 }', 'number > 0 AND number < 5 AND number <> 3'],
  ['number: {}', 'true'],
  ['small: { between: [-3, 3] }', 'small BETWEEN -3 AND 3'],
  ['big: { eq: 9007199254740993 }', 'big = 9007199254740993'],
  ['big: { eq: "9007199254740994" }', 'big = 9007199254740994'],
  ['big: { gt: "9007199254740995" }', 'big > 9007199254740995'],
  ['big: { in: ["9007199254740993", "9007199254740997"] }', 'big % 4 = 1'],
  ['big: { ne: 0 }', 'true'],
  ['big: { lt: "9223372036854775807" }', 'big IS NOT NULL'],
  ['ratio: { lt: 0.5 }', 'ratio < 0.5'],
  ['ratio: { between: [-1, 1] }', 'abs(ratio) <= 1'],
  ['ratio: { in: [0, 1, 2] }', 'ratio IN (0, 1, 2)'],
  ['price: { eq: 0.25 }', 'price = 0.25'],
  ['price: { gte: 1.5 }', 'price >= 1.5'],
  ['price: { in: [0.5, 0.75] }', 'price IN (0.5, 0.75)'],
]

const texts: readonly Case[] = [
  ['name: { eq: "an" }', "name = 'an'"],
  ['name: { ne: "an" }', "name <> 'an' OR name IS NULL"],
  ['name: { eq: "" }', "name = ''"],
  ['name: { eq: "Ho\\u0061\\u0300" }', "name = 'Hoà'"],
  ['name: { in: ["Hòa", "Hoà", "x"] }', "name IN ('Hòa', 'Hoà')"],
  ['name: { startsWith: "a" }', "left(name, 1) = 'a'"],
  ['name: { startsWith: "" }', 'name IS NOT NULL'],
  ['name: { startsWith: "a%" }', "left(name, 2) = 'a%'"],
  ['name: { startsWith: "a_" }', "left(name, 2) = 'a_'"],
  ['name: { startsWith: "\u{20000}" }', "name = '\u{20000}'"],
  ['name: { startsWith: "a\uFFFF" }', "name = U&'a\\FFFF'"],
  ['name: { contains: "%" }', "name = 'a%b'"],
  ['name: { contains: "_" }', "name = 'a_b'"],
  ['name: { contains: "\\\\" }', "name = 'a\\b'"],
  ['name: { contains: "\'" }', "name = 'a''b'"],
  ['name: { contains: "" }', 'name IS NOT NULL'],
  ['name: { contains: "n" }', "name IN ('An', 'an', 'Ân', 'ăn')"],
  ['name: { isNull: true }', 'name IS NULL'],
  ['id: { startsWith: "i00" }', "id < 'i010'"],
  ['id: { in: ["i001", "i300", "i301"] }', "id IN ('i001', 'i300')"],
  ['holder: { eq: "901090000003" }', "holder = '901090000003'"],
  ['holder: { in: ["901090000003", "901090000004"] }', "right(holder, 2) IN ('03', '04')"],
  ['holder: { ne: "901090000003" }', "coalesce(right(holder, 2), '') <> '03'"],
  ['colour: { eq: RED }', "colour = 'RED'"],
  ['colour: { ne: RED }', "coalesce(colour, '') <> 'RED'"],
  ['colour: { in: [RED, BLUE] }', "colour IN ('RED', 'BLUE')"],
  ['colour: { isNull: true }', 'colour IS NULL'],
  [
    'token: { eq: "00000000-0000-0000-0000-00000000001f" }',
    "token = '00000000-0000-0000-0000-00000000001f'",
  ],
  ['token: { startsWith: "00000000-0000-0000-0000-00000000001" }', "token::text LIKE '%01_'"],
  ['serial: { eq: 7 }', 'serial = 7'],
  ['serial: { in: ["7", "8"] }', 'serial IN (7, 8)'],
  ['serial: { startsWith: "1" }', "serial::text LIKE '1%'"],
  ['serial: { contains: "2" }', "serial::text LIKE '%2%'"],
]

const times: readonly Case[] = [
  [
    'day: { last: { amount: 3, unit: YEAR } }',
    "day > (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date - interval '3 years' AND day <= (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date",
  ],
  ['flag: { eq: true }', 'flag'],
  ['flag: { eq: false }', 'NOT flag'],
  ['flag: { isNull: true }', 'flag IS NULL'],
  ['day: { eq: "2024-02-29" }', "day = '2024-02-29'"],
  ['day: { lt: "2024-02-29" }', "day < '2024-02-29'"],
  ['day: { between: ["2024-02-28", "2024-03-01"] }', "day BETWEEN '2024-02-28' AND '2024-03-01'"],
  ['day: { in: ["2024-02-28", "2024-03-01"] }', "day IN ('2024-02-28', '2024-03-01')"],
  ['day: { ne: "2024-02-29" }', "day <> '2024-02-29' OR day IS NULL"],
  [
    'at: { last: { amount: 1, unit: QUARTER } }',
    "at > now() - interval '3 months' AND at <= now()",
  ],
  ['at: { last: { amount: 1000, unit: YEAR } }', 'at <= now()'],
  ['at: { last: { amount: 1, unit: HOUR } }', "at > now() - interval '1 hour' AND at <= now()"],
  ['at: { gte: "2026-11-01" }', "at >= '2026-10-31T17:00:00Z'"],
  ['at: { lt: "2026-11-01T00:00:00+07:00" }', "at < '2026-10-31T17:00:00Z'"],
  ['at: { eq: "2026-10-31T16:59:58.000001Z" }', "at = '2026-10-31T16:59:58.000001Z'"],
  ['at: { gt: "2026-10-31t16:59:58.000001z" }', "at > '2026-10-31T16:59:58.000001Z'"],
]

const groups: readonly Case[] = [
  ['and: [{ number: { gt: 0 } }, { colour: { eq: RED } }]', "number > 0 AND colour = 'RED'"],
  ['or: [{ number: { gt: 0 } }, { colour: { eq: RED } }]', "number > 0 OR colour = 'RED'"],
  ['and: []', 'true'],
  ['or: []', 'false'],
  ['or: [{}]', 'true'],
  ['not: {}', 'false'],
  ['not: { number: { gt: 0 } }', 'number <= 0 OR number IS NULL'],
  ['not: { not: { number: { gt: 0 } } }', 'number > 0'],
  [
    'not: { or: [{ flag: { eq: true } }, { number: { lt: 0 } }] }',
    'NOT coalesce(flag OR number < 0, false)',
  ],
  [
    'number: { gt: 0 }, or: [{ flag: { eq: true } }, { and: [{ small: { gt: 0 } }, { small: { lt: 5 } }] }]',
    'number > 0 AND (flag OR (small > 0 AND small < 5))',
  ],
]

const weigh = '(SELECT count(*) FROM tag t WHERE t.item_id = item.id'
const joins: readonly Case[] = [
  ['tags: { some: { weight: { gt: 3 } } }', `${weigh} AND t.weight > 3) > 0`],
  ['tags: { none: { weight: { gt: 3 } } }', `${weigh} AND t.weight > 3) = 0`],
  [
    'tags: { every: { weight: { gt: 3 } } }',
    `${weigh} AND (t.weight <= 3 OR t.weight IS NULL)) = 0`,
  ],
  ['tags: { some: {} }', `${weigh}) > 0`],
  ['tags: { none: {} }', `${weigh}) = 0`],
  ['tags: { every: {} }', 'true'],
  [
    'tags: { some: { label: { eq: "l1" } }, none: { label: { eq: "l3" } } }',
    `${weigh} AND label = 'l1') > 0 AND ${weigh} AND label = 'l3') = 0`,
  ],
  ['box: { provinceCode: { eq: "24" } }', "box_code IN ('B3', 'B6', 'B9')"],
  ['box: {}', 'box_code IS NOT NULL'],
  ['not: { box: {} }', 'box_code IS NULL'],
  ['slot: { column: { eq: "a" } }', "slot_column = 'a'"],
  ['slot: { row: { gt: 1 }, column: { eq: "a" } }', "slot_row > 1 AND slot_column = 'a'"],
  ['province: { code: { eq: "24" } }', "province_code = '24'"],
  ['province: { code: { isNull: true } }', 'province_code IS NULL'],
  ['province: { code: { startsWith: "7" } }', "province_code = '79'"],
  [
    'box: { items: { some: { tags: { some: { weight: { eq: 6 } } } } } }',
    `EXISTS (SELECT 1 FROM item i JOIN tag t ON t.item_id = i.id
             WHERE i.box_code = item.box_code AND t.weight = 6)`,
  ],
  ['tags: { some: { item: { number: { gt: 5 } } } }', `number > 5 AND ${weigh}) > 0`],
]

describe('filters', () => {
  let ministry: SampleMinistry
  beforeAll(async () => {
    ministry = await sampleMinistry()
  })
  afterAll(() => ministry[Symbol.asyncDispose]())

  it.each([...numbers, ...texts, ...times, ...groups, ...joins])('{ %s }', async (where, sql) => {
    const { data, errors, statements } = await ministry.ask({
      query: `{ items(first: 1000, where: { ${where} }) { totalCount nodes { id } } itemTotals(where: { ${where} }) { count } }`,
    })
    expect(errors).toEqual([])
    const found = await ministry.plain(`SELECT id FROM item WHERE ${sql} ORDER BY id`)
    expect(data).toEqual({
      items: { totalCount: found.length, nodes: found.map((id) => ({ id })) },
      itemTotals: { count: found.length },
    })
    expect(statements).toHaveLength(3)
  })

  it('pass values as parameters, never as text of the statement', async () => {
    const where = { name: { eq: "x'; DROP TABLE item --" }, number: { in: [424_242] } }
    const query = 'query ($where: ItemFilter) { items(where: $where) { nodes { id } } }'
    const { statements } = await ministry.ask({ query, variables: { where } })
    expect(statements).toHaveLength(1)
    expect(statements[0]?.text).not.toMatch(/DROP|424242/)
    expect(statements[0]?.values).toContain(where.name.eq)
  })
})
