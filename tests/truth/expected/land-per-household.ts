import type { PlainSql } from '../plain-sql.ts'

/** What docs/reports/land-per-household.graphql must answer. */
export async function landPerHousehold(sql: PlainSql): Promise<unknown> {
  const provinces = await sql.rows(
    'reference',
    'SELECT code, name_vi, area_km2, dossier_population FROM province ORDER BY code',
  )
  const households = await sql.byCode(
    'population',
    `SELECT province_code AS code, count(*) AS households, sum(member_count) AS people,
            sum(member_count)::numeric / count(*) AS mean
     FROM household GROUP BY province_code`,
  )
  const parcels = await sql.byCode(
    'land',
    `SELECT province_code AS code, count(*) AS parcels, sum(area_m2) AS area,
            sum(area_m2) / count(*) AS mean
     FROM parcel GROUP BY province_code`,
  )
  return {
    provinces: {
      nodes: provinces.map(({ code, name_vi, area_km2, dossier_population }) => ({
        code,
        name: name_vi,
        areaKm2: area_km2,
        dossierPopulation: dossier_population,
        householdTotals: {
          count: households.count(code, 'households'),
          memberCount: {
            sum: households.value(code, 'people'),
            avg: households.value(code, 'mean'),
          },
        },
        parcelTotals: {
          count: parcels.count(code, 'parcels'),
          area: { sum: parcels.value(code, 'area'), avg: parcels.value(code, 'mean') },
        },
      })),
    },
  }
}
