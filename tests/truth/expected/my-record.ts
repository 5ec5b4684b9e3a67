import { persona } from '../../../subgraphs/kit/synthetic/persona.ts'
import { openCatalogue } from '../catalogue.ts'
import type { PlainRow, PlainSql } from '../plain-sql.ts'
import { myHealth } from './my-health.ts'

const pin = `'${persona.citizenPin}'`

/** What docs/reports/my-record.graphql must answer. */
export async function myRecord(sql: PlainSql): Promise<unknown> {
  const fillIn = await openCatalogue(sql)
  const enrolments = await sql.rows(
    'education',
    `SELECT e.school_year AS "schoolYear", e.level, json_build_object('name', i.name) AS institution
     FROM enrolment e JOIN institution i ON i.code = e.institution_code
     WHERE e.learner_pin = ${pin} ORDER BY e.school_year, e.id`,
  )
  return {
    me: fillIn({
      ...(await person(sql)),
      ...(await land(sql)),
      ...(await myHealth(sql, pin)),
      enrolments: { totalCount: enrolments.length, nodes: enrolments },
    }),
  }
}

async function person(sql: PlainSql): Promise<PlainRow | undefined> {
  const [found] = await sql.rows(
    'population',
    `SELECT p.pin, p.full_name AS "fullName", p.birth_date AS "birthDate", p.sex,
       '$ethnic_group/name/' || p.ethnicity_code AS ethnicity,
       '$pin_prefix/name,province/' || p.birth_registration_prefix AS "birthRegistration",
       json_build_object('fileNumber', h.file_number, 'memberCount', h.member_count,
         'commune', '$commune/name,province/' || h.commune_code,
         'members', json_build_array(json_build_object('pin', p.pin, 'fullName', p.full_name))
       ) AS household
     FROM person p JOIN household h ON h.id = p.household_id WHERE p.pin = ${pin}`,
  )
  return found
}

/** Of a certificate the citizen sees the own line, not the other parties'. */
async function land(sql: PlainSql): Promise<PlainRow> {
  const registrations = await sql.rows(
    'land',
    `SELECT r.serial, r.issued_on AS "issuedOn", r.holder_kind AS "holderKind",
       (SELECT json_agg(json_build_object('ordinal', a.ordinal, 'personPin', a.person_pin,
          'role', a.role, 'shareNumerator', a.share_numerator,
          'shareDenominator', a.share_denominator) ORDER BY a.ordinal)
        FROM land_party a WHERE a.registration_serial = r.serial AND a.person_pin = ${pin}) AS parties,
       json_build_object('nodes', (SELECT json_agg(json_build_object('geohash', p.geohash,
          'area', p.area_m2, 'commune', '$commune/name/' || p.commune_code, 'uses',
          (SELECT json_agg(json_build_object('ordinal', u.ordinal, 'code', u.code,
             'area', u.area_m2, 'landUseCode', '$land_use_code/name/' || u.code) ORDER BY u.ordinal)
           FROM land_use u WHERE u.parcel_geohash = p.geohash)) ORDER BY p.geohash)
        FROM parcel p WHERE p.registration_serial = r.serial)) AS parcels
     FROM land_registration r
     WHERE r.serial IN (SELECT registration_serial FROM land_party WHERE person_pin = ${pin})
     ORDER BY r.serial`,
  )
  const parcels = await sql.rows(
    'land',
    `SELECT p.geohash, p.authenticated FROM parcel p
     WHERE p.registration_serial IN
       (SELECT registration_serial FROM land_party WHERE person_pin = ${pin})
     ORDER BY p.geohash`,
  )
  return {
    landRegistrations: { totalCount: registrations.length, nodes: registrations },
    parcels: { totalCount: parcels.length, nodes: parcels },
  }
}
