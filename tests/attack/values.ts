import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import type { Arena } from './arena.ts'

const tables = {
  population: 'person',
  land: 'parcel',
  health: 'prescription',
  education: 'enrolment',
  reference: 'province',
}

/** Texts that break out of quotes, of encodings or of a parser that is too clever. */
const texts: readonly string[] = [
  "'; DROP TABLE person; --",
  "' OR '1'='1",
  "') OR true --",
  '" OR ""="',
  '\\',
  "\\' OR 1=1 --",
  '$1',
  '$$; SELECT pg_sleep(9); $$',
  "'||(SELECT version())||'",
  "'; SELECT set_config('lien_thong.whole','on',false); --",
  "E'\\x27'",
  '%',
  '_%_',
  '{01,79}',
  '01,79',
  'NULL',
  'a\u0000b',
  '\uD800',
  '\uDFFF\uD800',
  'Nguye\u0302\u0303n'.normalize('NFD'),
  '\u202E01',
  '０１',
  '\u{10FFFF}',
  'x'.repeat(100_000),
  '${7*7}{{7*7}}<%= 7 %>',
  '__proto__',
  'constructor',
]

/** One document with a text in every place where a caller may put one. */
const places: readonly (readonly [field: string, answer: string])[] = [
  ['person(pin: $p)', 'pin'],
  ['household(id: $t)', 'id'],
  ['parcel(geohash: $t)', 'geohash'],
  ['landRegistration(serial: $t)', 'serial'],
  ['prescription(code: $t)', 'code'],
  ['dispense(id: $t)', 'id'],
  ['enrolment(id: $t)', 'id'],
  ['people(where: { fullName: { eq: $s } })', 'nodes { pin }'],
  ['people(where: { fullName: { startsWith: $s }, provinceCode: { ne: "01" } })', 'nodes { pin }'],
  ['people(where: { fullName: { contains: $s }, provinceCode: { ne: "01" } })', 'nodes { pin }'],
  ['people(where: { pin: { in: [$p] } })', 'nodes { pin }'],
  ['people(where: { birthDate: { gte: $d } })', 'nodes { pin }'],
  ['people(first: 1, after: $s)', 'nodes { pin }'],
  ['people(last: 1, before: $s)', 'nodes { pin }'],
  ['parcels(where: { provinceCode: { in: [$t] } })', 'nodes { geohash }'],
  ['prescriptions(where: { issuedAt: { lt: $i } })', 'nodes { code }'],
  [
    'institutions(where: { name: { contains: $s }, enrolments: { some: { learnerCode: { startsWith: $s } } } })',
    'nodes { code }',
  ],
  ['provinceAt(code: $t, date: $d)', 'code'],
]
const types = { p: 'PersonalId!', t: 'ID!', s: 'String!', d: 'Date!', i: 'DateTime!' } as const

/** Puts every text into every place; nothing of others comes back, nothing breaks, nothing lasts. */
export async function attackValues({ attempts, ask, as, column }: Arena): Promise<void> {
  const token = await as({ roles: ['citizen'], pin: persona.citizenPin })
  const before = await counts(column)
  for (const [field, answer] of places)
    for (const text of texts) {
      const used = [...field.matchAll(/\$([a-z])/g)].map(([, name]) => name as keyof typeof types)
      const declared = [...new Set(used)].map((name) => `$${name}: ${types[name]}`)
      const values = Object.fromEntries(used.map((name) => [name, text]))
      const query = `query (${declared.join(' ')}) { found: ${field} { ${answer} } }`
      await attempts.attack(`${field}: ${text.slice(0, 24)}`, async () => {
        const { status, body } = await ask(token, query, values)
        const said = JSON.stringify(body.errors ?? [])
        if (/INTERNAL|syntax|relation|column "|pg_|SELECT|stack/i.test(said)) return true
        if (text.length > 3 && said.includes(JSON.stringify(text).slice(1, -1))) return true
        return status >= 500 || hasRows(body.data?.['found'], field)
      })
    }
  const numbers = [
    '1e400',
    '-1e400',
    '9223372036854775808',
    '1e19',
    '0.1',
    '-0',
    '2147483648',
    'NaN',
    '"1"',
    'true',
    '[1]',
    '{}',
    '99999999999999999999999999',
  ]
  for (const number of numbers)
    for (const where of [
      `{ memberCount: { eq: ${number} } }`,
      `{ memberCount: { in: [${number}] } }`,
    ])
      await attempts.attack(`number: ${where}`, async () => {
        const { status, body } = await ask(token, `{ households(where: ${where}) { totalCount } }`)
        return status >= 500 || /INTERNAL|syntax|stack/.test(JSON.stringify(body))
      })
  await attempts.attack(
    'the tables stand as they stood',
    async () => JSON.stringify(await counts(column)) !== JSON.stringify(before),
  )
  await attempts.attack('the citizen still sees one person', async () => {
    const { body } = await ask(token, '{ people(first: 1000) { totalCount nodes { pin } } }')
    return (
      JSON.stringify(body.data) !==
      JSON.stringify({ people: { totalCount: 1, nodes: [{ pin: persona.citizenPin }] } })
    )
  })
}

/** Rows of the caller's own are none here: no text above names the caller or asks for all. */
function hasRows(found: unknown, field: string): boolean {
  const text = JSON.stringify(found ?? null)
  if (field.startsWith('provinceAt')) return text !== 'null'
  return (
    text.includes('"nodes":[{') &&
    !text.includes(persona.citizenPin) &&
    !field.startsWith('parcels') &&
    !field.startsWith('people(where: { birth')
  )
}

async function counts(column: Arena['column']): Promise<readonly string[]> {
  return (
    await Promise.all(
      Object.entries(tables).map(([ministry, table]) =>
        column(ministry, `SELECT count(*) FROM ${table}`),
      ),
    )
  ).flat()
}
