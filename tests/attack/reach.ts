import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import type { Arena } from './arena.ts'
import { isUnseen, valuesUnder } from './answer.ts'
import type { Victim } from './victim.ts'

/** Codes near one that a pharmacist holds, and texts that a careless comparison would take for many. */
function nearCodes(code: string): readonly string[] {
  const last = code.slice(-3, -2)
  return [
    code.toUpperCase(),
    code.toLowerCase(),
    ` ${code}`,
    `${code} `,
    code.slice(0, -1),
    code.replace(last, last === 'a' ? 'b' : 'a'),
    code.replace(/.$/, 'N'),
    `${code.slice(0, 5)}%`,
    '%',
    '_'.repeat(14),
    '*',
    '',
    `${code},`,
    `${code.slice(0, 5)}','${code}`,
    `{${code}}`,
    'NULL',
    "' OR code <> '",
  ]
}

/** A pharmacist gets one prescription by its exact code, and nothing near it. */
export async function attackPharmacist(arena: Arena, who: Victim): Promise<void> {
  const { attempts, ask, as, column } = arena
  const token = await as({ roles: ['pharmacist'] })
  const fields = 'code patientPin items { drugCode } dispenses { id }'
  for (const code of nearCodes(persona.prescriptionCode).filter(
    (one) => one !== persona.prescriptionCode,
  ))
    await attempts.attack(`pharmacist: ${code}`, async () => {
      const { body } = await ask(
        token,
        `query ($c: ID!) { prescription(code: $c) { ${fields} } prescriptions { totalCount nodes { code } } dispenses { totalCount } }`,
        { c: code },
      )
      return (
        valuesUnder(body.data, 'code').length > 0 ||
        valuesUnder(body.data, 'totalCount').some((count) => count !== '0')
      )
    })
  const codes = await column('health', 'SELECT code FROM prescription WHERE code <> $1 LIMIT 40', [
    persona.prescriptionCode,
  ])
  const lists = [
    `prescriptions(where: { code: { in: ${JSON.stringify(codes)} } }) { totalCount }`,
    `prescriptions(where: { code: { eq: "${who.prescription}" } }) { totalCount }`,
    `dispense(id: "${who.dispense}") { id prescription { code } }`,
    `dispenses(where: { prescription: { code: { eq: "${who.prescription}" } } }) { totalCount }`,
    `healthFacilities(where: { code: { ne: "x" } }) { nodes { prescriptions(where: { code: { ne: "${persona.prescriptionCode}" } }) { totalCount nodes { code } } } }`,
  ]
  for (const list of lists)
    await attempts.attack(`pharmacist: another prescription by ${list.slice(0, 60)}`, async () => {
      const { body } = await ask(
        token,
        `{ prescription(code: "${persona.prescriptionCode}") { kind } ${list} }`,
      )
      if (body.data === undefined) throw new Error(JSON.stringify(body))
      return (
        valuesUnder(body.data, 'totalCount').some((count) => count !== '0') ||
        valuesUnder(body.data, 'id').length > 0
      )
    })
}

const pages = {
  officer: ['people', { roles: ['officer'], provinces: ['79'] }, 'pin'],
  'land-officer': ['parcels', { roles: ['land-officer'], provinces: ['79'] }, 'geohash'],
} as const

/** Another caller's cursors move nothing but the place in the own rows; altered ones open nothing. */
export async function attackCursors({ attempts, ask, as }: Arena): Promise<void> {
  const citizen = await as({ roles: ['citizen'], pin: persona.citizenPin })
  const own = new Map<string, readonly string[]>()
  for (const [name, [field, claims, key]] of Object.entries(pages)) {
    const owner = await as(claims)
    const { body } = await ask(
      owner,
      `{ ${field}(first: 3) { edges { cursor node { ${key} } } pageInfo { endCursor } } }`,
    )
    const cursors = valuesUnder(body.data, 'cursor')
    const mine = await ask(citizen, `{ ${field}(first: 1000) { nodes { ${key} } } }`)
    own.set(field, valuesUnder(mine.body.data, key))
    for (const cursor of cursors)
      for (const side of ['first: 1000, after', 'last: 1000, before'])
        await attempts.attack(`citizen: a cursor of the ${name}, ${side}`, async () => {
          const answer = await ask(
            citizen,
            `{ ${field}(${side}: "${cursor}") { nodes { ${key} } } }`,
          )
          return valuesUnder(answer.body.data, key).some(
            (found) => !own.get(field)?.includes(found),
          )
        })
    const [cursor = ''] = cursors
    await attempts.attack(`a cursor of ${field} shows a key`, () =>
      valuesUnder(body.data, key).some((value) =>
        Buffer.from(cursor, 'base64url').toString('latin1').includes(value),
      ),
    )
    const forged = [
      cursor.slice(0, -2),
      `${cursor}AAAA`,
      cursor.replace(/^..../, 'AAAA'),
      Buffer.from('["0"]').toString('base64url'),
      Buffer.from("') OR true --").toString('base64url'),
      'A'.repeat(5000),
      '',
      '\u0000',
    ]
    for (const one of forged)
      await attempts.attack(`a forged cursor of ${field}: ${one.slice(0, 12)}`, async () => {
        const answer = await ask(
          owner,
          `query ($c: String) { ${field}(first: 2, after: $c) { nodes { ${key} } } }`,
          { c: one },
        )
        return (
          answer.body.errors?.[0]?.extensions['code'] !== 'BAD_USER_INPUT' ||
          valuesUnder(answer.body.data, key).length > 0
        )
      })
    await attempts.attack(`a cursor of ${field} in another order`, async () => {
      const order = field === 'people' ? 'FULL_NAME' : 'AREA'
      const answer = await ask(
        owner,
        `{ ${field}(first: 2, after: "${cursor}", orderBy: [{ field: ${order} }]) { nodes { ${key} } } }`,
      )
      return answer.body.errors?.[0]?.extensions['code'] !== 'BAD_USER_INPUT'
    })
  }
}

/** What a total must be: the owner's count over the caller's own rows, whatever it is narrowed by. */
export async function attackScopedTotals({ attempts, ask, as, column }: Arena): Promise<void> {
  const here = persona.communeCode
  const inCommune = await as({ roles: ['officer'], communes: [here], provinces: ['79'] })
  const inProvince = await as({ roles: ['officer'], provinces: ['01'] })
  const onLand = await as({ roles: ['land-officer'], provinces: ['01'] })
  const atSchool = await as({ roles: ['school-officer'], institutions: [persona.institutionCode] })
  const cases = [
    [
      inProvince,
      '{ personTotals { count } }',
      'population',
      "SELECT count(*) FROM person WHERE province_code = '01'",
    ],
    [
      inProvince,
      '{ personTotals(where: { provinceCode: { ne: "01" } }) { count } }',
      'population',
      'SELECT 0',
    ],
    [inProvince, '{ province(code: "79") { personTotals { count } } }', 'population', 'SELECT 0'],
    [
      inProvince,
      '{ commune(code: "25747") { householdTotals { count } } }',
      'population',
      'SELECT 0',
    ],
    [
      inProvince,
      '{ personGroups(groupBy: [{ field: PROVINCE }]) { groups { count } } }',
      'population',
      "SELECT count(*) FROM person WHERE province_code = '01'",
    ],
    [
      inCommune,
      '{ householdGroups(groupBy: [{ field: COMMUNE }]) { groups { count } } }',
      'population',
      `SELECT count(*) FROM household WHERE commune_code = '${here}'`,
    ],
    [
      inProvince,
      '{ people { totalCount } }',
      'population',
      "SELECT count(*) FROM person WHERE province_code = '01'",
    ],
    [
      inCommune,
      '{ personTotals { count } }',
      'population',
      `SELECT count(*) FROM person WHERE commune_code = '${here}'`,
    ],
    [
      inCommune,
      '{ province(code: "01") { personTotals { count } } }',
      'population',
      `SELECT count(*) FROM person WHERE commune_code = '${here}'`,
    ],
    [inCommune, '{ province(code: "79") { personTotals { count } } }', 'population', 'SELECT 0'],
    [
      inCommune,
      '{ households(where: { not: { members: { none: { sex: { eq: MALE } } } } }) { totalCount } }',
      'population',
      `SELECT count(*) FROM household h WHERE commune_code = '${here}' AND EXISTS (SELECT 1 FROM person p WHERE p.household_id = h.id AND p.commune_code = '${here}' AND p.sex = 'MALE')`,
    ],
    [
      onLand,
      '{ parcelTotals { count } }',
      'land',
      "SELECT count(*) FROM parcel WHERE province_code = '01'",
    ],
    [onLand, '{ province(code: "79") { parcelTotals { count } } }', 'land', 'SELECT 0'],
    [
      onLand,
      '{ landUseTotals(where: { parcel: { provinceCode: { ne: "01" } } }) { count } }',
      'land',
      'SELECT 0',
    ],
    [
      onLand,
      '{ landRegistrationTotals { count } }',
      'land',
      "SELECT count(*) FROM land_registration WHERE province_code = '01'",
    ],
    [
      atSchool,
      '{ enrolmentTotals { count } }',
      'education',
      `SELECT count(*) FROM enrolment WHERE institution_code = '${persona.institutionCode}'`,
    ],
    [
      atSchool,
      '{ enrolmentTotals(where: { institutionCode: { ne: "x" } }) { count } }',
      'education',
      `SELECT count(*) FROM enrolment WHERE institution_code = '${persona.institutionCode}'`,
    ],
    [
      atSchool,
      '{ institutionTotals(where: { enrolments: { some: {} } }) { count } }',
      'education',
      'SELECT 1',
    ],
  ] as const
  for (const [token, query, ministry, sql] of cases)
    await attempts.attack(`totals beyond the scope: ${query}`, async () => {
      const { body } = await ask(token, query)
      const [expected] = await column(ministry, sql)
      const found = [...valuesUnder(body.data, 'count'), ...valuesUnder(body.data, 'totalCount')]
      return found.length !== 1 || found[0] !== expected
    })
  const closed = [
    ['no province', { roles: ['officer'] }, '{ people { totalCount } }'],
    [
      'no province, a commune of nowhere',
      { roles: ['officer'], communes: [] },
      '{ personTotals { count } }',
    ],
    ['no pin', { roles: ['citizen'] }, '{ me { pin } }'],
    ['no facility', { roles: ['doctor'] }, '{ prescriptions { totalCount } }'],
    ['an unknown role', { roles: ['minister', 'admin', '*'] }, '{ provinces { totalCount } }'],
    [
      'a scope in place of roles',
      { scope: 'population:person:read', permissions: ['population:person:read'] },
      '{ people { totalCount } }',
    ],
    [
      'grants in the token',
      { roles: ['operator'], grants: { 'population:person:read': { whole: true } } },
      '{ people { totalCount } }',
    ],
  ] as const
  for (const [name, claims, query] of closed)
    await attempts.attack(`a token with ${name}`, async () => {
      const { status, body } = await ask(await as(claims), query)
      const isClosed = status === 403 && body.errors?.[0]?.extensions['code'] === 'FORBIDDEN'
      return !isClosed && !isUnseen(body)
    })
}
