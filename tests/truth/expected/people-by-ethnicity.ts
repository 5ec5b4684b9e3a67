import type { PlainSql } from '../plain-sql.ts'

/** What docs/reports/people-by-ethnicity.graphql must answer. */
export async function peopleByEthnicity(sql: PlainSql): Promise<unknown> {
  const groups = await sql.rows(
    'reference',
    'SELECT code, name_vi AS name FROM ethnic_group ORDER BY code LIMIT 3',
  )
  const provinces = await sql.rows(
    'reference',
    'SELECT code, name_vi FROM province ORDER BY dossier_population DESC, code',
  )
  const [nation] = await sql.rows(
    'population',
    `SELECT sum((ethnicity_code = '01')::int) AS kinh, sum((ethnicity_code = '02')::int) AS tay,
       sum((ethnicity_code > '02' OR ethnicity_code < '01')::int) AS others,
       sum((ethnicity_code IS NULL)::int) AS unrecorded
     FROM person WHERE deceased_on IS NULL`,
  )
  const living = await sql.byCode(
    'population',
    `SELECT province_code AS code, count(*) AS people,
       count(CASE WHEN ethnicity_code <> '01' THEN 1 END) AS minorities
     FROM person WHERE deceased_on IS NULL GROUP BY 1`,
  )
  return {
    ethnicGroups: { nodes: groups },
    kinh: { count: nation?.['kinh'] },
    tay: { count: nation?.['tay'] },
    others: { count: nation?.['others'] },
    unrecorded: { count: nation?.['unrecorded'] },
    provinces: {
      nodes: provinces.map(({ code, name_vi }) => ({
        code,
        name: name_vi,
        all: { count: living.count(code, 'people') },
        minorities: { count: living.count(code, 'minorities') },
      })),
    },
  }
}
