import type { PlainSql } from '../plain-sql.ts'

/** What docs/reports/pupils-and-children.graphql must answer. */
export async function pupilsAndChildren(sql: PlainSql): Promise<unknown> {
  const communes = await sql.rows(
    'reference',
    `SELECT c.code, c.name_vi AS name, p.name_vi AS province
     FROM commune c JOIN province p ON p.code = c.province_code
     WHERE c.valid_to IS NULL ORDER BY c.code`,
  )
  const children = await sql.byCode(
    'population',
    `SELECT commune_code AS code, count(*) AS children FROM person
     WHERE birth_date >= '2009-01-01' AND birth_date < '2021-01-01' AND deceased_on IS NULL
     GROUP BY 1`,
  )
  const pupils = await sql.byCode(
    'education',
    `SELECT commune_code AS code, count(*) AS pupils FROM enrolment
     WHERE school_year = '2026-2027'
       AND (level = 'PRIMARY' OR level = 'LOWER_SECONDARY' OR level = 'UPPER_SECONDARY')
       AND (status = 'STUDYING' OR status = 'TRANSFERRED_IN')
     GROUP BY 1`,
  )
  return {
    communes: {
      totalCount: communes.length,
      nodes: communes.map(({ code, name, province }) => ({
        code,
        name,
        province: { name: province },
        children: { count: children.count(code, 'children') },
        pupils: { count: pupils.count(code, 'pupils') },
      })),
    },
  }
}
