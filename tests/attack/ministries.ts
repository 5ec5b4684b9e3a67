import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import { mintMinistryToken } from '../../auth/ministry-token.ts'
import { allRows } from '../../auth/row-scope.ts'
import type { Arena } from './arena.ts'
import { valuesUnder } from './answer.ts'
import { ministryToken } from './caller-token.ts'
import type { Victim } from './victim.ts'

const schema = '{ _service { sdl } __schema { types { name } } __typename }'

/** Ministries reached around the gateway: what is no token of the gateway's for this one opens nothing. */
export async function attackMinistries(
  { attempts, as, system }: Arena,
  who: Victim,
): Promise<void> {
  const citizen = { roles: ['citizen'], pin: persona.citizenPin }
  const grants = { 'population:person:read': allRows } as const
  const errand = {
    caller: { id: 'thief', roles: [] },
    ministry: 'population',
    grants,
    permissions: ['population:person:read'],
  } as const
  const foreign = await ministryToken(system, 'education', citizen)
  const tokens: readonly (readonly [string, string | undefined])[] = [
    ['no token', undefined],
    ['an access token', await as(citizen)],
    ["another ministry's token", foreign],
    [
      'an expired token',
      await mintMinistryToken(system.keys.gateway, errand, new Date(Date.now() - 120_000)),
    ],
    [
      'a token of tomorrow',
      await mintMinistryToken(system.keys.gateway, errand, new Date(Date.now() + 120_000)),
    ],
    ["the issuer's signature", await mintMinistryToken(system.keys.issuer, errand, new Date())],
    ['nothing after Bearer', ''],
    ['two tokens', `${foreign}, Bearer ${foreign}`],
  ]
  for (const [ministry, url] of Object.entries(system.ministryUrls))
    for (const [name, token] of tokens) {
      if (ministry === 'education' && token === foreign) continue
      const headers = {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      }
      if (ministry === 'population' && name === 'none') continue
      for (const method of ['POST', 'GET'] as const)
        await attempts.attack(`${ministry}, ${name}, ${method}`, async () => {
          const response = await fetch(
            method === 'GET' ? `${url}?query=${encodeURIComponent(schema)}` : url,
            method === 'GET'
              ? { headers }
              : { method, headers, body: JSON.stringify({ query: schema }) },
          )
          const text = await response.text()
          return response.status !== 401 || text.includes('"data":{') || text.includes('type Query')
        })
    }
  await attempts.attack('a large body without a token is not read', async () => {
    const response = await fetch(system.ministryUrls['land'] ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: 'x'.repeat(1_000_000),
    }).catch(() => ({ status: 401 }))
    return response.status !== 401
  })
  await attackEntities({ attempts, system }, who)
  await attackDeadlines({ attempts, system })
}

/** `_entities` with the keys of others, straight at the ministries, with a citizen's token. */
async function attackEntities(
  { attempts, system }: Pick<Arena, 'attempts' | 'system'>,
  who: Victim,
): Promise<void> {
  const citizen = { roles: ['citizen'], pin: persona.citizenPin }
  const entities: readonly (readonly [ministry: string, representation: object, fields: string])[] =
    [
      ['population', { __typename: 'Person', pin: who.pin }, 'pin: fullName household { id }'],
      [
        'population',
        { __typename: 'Household', id: who.household },
        'id head { pin } members { pin }',
      ],
      [
        'land',
        { __typename: 'Person', pin: who.pin },
        'parcels { nodes { geohash } totalCount } landRegistrations { nodes { serial } totalCount }',
      ],
      [
        'land',
        { __typename: 'Parcel', geohash: who.geohash },
        'geohash area registration { serial }',
      ],
      [
        'land',
        { __typename: 'LandRegistration', serial: who.serial },
        'serial parties { personPin }',
      ],
      [
        'land',
        { __typename: 'LandUse', parcelGeohash: who.geohash, ordinal: 1 },
        'parcelGeohash area',
      ],
      [
        'health',
        { __typename: 'Person', pin: who.patient },
        'prescriptions { nodes { code } totalCount } dispenses { nodes { id } totalCount }',
      ],
      [
        'health',
        { __typename: 'Prescription', code: who.prescription },
        'code patientPin items { drugCode }',
      ],
      ['health', { __typename: 'Dispense', id: who.dispense }, 'id prescription { code }'],
      [
        'education',
        { __typename: 'Person', pin: who.pupil },
        'enrolments { nodes { id } totalCount }',
      ],
      ['education', { __typename: 'Enrolment', id: who.enrolment }, 'id learner { pin }'],
      ['education', { __typename: 'Enrolment', id: { ne: '' } }, 'id'],
      ['population', { __typename: 'Person', pin: [who.pin] }, 'pin fullName'],
      ['population', { __typename: 'Person', pin: { toString: who.pin } }, 'pin fullName'],
      ['population', { __typename: 'Query', pin: who.pin }, '__typename'],
      ['population', { __typename: '__Schema' }, '__typename'],
      ['population', { pin: who.pin }, '__typename'],
    ]
  for (const [ministry, representation, fields] of entities)
    await attempts.attack(
      `${ministry}: _entities ${JSON.stringify(representation).slice(0, 60)}`,
      async () => {
        const on = '__typename' in representation ? String(representation.__typename) : 'Person'
        const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${on} { ${fields} } } }`
        const response = await fetch(system.ministryUrls[ministry] ?? '', {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${await ministryToken(system, ministry, citizen)}`,
          },
          body: JSON.stringify({ query, variables: { r: [representation] } }),
        })
        const { data } = (await response.json()) as { data?: unknown }
        const keys = [
          'pin',
          'id',
          'geohash',
          'area',
          'serial',
          'code',
          'personPin',
          'parcelGeohash',
        ]
        return (
          keys.some((key) => valuesUnder(data, key).length > 0) ||
          valuesUnder(data, 'totalCount').some((count) => count !== '0')
        )
      },
    )
}

/** Deadlines in a header: none may be longer than a minute, and one that has passed answers nothing. */
async function attackDeadlines({
  attempts,
  system,
}: Pick<Arena, 'attempts' | 'system'>): Promise<void> {
  const token = await ministryToken(system, 'population', { roles: ['officer'], provinces: ['01'] })
  const ask = async (deadline: string): Promise<string> => {
    const response = await fetch(system.ministryUrls['population'] ?? '', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'x-deadline-ms': deadline,
      },
      body: JSON.stringify({
        query:
          '{ people(first: 1000, where: { fullName: { contains: "a" } }) { nodes { pin fullName } } }',
      }),
    })
    return await response.text()
  }
  for (const passed of ['0', '-1', '-1e9', '0.4'])
    await attempts.attack(
      `deadline ${passed}`,
      async () => !(await ask(passed)).includes('DEADLINE_EXCEEDED'),
    )
  for (const odd of ['NaN', '1e9', 'Infinity', '0x7fffffff', '9'.repeat(400), "1'; SET x", ''])
    await attempts.attack(`deadline ${odd.slice(0, 12)}`, async () => {
      const text = await ask(odd)
      return !text.includes('"data":{') && !text.includes('DEADLINE_EXCEEDED')
    })
}
