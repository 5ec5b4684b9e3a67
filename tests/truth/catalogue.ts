import type { PlainRow, PlainSql } from './plain-sql.ts'

/** Fills in what the shared catalogues say, wherever SQL wrote `$table/fields/code`. */
export type FillIn = (value: unknown) => unknown

const tables: Readonly<Record<string, string>> = {
  province: 'SELECT code, name_vi AS name FROM province',
  commune: `SELECT c.code, c.name_vi AS name, c.kind, json_build_object('name', p.name_vi) AS province
            FROM commune c JOIN province p ON p.code = c.province_code`,
  drug: 'SELECT code, name, ingredient, strength FROM drug',
  diagnosis: 'SELECT code, name_vi AS name, chronic FROM diagnosis',
  land_use_code: 'SELECT code, name_vi AS name FROM land_use_code',
  ethnic_group: 'SELECT code, name_vi AS name FROM ethnic_group',
  pin_prefix: `SELECT x.prefix AS code, x.name_vi AS name, json_build_object('name', p.name_vi) AS province
               FROM pin_prefix x JOIN province p ON p.code = x.province_code`,
}

/** Reads the catalogues that reports join to; a code that they lack becomes null. */
export async function openCatalogue(sql: PlainSql): Promise<FillIn> {
  const known = new Map<string, PlainRow>()
  for (const [table, text] of Object.entries(tables))
    for (const row of await sql.rows('reference', text))
      known.set(`${table}/${String(row['code'])}`, row)
  const entry = (place: string): unknown => {
    const [table, fields = '', code] = place.slice(1).split('/')
    const row = known.get(`${table}/${code}`)
    return row && Object.fromEntries(fields.split(',').map((field) => [field, row[field]]))
  }
  const fillIn: FillIn = (value) => {
    if (typeof value === 'string') return value.startsWith('$') ? (entry(value) ?? null) : value
    if (Array.isArray(value)) return value.map(fillIn)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fillIn(one)]))
  }
  return fillIn
}
