import { Client } from 'pg'
import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import { databaseUrl } from '../support/database.ts'
import type { Samples } from './schema-walk.ts'

/** Keys of rows that the personas may see, as arguments of the roots that ask for one row. */
export async function samples(): Promise<Samples> {
  const { citizenPin, citizenName, citizenBirthDate } = persona
  const one = async (ministry: string, text: string, values: unknown[] = []): Promise<string> => {
    const client = new Client({ connectionString: databaseUrl(ministry, 'owner') })
    await client.connect()
    try {
      const { rows } = await client.query<{ key: string }>(text, values)
      return JSON.stringify(rows[0]?.key ?? '')
    } finally {
      await client.end()
    }
  }
  const own = [citizenPin]
  const serial = await one(
    'land',
    'SELECT registration_serial AS key FROM land_party WHERE person_pin = $1 LIMIT 1',
    own,
  )
  const geohash = await one(
    'land',
    `SELECT geohash AS key FROM parcel WHERE registration_serial = ${serial.replaceAll('"', "'")}`,
  )
  const code = `(code: "${persona.prescriptionCode}")`
  const dispense = `SELECT id AS key FROM dispense WHERE prescription_code = '${persona.prescriptionCode}'`
  return {
    'Query.person': `(pin: "${citizenPin}")`,
    'Query.verifyPerson': `(pin: "${citizenPin}", fullName: "${citizenName}", birthDate: "${citizenBirthDate}")`,
    'Query.household': `(id: ${await one('population', 'SELECT household_id AS key FROM person WHERE pin = $1', own)})`,
    'Query.landRegistration': `(serial: ${serial})`,
    'Query.parcel': `(geohash: ${geohash})`,
    'Query.landUse': `(parcelGeohash: ${geohash}, ordinal: 1)`,
    'Query.prescription': code,
    'Query.dispense': `(id: ${await one('health', dispense)})`,
    'Query.healthFacility': `(code: "${persona.facilityCode}")`,
    'Query.pharmacy': `(code: ${await one('health', 'SELECT code AS key FROM pharmacy')})`,
    'Query.institution': `(code: "${persona.institutionCode}")`,
    'Query.enrolment': `(id: ${await one('education', 'SELECT id AS key FROM enrolment WHERE institution_code = $1', [persona.institutionCode])})`,
    'Query.province': `(code: "${persona.provinceCode}")`,
    'Query.provinceAt': `(code: "${persona.provinceCode}", date: "2026-11-22")`,
    'Query.provinceVersion': `(code: "${persona.provinceCode}", validFrom: ${await one('reference', `SELECT valid_from::text AS key FROM province_version WHERE code = '${persona.provinceCode}'`)})`,
    'Query.commune': `(code: "${persona.communeCode}")`,
    'Query.pinPrefix': `(prefix: ${await one('reference', 'SELECT prefix AS key FROM pin_prefix')})`,
    'Query.codeSystem': `(uri: ${await one('reference', 'SELECT uri AS key FROM code_system')})`,
    'Query.ethnicGroup': '(code: "01")',
    'Query.landUseCode': '(code: "ODT")',
    'Query.drug': `(code: ${await one('reference', 'SELECT code AS key FROM drug')})`,
    'Query.diagnosis': `(code: ${await one('reference', 'SELECT code AS key FROM diagnosis')})`,
    'Query.indicator': '(code: "economy.cpi")',
    'Query.observation': `(id: ${await one('steering', 'SELECT id AS key FROM observation')})`,
    'Query.indicatorSeries': '(indicator: "economy.cpi")',
    'Query.indicatorForecast': '(indicator: "economy.cpi")',
    'Query.indicatorRanking': '(indicator: "budget.revenue", period: "2026-10")',
    'Query.indicatorAggregate': '(indicator: "budget.revenue", period: "2026-10", areas: ["01"])',
    'Query.task': '(id: "DC-01")',
    'Query.procedure': '(code: "9.000001")',
    'Query.procedureShare': '(by: MINISTRY, period: "2026-10")',
    // No walk leads into Mutation: these are never asked.
    'Mutation.createTask': '',
    'Mutation.changeTask': '',
    'Mutation.addTaskEvidence': '',
    'Mutation.withdrawTaskEvidence': '',
    'Mutation.reviewEmergency': '',
    'Query.accessSearch': `(${period})`,
    'Query.accessedPersons': `(caller: "persona:doctor", ${period})`,
    'Query.accessCounts': '(by: CALLER, from: "2026-01-01", to: "2026-01-31")',
    'Query.ministryReaders': '(ministry: "land", from: "2026-01-01", to: "2026-01-31")',
    'Query.bulkAlerts': `(window: DAY, threshold: 2, ${period})`,
    ...groupSamples,
    ...qualitySamples,
  }
}

const period = 'from: "2026-01-01", to: "2026-01-31"'

/** A dimension of each type that has groups. */
const dimensions = {
  Person: 'SEX',
  Household: 'PROVINCE',
  Parcel: 'PROVINCE',
  LandUse: 'ORIGIN',
  LandRegistration: 'HOLDER_KIND',
  Prescription: 'KIND',
  Enrolment: 'STATUS',
  Institution: 'LEVEL',
  Task: 'STATUS',
  Procedure: 'LEVEL',
}

const percentiles = [
  'HouseholdMemberCountMeasure',
  'ParcelAreaMeasure',
  'LandUseAreaMeasure',
  'PrescriptionDrugDaysMeasure',
]

const groupSamples: Samples = Object.fromEntries([
  ...Object.entries(dimensions).flatMap(([type, field]) => [
    [
      `Query.${type.charAt(0).toLowerCase()}${type.slice(1)}Groups`,
      `(groupBy: [{ field: ${field} }], first: 1)`,
    ],
    [`${type}Group.ratio`, '(of: { field: COUNT }, to: { field: COUNT })'],
  ]),
  ...percentiles.map((type) => [`${type}.percentile`, '(p: 0.5)']),
])

/** A rule of each type whose failing rows make a list. */
const rules = {
  person: 'person-pin-format',
  household: 'household-one-head',
  parcel: 'parcel-area-uses',
  landUse: 'land-use-code',
  landRegistration: 'registration-serial-format',
  prescription: 'prescription-code-format',
  institution: 'institution-commune-code',
  enrolment: 'learner-grade-age',
}

const qualitySamples: Samples = Object.fromEntries([
  ...Object.entries(rules).map(([type, rule]) => [
    `Query.${type}QualityFailures`,
    `(rule: "${rule}", first: 1)`,
  ]),
  ...['population', 'land', 'health', 'education'].map((ministry) => [
    `Query.${ministry}QualityPlaces`,
    '(grain: PROVINCE, first: 1)',
  ]),
])
