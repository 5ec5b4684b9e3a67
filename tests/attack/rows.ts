import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import type { Arena } from './arena.ts'
import { valuesUnder } from './answer.ts'
import type { Claims } from './caller-token.ts'

/** Aliases that mark whose key a value is, whatever the way by which it came into an answer. */
const marks = {
  anyNamed: ['population', 'SELECT pin FROM person WHERE'],
  anyHousehold: ['population', 'SELECT id FROM household WHERE'],
  anyParcel: ['land', 'SELECT geohash FROM parcel WHERE'],
  anyUse: ['land', 'SELECT geohash FROM parcel WHERE'],
  anyCertificate: ['land', 'SELECT serial FROM land_registration WHERE'],
  anyParty: ['land', 'SELECT person_pin FROM land_party WHERE'],
  anyPrescription: ['health', 'SELECT code FROM prescription WHERE'],
  anyDispense: ['health', 'SELECT id FROM dispense WHERE'],
  anyEnrolment: ['education', 'SELECT id FROM enrolment WHERE'],
} as const
type Mark = keyof typeof marks

interface Caller {
  readonly name: string
  readonly claims: Claims
  /** Conditions on each table that say which rows are the caller's; `false` where none is named. */
  readonly mine: Readonly<Partial<Record<Mark, string>>>
  /** Documents that reach rows by every way that the caller's permissions leave open. */
  readonly ways: readonly string[]
}

const pin = `'${persona.citizenPin}'`
const ofParties = `registration_serial IN (SELECT registration_serial FROM land_party WHERE person_pin = ${pin})`
const ofPatient = `prescription_code IN (SELECT code FROM prescription WHERE patient_pin = ${pin})`

const person = 'anyNamed: pin fullName'
const land = `nodes { anyParcel: geohash uses { anyUse: parcelGeohash parcel { anyParcel: geohash } } registration { anyCertificate: serial
  parties { anyParty: personPin } parcels(first: 100) { nodes { anyParcel: geohash } } } }`
const certificates = `nodes { anyCertificate: serial parties { anyParty: personPin } parcels(first: 100) { ${land} } }`
const prescriptions = `nodes { anyPrescription: code replaces { anyPrescription: code } items { prescription { anyPrescription: code }
  dispensed { dispense { anyDispense: id prescription { anyPrescription: code } } } }
  diagnoses { prescription { anyPrescription: code } } dispenses { anyDispense: id prescriptionCode items { dispense { anyDispense: id } } } }`
const dispenses = `nodes { anyDispense: id prescription { anyPrescription: code dispenses { anyDispense: id } } items { dispense { anyDispense: id } } }`
const enrolments =
  'nodes { anyEnrolment: id institution { enrolments(first: 100) { nodes { anyEnrolment: id } } } }'
const healthRoots = [
  `{ prescriptions(first: 1000) { ${prescriptions} } }`,
  `{ prescriptions(last: 1000, where: { or: [{ kind: { in: [N, H, C, T] } }, { not: { and: [] } }] }) { ${prescriptions} } }`,
  '{ prescriptions(first: 1000, where: { dispenses: { every: { id: { isNull: true } } } }) { nodes { anyPrescription: code } } }',
  `{ dispenses(first: 1000, orderBy: [{ field: DISPENSED_AT, direction: DESC }]) { ${dispenses} } }`,
  `{ healthFacilities(first: 100) { nodes { prescriptions(first: 100) { ${prescriptions} } } } }`,
]
const schoolRoots = [
  `{ enrolments(first: 1000) { ${enrolments} } }`,
  `{ institutions(first: 100) { nodes { enrolments(last: 100, where: { not: { id: { eq: "x" } } }) { ${enrolments} } } } }`,
]
const landRoots = [
  `{ parcels(first: 1000) { ${land} } }`,
  `{ parcels(first: 1000, where: { or: [{ registrationSerial: { isNull: true } }, { registration: { parties: { none: { role: { in: [MEMBER] } } } } }] }) { ${land} } }`,
  `{ landRegistrations(last: 500) { ${certificates} } }`,
  '{ landUses(first: 1000) { nodes { anyUse: parcelGeohash } } }',
]
const personRoots = [
  `{ people(first: 1000) { nodes { ${person} } } }`,
  `{ people(last: 1000, where: { or: [{ provinceCode: { ne: "01" } }, { sex: { in: [MALE, FEMALE] } }] }) { edges { cursor node { ${person} } } } }`,
]
const householdRoots = [
  `{ households(first: 1000) { nodes { anyHousehold: id members { ${person} household { anyHousehold: id head { ${person} } members { ${person} } } } } } }`,
  `{ households(first: 1000, where: { members: { some: { sex: { in: [MALE, FEMALE] } } } }) { nodes { anyHousehold: id head { ${person} household { members { ${person} } } } } } }`,
]

/** The callers whose reach is tried, each with what is theirs by the owner's SQL. */
export const callers: readonly Caller[] = [
  {
    name: 'citizen',
    claims: { roles: ['citizen'], pin: persona.citizenPin },
    mine: {
      anyNamed: `pin = ${pin}`,
      anyHousehold: `id = (SELECT household_id FROM person WHERE pin = ${pin})`,
      anyParcel: ofParties,
      anyCertificate: ofParties.replace('registration_serial IN', 'serial IN'),
      anyParty: `person_pin = ${pin}`,
      anyPrescription: `patient_pin = ${pin}`,
      anyDispense: ofPatient,
      anyEnrolment: `learner_pin = ${pin}`,
    },
    ways: [
      ...personRoots,
      ...householdRoots,
      ...landRoots,
      ...healthRoots,
      ...schoolRoots,
      `{ me { ${person} household { anyHousehold: id head { ${person} parcels { ${land} } prescriptions { ${prescriptions} } }
        members { ${person} enrolments { ${enrolments} } landRegistrations { ${certificates} } dispenses { ${dispenses} } } } } }`,
      `{ landRegistrations(first: 100) { nodes { parties { person { ${person} parcels { ${land} } household { anyHousehold: id members { ${person} } } } } } } }`,
      `{ enrolments(first: 100) { nodes { learner { ${person} prescriptions { ${prescriptions} } } } } }`,
    ],
  },
  {
    name: 'officer',
    claims: { roles: ['officer'], provinces: ['01'] },
    mine: { anyNamed: "province_code = '01'", anyHousehold: "province_code = '01'" },
    ways: [...personRoots, ...householdRoots],
  },
  {
    name: 'officer of a commune',
    claims: { roles: ['officer'], provinces: ['01', '79'], communes: [persona.communeCode] },
    mine: {
      anyNamed: `commune_code = '${persona.communeCode}'`,
      anyHousehold: `commune_code = '${persona.communeCode}'`,
    },
    ways: [...personRoots, ...householdRoots],
  },
  {
    name: 'land-officer',
    claims: { roles: ['land-officer'], provinces: ['01'] },
    mine: {
      anyNamed: "province_code = '01'",
      anyParcel: "province_code = '01'",
      anyCertificate: "province_code = '01'",
      anyParty: "province_code = '01' AND person_pin IS NOT NULL",
    },
    ways: [
      ...personRoots,
      ...landRoots,
      `{ people(first: 200) { nodes { ${person} parcels { ${land} } landRegistrations { ${certificates} } } } }`,
    ],
  },
  {
    name: 'doctor',
    claims: { roles: ['doctor'], facilities: [persona.facilityCode] },
    mine: {
      anyPrescription: `facility_code = '${persona.facilityCode}'`,
      anyDispense: `prescription_code IN (SELECT code FROM prescription WHERE facility_code = '${persona.facilityCode}')`,
    },
    ways: healthRoots,
  },
  {
    name: 'pharmacist',
    claims: { roles: ['pharmacist'] },
    mine: {
      anyPrescription: `code = '${persona.prescriptionCode}'`,
      anyDispense: `prescription_code = '${persona.prescriptionCode}'`,
    },
    ways: [
      ...healthRoots,
      ...healthRoots.map(
        (way) =>
          `{ prescription(code: "${persona.prescriptionCode}") { anyPrescription: code facility { prescriptions(first: 100) { ${prescriptions} } } dispenses { pharmacy { code } } } ${way.slice(1)}`,
      ),
    ],
  },
  {
    name: 'school-officer',
    claims: { roles: ['school-officer'], institutions: [persona.institutionCode] },
    mine: { anyEnrolment: `institution_code = '${persona.institutionCode}'` },
    ways: schoolRoots,
  },
  {
    name: 'analyst who is a citizen',
    claims: { roles: ['analyst', 'citizen'], pin: persona.citizenPin, purpose: 'citizen-self' },
    mine: {
      anyNamed: `pin = ${pin}`,
      anyParcel: ofParties,
      anyPrescription: `patient_pin = ${pin}`,
      anyDispense: ofPatient,
      anyEnrolment: `learner_pin = ${pin}`,
      anyParty: `person_pin = ${pin}`,
      anyCertificate: ofParties.replace('registration_serial IN', 'serial IN'),
    },
    ways: [...personRoots, ...landRoots, ...healthRoots, ...schoolRoots],
  },
]

/** Asks by every way and compares each key in the answers with the owner's list of what is the caller's. */
export async function attackRows(
  { attempts, as, ask, column }: Arena,
  caller: Caller,
): Promise<number> {
  const token = await as(caller.claims)
  const mine = new Map<string, ReadonlySet<string>>()
  for (const [mark, [ministry, select]] of Object.entries(marks)) {
    const condition = caller.mine[mark === 'anyUse' ? 'anyParcel' : (mark as Mark)] ?? 'false'
    mine.set(mark, new Set(await column(ministry, `${select} ${condition}`)))
  }
  let seen = 0
  for (const way of caller.ways) {
    await attempts.attack(
      `${caller.name}: rows of others by ${way.replace(/\s+/g, ' ').slice(0, 90)}`,
      async () => {
        const { body } = await ask(token, way)
        if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors[0]))
        return Object.keys(marks).some((mark) => {
          const found = valuesUnder(body.data, mark)
          seen += found.length
          return found.some((key) => mine.get(mark)?.has(key) !== true)
        })
      },
    )
  }
  return seen
}
