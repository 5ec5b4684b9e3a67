import type { PlainSql } from '../plain-sql.ts'

/** What docs/reports/universities-and-land.graphql must answer. */
export async function universitiesAndLand(sql: PlainSql): Promise<unknown> {
  const universities = await sql.rows(
    'education',
    `SELECT i.code, i.name, i.ownership, i.province_code,
       (SELECT count(*) FROM enrolment e WHERE e.institution_code = i.code
          AND e.school_year = '2026-2027' AND e.status = 'STUDYING') AS students,
       (SELECT sum(s.headcount) FROM staff_count s WHERE s.institution_code = i.code
          AND s.school_year = '2026-2027' AND s.kind = 'TEACHER') AS lecturers
     FROM institution i WHERE i.level = 'UNIVERSITY' ORDER BY i.code`,
  )
  const names = await sql.byCode('reference', 'SELECT code, name_vi FROM province')
  const land = await sql.byCode(
    'land',
    `SELECT p.province_code AS code, count(*) AS uses, sum(u.area_m2) AS area
     FROM land_use u JOIN parcel p ON p.geohash = u.parcel_geohash
     WHERE u.code = 'DGD' GROUP BY 1`,
  )
  return {
    institutions: {
      totalCount: universities.length,
      nodes: universities.map(({ code, name, ownership, students, lecturers, province_code }) => ({
        code,
        name,
        ownership,
        enrolmentTotals: { count: students },
        staffTotals: { headcount: { sum: lecturers } },
        province: {
          code: province_code,
          name: names.value(province_code, 'name_vi'),
          landUseTotals: {
            count: land.count(province_code, 'uses'),
            area: { sum: land.value(province_code, 'area') },
          },
        },
      })),
    },
  }
}
