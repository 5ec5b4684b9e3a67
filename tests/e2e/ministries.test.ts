import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { land } from '../federation/gateway-plans.ts'
import { type House, openHouse } from '../registry/registry-house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house[Symbol.asyncDispose]())

const landWithHeight = land.sdl.replace(
  'count: Int! area: Float',
  'count: Int! area: Float height: Float @deprecated(reason: "not kept until 2027-01-01")',
)

async function get(path: string, claims: Readonly<Record<string, unknown>> | 'nobody') {
  const answer = await fetch(`${house.gateway.url}/console/ministries${path}`, {
    headers:
      claims === 'nobody'
        ? {}
        : { authorization: `Bearer ${await house.token('publisher', claims)}` },
  })
  const json = (await answer.json()) as Readonly<Record<string, unknown>> & {
    readonly errors?: readonly { readonly extensions: { readonly code: string } }[]
  }
  return { status: answer.status, json, code: json.errors?.[0]?.extensions.code }
}
const own = { agency: 'land' }
const operator = { roles: ['operator'] }

describe.sequential('a ministry looks at its own subgraph', () => {
  test('lists what it may look at: its own, and of an operator all', async () => {
    const names = async (claims: object) =>
      ((await get('', { ...claims })).json['ministries'] as { ministry: string }[]).map(
        ({ ministry }) => ministry,
      )
    expect(await names(own)).toEqual(['land'])
    expect(await names(operator)).toEqual(['land', 'population', 'reference'])
    expect(await names({ agency: 'an agency without a subgraph' })).toEqual([])
  })

  test('how it does, and its fields with their classes of data, as they are live', async () => {
    expect(
      (await house.ask('{ provinces { landTotals { count } } }', { role: 'analyst' })).errors,
    ).toEqual([])
    const { json } = await get('/land', own)
    expect(json).toMatchObject({
      ministry: 'land',
      health: 'well',
      breaker: { state: 'closed' },
      windows: [{ minutes: 1, requests: 1, errors: 0 }, {}, {}],
    })
    expect(json['fields']).toContainEqual({
      coordinate: 'LandTotals.count',
      type: 'Int!',
      dataClass: null,
      deprecated: null,
    })
    const published = await house.send('PUT', 'subgraphs/land', {
      agency: 'land',
      body: { sdl: landWithHeight },
    })
    expect(published.status).toBe(200)
    await house.untilLive()
    expect((await get('/land', own)).json['fields']).toContainEqual({
      coordinate: 'LandTotals.height',
      type: 'Float',
      dataClass: null,
      deprecated: 'not kept until 2027-01-01',
    })
  })

  test('two versions, line by line, with who published them', async () => {
    const { status, json } = await get('/land/diff?from=1&to=2', own)
    expect(status).toBe(200)
    expect(json['from']).toMatchObject({ version: 1, publisher: 'lien-thong', released: true })
    expect(json['to']).toMatchObject({ version: 2, publisher: 'test-publisher' })
    expect(JSON.stringify([json['from'], json['to']])).not.toContain('sdl')
    const lines = (json['hunks'] as { mark: string; text: string }[][]).flat()
    expect(lines.filter(({ mark }) => mark === '+').map(({ text }) => text)).toEqual([
      expect.stringContaining('height: Float'),
    ])
    expect((await get('/land/diff?from=2&to=2', own)).json['hunks']).toEqual([])
    expect((await get('/land/diff?from=1&to=9', own)).status).toBe(404)
  })
})

describe('nobody else does', () => {
  const paths = ['/land', '/land/diff?from=1&to=1']
  const others: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ['another ministry’s publisher', { agency: 'population' }],
    ['a publisher without an agency', {}],
    ['an agency in capitals', { agency: 'LAND' }],
    ['a land officer of that agency', { roles: ['land-officer'], agency: 'land' }],
    ['an application of that agency', { roles: ['application'], agency: 'land' }],
    ['a citizen', { roles: ['citizen'] }],
    ['an inspector', { roles: ['inspector'] }],
  ]
  test.each(others)('%s is refused', async (_name, claims) => {
    for (const path of paths)
      expect(await get(path, claims)).toMatchObject({ status: 403, code: 'FORBIDDEN' })
  })

  test('without a token it is 401, and wrong names and numbers are told as such', async () => {
    for (const path of ['', ...paths])
      expect(await get(path, 'nobody')).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
    for (const name of ['/no-such', '/a%20b', '/..%2Fstate', '/__proto__', `/${'x'.repeat(99)}`])
      expect((await get(name, operator)).status).toBe(404)
    for (const query of ['', '?from=0&to=1', '?from=1', '?from=1&to=1e99', "?from=1'--&to=2"])
      expect(await get(`/land/diff${query}`, operator)).toMatchObject({
        status: 400,
        code: 'BAD_USER_INPUT',
      })
  })
})
