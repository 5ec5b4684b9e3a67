import type { PlainSql } from '../plain-sql.ts'

/** What docs/reports/parcels-authenticated.graphql must answer. */
export async function parcelsAuthenticated(sql: PlainSql): Promise<unknown> {
  const provinces = await sql.rows('reference', 'SELECT code, name_vi FROM province')
  const [whole] = await sql.rows('land', 'SELECT count(*) AS parcels FROM parcel')
  const parcels = await sql.byCode(
    'land',
    `SELECT province_code AS code, count(*) AS reviewed, sum(area_m2) AS area,
       count(registration_serial) AS certified,
       sum(CASE WHEN authenticated THEN 1 ELSE 0 END) AS authenticated,
       sum(CASE WHEN authenticated THEN area_m2 END) AS authenticated_area
     FROM parcel GROUP BY 1`,
  )
  const order = (row: (typeof provinces)[number]): Buffer => Buffer.from(String(row['name_vi']))
  return {
    parcelTotals: { count: whole?.['parcels'] },
    provinces: {
      nodes: provinces
        .sort((a, b) => Buffer.compare(order(a), order(b)))
        .map(({ code, name_vi }) => ({
          code,
          name: name_vi,
          reviewed: {
            count: parcels.count(code, 'reviewed'),
            area: { sum: parcels.value(code, 'area') },
          },
          certified: { count: parcels.count(code, 'certified') },
          authenticated: {
            count: parcels.count(code, 'authenticated'),
            area: { sum: parcels.value(code, 'authenticated_area') },
          },
        })),
    },
  }
}
