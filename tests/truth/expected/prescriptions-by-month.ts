import type { PlainSql } from '../plain-sql.ts'

/** What docs/reports/prescriptions-by-month.graphql must answer. */
export async function prescriptionsByMonth(sql: PlainSql): Promise<unknown> {
  const provinces = await sql.rows('reference', 'SELECT code, name_vi FROM province')
  const names = new Map(provinces.map(({ code, name_vi }) => [code, name_vi]))
  const since = `issued_at >= '2026-01-01 00:00:00+07'`
  const groups = await sql.rows(
    'health',
    `SELECT province_code AS code,
       to_char(date_trunc('month', issued_at, 'Asia/Ho_Chi_Minh') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS month,
       count(*)::int AS issued, count(DISTINCT patient_pin)::int AS patients, sum(drug_days)::int AS days,
       avg(drug_days)::float8 AS mean
     FROM prescription WHERE ${since}
     GROUP BY 1, 2 HAVING count(*) >= 5 ORDER BY issued DESC, code, month`,
  )
  const [all] = await sql.rows(
    'health',
    `SELECT count(*)::int AS issued FROM prescription WHERE ${since}`,
  )
  return {
    prescriptionGroups: {
      groups: groups.slice(0, 200).map(({ code, month, issued, patients, days, mean }) => ({
        key: { province: { code, name: names.get(code) }, issuedAt: month },
        count: issued,
        patientPin: { countDistinct: patients },
        drugDays: { sum: days, avg: mean },
      })),
      totals: { count: all?.['issued'] },
      groupCount: groups.length,
      truncated: groups.length > 200,
    },
  }
}
