import type { RowScope } from '../../auth/row-scope.ts'
import { persona } from '../../subgraphs/kit/synthetic/persona.ts'

/** What one row scope opens of a ministry: by root field, the condition on its rows, written by hand. */
export interface ScopeCase {
  readonly name: string
  readonly ministry: string
  readonly scope: Partial<RowScope>
  readonly opens: readonly (readonly [root: string, table: string, key: string, sql: string])[]
}

const provinces = ['01', '24']
const communes = [persona.communeCode, '07210']
const facilities = [persona.facilityCode, '24001']
const institutions = [persona.institutionCode, 'DH00004001']

function list(values: readonly string[]): string {
  return `(${values.map((value) => `'${value}'`).join()})`
}

/** Scopes of officers, facilities and institutions. */
export const areaCases: readonly ScopeCase[] = [
  {
    name: 'an officer of provinces',
    ministry: 'population',
    scope: { provinces },
    opens: [
      ['people', 'person', 'pin', `province_code IN ${list(provinces)}`],
      ['households', 'household', 'id', `province_code IN ${list(provinces)}`],
    ],
  },
  {
    name: 'an officer of communes',
    ministry: 'population',
    scope: { communes },
    opens: [
      ['people', 'person', 'pin', `commune_code IN ${list(communes)}`],
      ['households', 'household', 'id', `commune_code IN ${list(communes)}`],
    ],
  },
  {
    name: 'a land officer of provinces',
    ministry: 'land',
    scope: { provinces },
    opens: [
      ['parcels', 'parcel', 'geohash', `province_code IN ${list(provinces)}`],
      [
        'landUses',
        'land_use',
        'parcelGeohash',
        `(SELECT p.province_code FROM parcel p WHERE p.geohash = parcel_geohash) IN ${list(provinces)}`,
      ],
      ['landRegistrations', 'land_registration', 'serial', `province_code IN ${list(provinces)}`],
    ],
  },
  {
    name: 'a land officer of communes',
    ministry: 'land',
    scope: { communes },
    opens: [
      ['parcels', 'parcel', 'geohash', `commune_code IN ${list(communes)}`],
      ['landRegistrations', 'land_registration', 'serial', `commune_code IN ${list(communes)}`],
    ],
  },
  {
    name: 'a doctor of facilities',
    ministry: 'health',
    scope: { facilities },
    opens: [
      ['prescriptions', 'prescription', 'code', `facility_code IN ${list(facilities)}`],
      ['dispenses', 'dispense', 'id', `left(prescription_code, 5) IN ${list(facilities)}`],
    ],
  },
  {
    name: 'a school officer of institutions',
    ministry: 'education',
    scope: { institutions },
    opens: [['enrolments', 'enrolment', 'id', `institution_code IN ${list(institutions)}`]],
  },
]

/** Scopes of people over their own records. */
export function ownCases(pins: readonly string[]): readonly ScopeCase[] {
  const scope = { subjects: pins }
  const held = `(SELECT registration_serial FROM land_party WHERE person_pin IN ${list(pins)})`
  const prescribed = `(SELECT p.code FROM prescription p WHERE p.patient_pin IN ${list(pins)})`
  const homes = `(SELECT household_id FROM person p WHERE p.pin IN ${list(pins)})`
  const parcels = `(SELECT geohash FROM parcel WHERE registration_serial IN ${held})`
  return [
    {
      name: 'people about themselves',
      ministry: 'population',
      scope,
      opens: [
        ['people', 'person', 'pin', `pin IN ${list(pins)}`],
        ['households', 'household', 'id', `id IN ${homes}`],
      ],
    },
    {
      name: 'people about their land',
      ministry: 'land',
      scope,
      opens: [
        ['parcels', 'parcel', 'geohash', `registration_serial IN ${held}`],
        ['landUses', 'land_use', 'parcelGeohash', `parcel_geohash IN ${parcels}`],
        ['landRegistrations', 'land_registration', 'serial', `serial IN ${held}`],
      ],
    },
    {
      name: 'people about their medicines',
      ministry: 'health',
      scope,
      opens: [
        ['prescriptions', 'prescription', 'code', `code IN ${prescribed}`],
        ['dispenses', 'dispense', 'id', `prescription_code IN ${prescribed}`],
      ],
    },
    {
      name: 'people about their schools',
      ministry: 'education',
      scope,
      opens: [['enrolments', 'enrolment', 'id', `learner_pin IN ${list(pins)}`]],
    },
  ]
}
