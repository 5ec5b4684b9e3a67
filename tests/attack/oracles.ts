import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import type { Arena } from './arena.ts'
import { comparable, isUnseen } from './answer.ts'
import type { Victim } from './victim.ts'

/** Filters that single the victim out, by the totals that they narrow. */
function narrowings(who: Victim): Readonly<Record<string, readonly string[]>> {
  const text = (value: string): string => JSON.stringify(value)
  return {
    personTotals: [
      `{ pin: { eq: ${text(who.pin)} } }`,
      `{ pin: { in: [${text(who.pin)}] } }`,
      `{ pin: { in: [${text(who.pin)}] }, sex: { in: [MALE, FEMALE] } }`,
      `{ fullName: { eq: ${text(who.name)} } }`,
      `{ fullName: { startsWith: ${text(who.name.slice(0, 4))} } }`,
      `{ household: { id: { eq: ${text(who.household)} } } }`,
      `{ household: { head: { pin: { eq: ${text(who.head)} } } } }`,
      `{ household: { members: { some: { pin: { eq: ${text(who.pin)} } } } } }`,
      `{ household: { fileNumber: { eq: ${text(who.file)} } } }`,
    ],
    householdTotals: [
      `{ id: { eq: ${text(who.household)} } }`,
      `{ head: { pin: { eq: ${text(who.head)} } } }`,
      `{ fileNumber: { eq: ${text(who.file)} } }`,
      `{ members: { some: { pin: { eq: ${text(who.pin)} } } } }`,
      `{ members: { none: { pin: { ne: ${text(who.pin)} } } } }`,
      `{ members: { every: { fullName: { eq: ${text(who.name)} } } } }`,
    ],
    parcelTotals: [
      `{ geohash: { eq: ${text(who.geohash)} } }`,
      `{ geohash: { startsWith: ${text(who.geohash.slice(0, 9))} } }`,
      `{ registrationSerial: { eq: ${text(who.serial)} } }`,
      `{ registration: { serial: { eq: ${text(who.serial)} } } }`,
      `{ registration: { registerNumber: { eq: ${text(who.register)} } } }`,
      `{ registration: { parties: { some: { personPin: { eq: ${text(who.pin)} } } } } }`,
      `{ uses: { some: { parcelGeohash: { eq: ${text(who.geohash)} } } } }`,
      `{ uses: { some: { parcel: { registration: { parties: { some: { personPin: { eq: ${text(who.pin)} } } } } } } } }`,
    ],
    landUseTotals: [
      `{ parcelGeohash: { eq: ${text(who.geohash)} } }`,
      `{ parcel: { geohash: { eq: ${text(who.geohash)} } } }`,
      `{ parcel: { registrationSerial: { in: [${text(who.serial)}] } } }`,
    ],
    landRegistrationTotals: [
      `{ serial: { eq: ${text(who.serial)} } }`,
      `{ registerNumber: { eq: ${text(who.register)} } }`,
      `{ parties: { some: { personPin: { eq: ${text(who.pin)} } } } }`,
      `{ parties: { some: { role: { in: [HUSBAND, WIFE] } } } }`,
      `{ parcels: { some: { geohash: { eq: ${text(who.geohash)} } } } }`,
    ],
    prescriptionTotals: [
      `{ code: { eq: ${text(who.prescription)} } }`,
      `{ patientPin: { eq: ${text(who.patient)} } }`,
      `{ dispenses: { some: { id: { eq: ${text(who.dispense)} } } } }`,
      `{ dispenses: { some: { prescriptionCode: { eq: ${text(who.prescription)} } } } }`,
      `{ dispenses: { some: { prescription: { patientPin: { eq: ${text(who.patient)} } } } } }`,
    ],
    dispenseTotals: [
      `{ id: { eq: ${text(who.dispense)} } }`,
      `{ prescriptionCode: { eq: ${text(who.prescription)} } }`,
      `{ prescription: { code: { eq: ${text(who.prescription)} } } }`,
      `{ prescription: { patientPin: { eq: ${text(who.patient)} } } }`,
    ],
    enrolmentTotals: [
      `{ id: { eq: ${text(who.enrolment)} } }`,
      `{ learnerPin: { eq: ${text(who.pupil)} } }`,
      `{ learnerCode: { eq: ${text(who.learner)} } }`,
      `{ learnerCode: { contains: ${text(who.learner.slice(4, 12))} } }`,
    ],
    institutionTotals: [`{ enrolments: { some: { learnerPin: { eq: ${text(who.pupil)} } } } }`],
    institutions: [`{ enrolments: { some: { learnerPin: { eq: ${text(who.pupil)} } } } }`],
  }
}

/** Ways to hide a filter inside another. */
const disguises: readonly ((where: string) => string)[] = [
  (where) => where,
  (where) => `{ and: [${where}] }`,
  (where) => `{ or: [${where}, ${where}] }`,
  (where) => `{ not: { not: ${where} } }`,
  (where) => `{ not: { or: [{ and: [{ not: ${where} }] }] } }`,
]

/** Tries to count one person as somebody who may count everybody, at the root and below a province. */
export async function attackTotals({ attempts, ask, as }: Arena, who: Victim): Promise<void> {
  const own = { pin: persona.citizenPin, facilities: [persona.facilityCode] }
  const analysts = [
    ['analyst', await as({ roles: ['analyst'] })],
    ['analyst and citizen', await as({ roles: ['analyst', 'citizen'], ...own })],
    [
      'analyst and everybody',
      await as({
        roles: [
          'analyst',
          'citizen',
          'doctor',
          'pharmacist',
          'officer',
          'land-officer',
          'school-officer',
        ],
        ...own,
        provinces: ['01'],
        institutions: [persona.institutionCode],
      }),
    ],
  ] as const
  for (const [name, token] of analysts) {
    for (const [field, filters] of Object.entries(narrowings(who)))
      for (const filter of filters) {
        const asked = disguises.map(
          (disguise, i) =>
            `h${i}: ${field}(where: ${disguise(filter)}) { ${field === 'institutions' ? 'nodes { code }' : 'count'} }`,
        )
        const { body } = await ask(token, `{ ${asked.join(' ')} }`)
        if (body.data === undefined && !isUnseen(body)) throw new Error(JSON.stringify(body))
        const groups = field.replace('Totals', 'Groups')
        if (groups !== field && groups !== 'dispenseGroups')
          await attempts.attack(`${name}: ${groups} of one person by ${filter}`, async () => {
            const key = groups === 'landUseGroups' ? 'ORIGIN' : 'PROVINCE'
            const grouped = `${groups}(where: ${filter}, groupBy: [{ field: ${key} }]) { groupCount groups { count } }`
            const answer = await ask(token, `{ hidden: ${grouped} }`)
            if (answer.body.data === undefined && !isUnseen(answer.body))
              throw new Error(JSON.stringify(answer.body))
            return isFound(answer.body.data?.['hidden'])
          })
        for (const [i] of asked.entries())
          await attempts.attack(`${name}: ${field} of one person by ${filter}, disguise ${i}`, () =>
            isFound(body.data?.[`h${i}`]),
          )
      }
    for (const filter of narrowings(who)['personTotals'] ?? [])
      await attempts.attack(`${name}: province by ${filter}`, async () => {
        const { body } = await ask(
          token,
          `{ provinces(first: 34) { nodes { t: personTotals(where: ${filter}) { count } } } }`,
        )
        return /"count":[1-9]/.test(JSON.stringify(body.data))
      })
  }
}

function isFound(value: unknown): boolean {
  const text = JSON.stringify(value ?? null)
  return /"(count|groupCount)":[1-9]/.test(text) || text.includes('"code"')
}

/** Roots that ask for one row, with a key that exists elsewhere and one that nobody has. */
function lookups(
  who: Victim,
): readonly (readonly [field: string, key: string, nobody: string, select: string])[] {
  return [
    [
      'person(pin: $k)',
      who.pin,
      '900999999999',
      'pin fullName household { id } parcels { nodes { geohash } }',
    ],
    [
      'household(id: $k)',
      who.household,
      'H999999999',
      'id head { pin } memberCount members { pin }',
    ],
    ['parcel(geohash: $k)', who.geohash, 'wzzzzzzzzzzz', 'geohash area registration { serial }'],
    [
      'landRegistration(serial: $k)',
      who.serial,
      'ZZ 99999999',
      'serial parties { personPin } parcels { nodes { geohash } }',
    ],
    [
      'prescription(code: $k)',
      who.prescription,
      '99999zzzzzzz-C',
      'code patientPin items { drugCode }',
    ],
    ['dispense(id: $k)', who.dispense, 'D999999999', 'id prescription { code }'],
    ['enrolment(id: $k)', who.enrolment, 'E999999999', 'id learner { pin }'],
    [
      'people(where: { pin: { eq: $k } })',
      who.pin,
      '900999999999',
      'totalCount nodes { pin } pageInfo { hasNextPage endCursor }',
    ],
    [
      'people(where: { pin: { in: [$k] } }, orderBy: [{ field: FULL_NAME }], last: 1)',
      who.pin,
      '900999999999',
      'totalCount nodes { pin }',
    ],
    [
      'households(where: { members: { some: { pin: { eq: $k } } } })',
      who.pin,
      '900999999999',
      'totalCount nodes { id }',
    ],
    [
      'parcels(where: { registration: { parties: { some: { personPin: { eq: $k } } } } })',
      who.pin,
      '900999999999',
      'totalCount nodes { geohash }',
    ],
    [
      'institutions(where: { enrolments: { some: { learnerPin: { eq: $k } } } })',
      who.pupil,
      '900999999999',
      'totalCount nodes { code }',
    ],
    [
      'institutions(where: { enrolments: { none: { learnerPin: { eq: $k } } } })',
      who.pupil,
      '900999999999',
      'totalCount',
    ],
    [
      'institutions(where: { enrolments: { every: { learnerPin: { eq: $k } } } })',
      who.pupil,
      '900999999999',
      'totalCount',
    ],
    [
      'institutions(where: { not: { enrolments: { some: { learnerPin: { ne: $k } } } } })',
      who.pupil,
      '900999999999',
      'totalCount',
    ],
    [
      'enrolments(where: { institution: { enrolments: { some: { learnerPin: { eq: $k } } } } })',
      who.pupil,
      '900999999999',
      'totalCount',
    ],
    [
      'prescriptions(where: { facility: { code: { isNull: false } }, patientPin: { eq: $k } })',
      who.patient,
      '900999999999',
      'totalCount',
    ],
  ]
}

/** An answer about somebody who exists must be the answer about nobody, to the last letter and count. */
export async function attackExistence({ attempts, ask, as }: Arena, who: Victim): Promise<void> {
  const callers = {
    citizen: await as({ roles: ['citizen'], pin: persona.citizenPin }),
    officer: await as({ roles: ['officer'], provinces: ['00'] }),
    'land-officer': await as({ roles: ['land-officer'], provinces: ['00'] }),
    doctor: await as({ roles: ['doctor'], facilities: [persona.facilityCode] }),
    'school-officer': await as({
      roles: ['school-officer'],
      institutions: [persona.institutionCode],
    }),
    analyst: await as({ roles: ['analyst'] }),
    application: await as({ roles: ['application'] }),
  }
  for (const [name, token] of Object.entries(callers))
    for (const [field, key, nobody, select] of lookups(who)) {
      const type = field.includes('pin') || field.includes('Pin') ? 'PersonalId' : 'ID'
      const query = `query ($k: ${type}!) { hidden: ${field} { ${select} } }`
      await attempts.attack(`${name}: does a row exist, by ${field}`, async () => {
        const [there, absent] = [
          await ask(token, query, { k: key }),
          await ask(token, query, { k: nobody }),
        ]
        const isRefused = JSON.stringify(there.body.errors ?? '').includes('VALIDATION')
        if (isRefused && !isUnseen(there.body)) throw new Error(JSON.stringify(there.body))
        return there.status !== absent.status || comparable(there.body) !== comparable(absent.body)
      })
    }
}

/** verifyPerson says yes to the exact three facts alone, and the same no to all else. */
export async function attackVerify(
  { attempts, ask, as, column }: Arena,
  who: Victim,
): Promise<void> {
  const token = await as({ roles: ['application'] })
  const [born = ''] = await column(
    'population',
    'SELECT birth_date::text FROM person WHERE pin = $1',
    [who.pin],
  )
  const query =
    'query ($p: PersonalId!, $n: String!, $d: Date!) { verifyPerson(pin: $p, fullName: $n, birthDate: $d) }'
  const verify = async (p: string, n: string, d: string) => await ask(token, query, { p, n, d })
  await attempts.attack(
    'application: yes is not yes',
    async () => (await verify(who.pin, who.name, born)).body.data?.['verifyPerson'] !== true,
  )
  const absent = comparable((await verify('900999999999', who.name, born)).body)
  const guesses = [
    [who.pin, '%', born],
    [who.pin, '', born],
    [who.pin, who.name.slice(0, -1), born],
    [who.pin, `${who.name}%`, born],
    [who.pin, "' OR '1'='1", born],
    [who.pin, who.name, '1900-01-01'],
    [persona.citizenPin, who.name, born],
  ] as const
  for (const [p, n, d] of guesses)
    await attempts.attack(
      `application: a wrong guess (${n.slice(0, 3)}, ${d}) answers otherwise than nobody`,
      async () => comparable((await verify(p, n, d)).body) !== absent,
    )
}
