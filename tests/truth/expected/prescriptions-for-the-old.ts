import type { ByCode, PlainSql } from '../plain-sql.ts'

/** What docs/reports/prescriptions-for-the-old.graphql must answer. */
export async function prescriptionsForTheOld(sql: PlainSql): Promise<unknown> {
  const provinces = await sql.rows('reference', 'SELECT code, name_vi FROM province ORDER BY code')
  const old = await sql.byCode(
    'population',
    `SELECT province_code AS code, count(*) AS people FROM person
     WHERE birth_date <= '1966-10-31' AND deceased_on IS NULL GROUP BY 1`,
  )
  const issuedIn = (month: string): Promise<ByCode> =>
    sql.byCode(
      'health',
      `SELECT province_code AS code, count(*) AS issued,
         count(CASE WHEN days_to_first_dispense <= 5 THEN 1 END) AS in_time,
         avg(days_to_first_dispense) AS days_mean, max(days_to_first_dispense) AS days_most,
         sum(drug_days) AS drug_days, avg(drug_days) AS drug_days_mean
       FROM prescription
       WHERE patient_birth_date <= '1966-10-31'
         AND to_char(issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM') = '${month}'
       GROUP BY 1`,
    )
  const august = await issuedIn('2026-08')
  const september = await issuedIn('2026-09')
  const october = await issuedIn('2026-10')
  return {
    provinces: {
      nodes: provinces.map(({ code, name_vi }) => ({
        code,
        name: name_vi,
        old: { count: old.count(code, 'people') },
        august: { count: august.count(code, 'issued') },
        augustWithinFiveDays: { count: august.count(code, 'in_time') },
        september: { count: september.count(code, 'issued') },
        septemberWithinFiveDays: { count: september.count(code, 'in_time') },
        october: {
          count: october.count(code, 'issued'),
          daysToFirstDispense: {
            avg: october.value(code, 'days_mean'),
            max: october.value(code, 'days_most'),
          },
          drugDays: {
            sum: october.value(code, 'drug_days'),
            avg: october.value(code, 'drug_days_mean'),
          },
        },
        octoberWithinFiveDays: { count: october.count(code, 'in_time') },
      })),
    },
  }
}
