import type { PlainSql } from '../plain-sql.ts'

/** What docs/reports/staff-and-pupils.graphql must answer. */
export async function staffAndPupils(sql: PlainSql): Promise<unknown> {
  const provinces = await sql.rows('reference', 'SELECT code, name_vi FROM province ORDER BY code')
  const institutions = await sql.byCode(
    'education',
    'SELECT province_code AS code, count(*) AS institutions FROM institution GROUP BY 1',
  )
  const teachers = await sql.byCode(
    'education',
    `SELECT i.province_code AS code, count(*) AS lines, sum(s.headcount) AS heads,
       max(s.headcount) AS most
     FROM staff_count s JOIN institution i ON i.code = s.institution_code
     WHERE s.school_year = '2026-2027' AND s.kind = 'TEACHER' GROUP BY 1`,
  )
  const pupils = await sql.byCode(
    'education',
    `SELECT province_code || level AS code, count(*) AS pupils
     FROM enrolment WHERE school_year = '2026-2027' GROUP BY 1`,
  )
  return {
    provinces: {
      nodes: provinces.map(({ code, name_vi }) => {
        const at = (level: string): { count: unknown } => ({
          count: pupils.count(`${String(code)}${level}`, 'pupils'),
        })
        return {
          code,
          name: name_vi,
          institutionTotals: { count: institutions.count(code, 'institutions') },
          staffTotals: {
            count: teachers.count(code, 'lines'),
            headcount: {
              sum: teachers.value(code, 'heads'),
              max: teachers.value(code, 'most'),
            },
          },
          primary: at('PRIMARY'),
          lowerSecondary: at('LOWER_SECONDARY'),
          upperSecondary: at('UPPER_SECONDARY'),
        }
      }),
    },
  }
}
