import { persona } from '../../../subgraphs/kit/synthetic/persona.ts'
import { openCatalogue } from '../catalogue.ts'
import type { PlainSql } from '../plain-sql.ts'

const where = `province_code = '${persona.provinceCode}'`

/** What docs/reports/certificates-of-a-province.graphql must answer. */
export async function certificatesOfAProvince(sql: PlainSql): Promise<unknown> {
  const fillIn = await openCatalogue(sql)
  const people = await sql.byCode(
    'population',
    `SELECT pin AS code, json_build_object('pin', pin, 'fullName', full_name) AS person
     FROM person WHERE ${where}`,
  )
  const [whole] = await sql.rows(
    'land',
    `SELECT count(*) AS count FROM land_registration WHERE issued_on >= '2020-01-01' AND ${where}`,
  )
  const registrations = await sql.rows(
    'land',
    `SELECT r.serial, r.issued_on AS "issuedOn", r.holder_kind AS "holderKind",
       '$commune/name/' || r.commune_code AS commune,
       (SELECT json_agg(json_build_object('ordinal', a.ordinal, 'role', a.role,
          'shareNumerator', a.share_numerator, 'shareDenominator', a.share_denominator,
          'organisationName', a.organisation_name, 'person', a.person_pin) ORDER BY a.ordinal)
        FROM land_party a WHERE a.registration_serial = r.serial) AS parties,
       json_build_object('nodes', (SELECT coalesce(json_agg(json_build_object(
          'geohash', p.geohash, 'area', p.area_m2, 'uses',
          (SELECT json_agg(json_build_object('ordinal', u.ordinal, 'area', u.area_m2,
             'landUseCode', '$land_use_code/code,name/' || u.code) ORDER BY u.ordinal)
           FROM land_use u WHERE u.parcel_geohash = p.geohash)) ORDER BY p.geohash), '[]')
        FROM parcel p WHERE p.registration_serial = r.serial)) AS parcels
     FROM land_registration r WHERE r.issued_on >= '2020-01-01' AND r.${where}
     ORDER BY r.issued_on DESC, r.serial LIMIT 30`,
  )
  const nodes = registrations.map((registration) => ({
    ...registration,
    parties: (registration['parties'] as { person: string | null }[]).map((party) => ({
      ...party,
      person: people.value(party.person, 'person'),
    })),
  }))
  return {
    landRegistrationTotals: { count: whole?.['count'] },
    landRegistrations: { totalCount: whole?.['count'], nodes: fillIn(nodes) },
  }
}
