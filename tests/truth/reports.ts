import { certificatesOfAProvince } from './expected/certificates-of-a-province.ts'
import { householdsOfAProvince } from './expected/households-of-a-province.ts'
import { landPerHousehold } from './expected/land-per-household.ts'
import { myRecord } from './expected/my-record.ts'
import { parcelsAuthenticated } from './expected/parcels-authenticated.ts'
import { peopleByEthnicity } from './expected/people-by-ethnicity.ts'
import { prescriptionChain } from './expected/prescription-chain.ts'
import { prescriptionsByMonth } from './expected/prescriptions-by-month.ts'
import { prescriptionsForTheOld } from './expected/prescriptions-for-the-old.ts'
import { prescriptionsOfAHospital } from './expected/prescriptions-of-a-hospital.ts'
import { pupilsAndChildren } from './expected/pupils-and-children.ts'
import { pupilsOfASchool } from './expected/pupils-of-a-school.ts'
import { staffAndPupils } from './expected/staff-and-pupils.ts'
import { universitiesAndLand } from './expected/universities-and-land.ts'
import type { PlainSql } from './plain-sql.ts'

export interface Report {
  /** What the databases say that the answer must be. */
  readonly expected: (sql: PlainSql) => Promise<unknown>
  /** SQL statements of each ministry, at most: one a field that is asked of it; none elsewhere. */
  readonly statements: Readonly<Record<string, number>>
}

/** Every file of docs/reports, by name. */
export const reports: Readonly<Record<string, Report>> = {
  'certificates-of-a-province': {
    expected: certificatesOfAProvince,
    statements: { land: 6, population: 1, reference: 2 },
  },
  'households-of-a-province': {
    expected: householdsOfAProvince,
    statements: { population: 5, reference: 2 },
  },
  'land-per-household': {
    expected: landPerHousehold,
    statements: { reference: 1, population: 1, land: 1 },
  },
  'my-record': {
    expected: myRecord,
    statements: { population: 3, land: 7, health: 9, education: 2, reference: 10 },
  },
  'parcels-authenticated': {
    expected: parcelsAuthenticated,
    statements: { land: 4, reference: 1 },
  },
  'people-by-ethnicity': {
    expected: peopleByEthnicity,
    statements: { population: 6, reference: 2 },
  },
  'prescription-chain': { expected: prescriptionChain, statements: { health: 9, reference: 6 } },
  'prescriptions-by-month': {
    expected: prescriptionsByMonth,
    statements: { health: 2, reference: 1 },
  },
  'prescriptions-for-the-old': {
    expected: prescriptionsForTheOld,
    statements: { reference: 1, population: 1, health: 6 },
  },
  'prescriptions-of-a-hospital': {
    expected: prescriptionsOfAHospital,
    statements: { health: 8, reference: 2 },
  },
  'pupils-and-children': {
    expected: pupilsAndChildren,
    statements: { reference: 3, population: 1, education: 1 },
  },
  'pupils-of-a-school': { expected: pupilsOfASchool, statements: { education: 6, reference: 2 } },
  'staff-and-pupils': { expected: staffAndPupils, statements: { reference: 1, education: 5 } },
  'universities-and-land': {
    expected: universitiesAndLand,
    statements: { education: 4, land: 1, reference: 1 },
  },
}
