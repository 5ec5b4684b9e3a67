import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { commands } from '../../deploy/cli/commands.ts'
import { main } from '../../deploy/cli/main.ts'
import type { Role } from '../../auth/role.ts'
import type { MinistryUse } from '../../schema/use/ministry-use.ts'
import { type House, openHouse, plans } from './registry-house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house[Symbol.asyncDispose]())

const sdl = plans.find(({ name }) => name === 'population')?.sdl ?? ''

async function published(text: string) {
  const reply = await house.send('PUT', 'subgraphs/population', {
    agency: 'population',
    body: { sdl: text },
  })
  if (reply.status === 200) await house.untilLive()
  return reply
}

async function useOf(name: string, agency = name, query = '') {
  const reply = await house.send('GET', `subgraphs/${name}/use${query}`, { agency })
  return { status: reply.status, use: reply.json as MinistryUse }
}

async function changes(role: Role, path = '/changes') {
  const response = await fetch(`${house.gateway.url}${path}`, {
    headers: { authorization: `Bearer ${await house.token(role)}` },
  })
  return { type: response.headers.get('content-type'), text: await response.text() }
}

const coordinates = ({ uses }: MinistryUse) => uses.map(({ coordinate }) => coordinate)

test('use is told to the owning ministry alone, and decides what a change breaks', async () => {
  const asked = await house.ask('{ people { fullName } parcels { area } }', {
    role: 'land-officer',
    claims: { client_id: 'tax' },
  })
  expect(asked.errors).toEqual([])
  await vi.waitFor(
    async () =>
      expect(coordinates((await useOf('population')).use)).toEqual([
        'Person.fullName',
        'Query.people',
      ]),
    10_000,
  )
  expect((await useOf('population')).use.uses[0]).toMatchObject({
    consumer: 'application:tax',
    requests: 1,
  })
  expect(coordinates((await useOf('land')).use)).toEqual(['Parcel.area', 'Query.parcels'])
  expect((await useOf('population', 'land')).status).toBe(403)
  expect((await useOf('population', 'population', '?days=400')).status).toBe(200)
  for (const days of ['401', '0', 'x'])
    expect((await useOf('population', 'population', `?days=${days}`)).status).toBe(400)

  const used = await published(sdl.replaceAll('fullName: String!', ''))
  expect(used.status).toBe(422)
  expect(used.text).toMatch(
    /removes Person\.fullName: used by 1 application, less than 1 request\/day, last on \d{4}-/,
  )
  const unused = await published(sdl.replace('listed(names: [String!]): Int @authenticated', ''))
  expect(unused.status).toBe(200)
  expect(unused.text).toContain(
    'removes Query.listed: not used in the last 30 days [CHANGE_UNUSED]',
  )
})

test('one field has one owner; a way back may break, and says what', async () => {
  const twice = await published(
    sdl.replace(
      'type Totals',
      'type Parcel @key(fields: "geohash") { geohash: ID! area: Float! @shareable } type Totals',
    ),
  )
  expect([twice.status, twice.text.includes('INVALID_FIELD_SHARING')]).toEqual([422, true])
  const more = await published(
    sdl.replace('fullName: String!', 'fullName: String! nickname: String'),
  )
  expect(more.status).toBe(200)
  await house.ask('{ people { nickname } }', { claims: { client_id: 'tax' } })
  await vi.waitFor(
    async () => expect(coordinates((await useOf('population')).use)).toContain('Person.nickname'),
    10_000,
  )
  const back = await house.send('POST', 'subgraphs/population/rollback', {
    agency: 'population',
    body: { version: 1 },
  })
  expect(back.status).toBe(200)
  expect(back.text).toContain('removes Person.nickname: used by 1 application')
  await house.untilLive()
})

test('what is deprecated is listed with those who still use it; by command too', async () => {
  const dated = 'Dùng name · Use name; until 2027-06-30'
  const done = await published(
    sdl.replace('fullName: String!', `fullName: String! @deprecated(reason: "${dated}")`),
  )
  expect(done.status).toBe(200)
  const { use } = await useOf('population')
  expect(use.deprecated).toEqual([
    {
      coordinate: 'Person.fullName',
      reason: dated,
      until: '2027-06-30',
      uses: [expect.objectContaining({ consumer: 'application:tax', requests: 1 })],
    },
  ])
  const said: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
  const token = await house.token('publisher', { agency: 'population' })
  const args = ['schema', 'use', '--registry', `${house.gateway.url}/registry`, '--token', token]
  expect(await main(commands, [...args, '--name', 'population'], {})).toBe(0)
  expect(said.join('\n')).toContain(
    'Person.fullName is deprecated until 2027-06-30: still used by application:tax (1)',
  )
  said.length = 0
  expect(await main(commands, [...args, '--name', 'land'], {})).toBe(1)
  expect(await main(commands, [...args, '--name', 'land', '--days', '0'], {})).toBe(2)
  log.mockRestore()
})

test('developers read what changed in what they see, as a page and as a feed', async () => {
  const officer = await changes('officer')
  expect(officer.type).toBe('text/markdown; charset=utf-8')
  expect(officer.text).toContain('- adds Person.nickname: String')
  expect(officer.text).toContain('- removes Query.listed')
  expect(officer.text).toMatch(/## \d{4}-\d\d-\d\d: population \(release \d+\)/)
  const application = await changes('application')
  expect(application.text).not.toContain('Person')
  expect(application.text).toContain('- removes Query.listed')
  const feed = await changes('officer', '/changes.atom')
  expect(feed.type).toBe('application/atom+xml; charset=utf-8')
  expect(feed.text.match(/<entry>/g)?.length).toBe(officer.text.match(/^## /gm)?.length)
  expect(feed.text).toContain('<id>urn:uuid:')
  expect(feed.text).toBe((await changes('officer', '/changes.atom')).text)
  const bare = await fetch(`${house.gateway.url}/changes`)
  expect(bare.status).toBe(401)
})
