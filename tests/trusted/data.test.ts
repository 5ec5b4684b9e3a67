import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { documentIdOf } from '../../gateway/trusted/document-id.ts'
import { type AuditedWorld, openAuditedWorld } from '../audit/audited-world.ts'
import { land, population, reference } from '../federation/gateway-plans.ts'
import { databaseUrl } from '../support/database.ts'
import { type Call, dataCaller } from './data-caller.ts'

// Short: twelve digits at its end would be taken for a personal number.
const application = `data-${randomUUID().slice(0, 8)}`
const other = `other-${randomUUID().slice(0, 8)}`

const documents = {
  Provinces: 'query Provinces { provinces { code name } }',
  Province: 'query Province($code: ID!) { province(code: $code) { code name } }',
  People: `query People($where: PersonFilter, $pin: ID = "900000000001") {
    people(where: $where) { pin fullName province { code } } person(pin: $pin) { fullName }
  }`,
  Listed: `query Listed($names: [String!], $format: String! = "x") {
    listed(names: $names) refusing(code: $format) @include(if: false)
  }`,
  Some: `query Some($with: Boolean! = false) { provinces { code peopleTotals @include(if: $with) { count } } }`,
  Refusing: 'query Refusing($code: String!) { refusing(code: $code) provinces { name } }',
  Alone: 'query Alone($code: String!) { refusing(code: $code) }',
  Parcels: 'query Parcels { parcels { geohash area } }',
} as const
const unnamed = '{ provinces { code } }'
const two = 'query A { provinces { code } } query B { provinces { name } }'

let world: AuditedWorld
const { headersOf, register, data } = dataCaller(() => world, application)
beforeAll(async () => {
  const consumers = {
    databaseUrl: databaseUrl('gateway', 'registry'),
    useIntervalMs: 60_000,
    trustedOnly: [application],
  }
  world = await openAuditedWorld({}, [reference, population, land], { consumers })
  await register(application, [...Object.values(documents), unnamed, two])
})
afterAll(() => world[Symbol.asyncDispose]())

const notThere = {
  type: 'about:blank',
  title: 'Not Found',
  status: 404,
  code: 'DOCUMENT_NOT_TRUSTED',
  detail: 'Nothing stands at this address for the caller.',
}

describe('a registered document over plain HTTP', () => {
  test('is asked by its name, and answers what /graphql answers', async () => {
    const whole = await world.ask(documents.Provinces, { claims: { client_id: application } })
    const { status, type, headers, json } = await data('Provinces')
    expect([status, type]).toEqual([200, 'application/json; charset=utf-8'])
    expect(json.data).toEqual(whole.data)
    expect(Object.keys(json)).toEqual(['data', 'extensions'])
    expect(json.extensions).toMatchObject({
      requestId: headers.get('x-request-id'),
      cost: whole.extensions['cost'],
      provenance: { reference: { requests: 1 } },
    })
    expect(headers.get('cache-control')).toBe('no-store')
    const posted = await data('Provinces', { body: {} })
    expect([posted.status, posted.json.data]).toEqual([200, whole.data])
  })

  test('takes parameters: by GET as text by their types, by POST as JSON', async () => {
    const one = { province: { code: '48', name: 'Đà Nẵng' } }
    expect((await data('Province?code=48')).json.data).toEqual(one)
    expect((await data('Province', { body: { code: '48' } })).json.data).toEqual(one)
    expect((await data('Listed?names=a&names=b')).json.data).toEqual({ listed: 2 })
    expect((await data('Listed', { body: { names: ['a', 'b', 'c'] } })).json.data).toEqual({
      listed: 3,
    })
    const headers = { 'x-purpose': 'population-management' }
    const where = encodeURIComponent(JSON.stringify({ fullName: 'An' }))
    expect((await data(`People?where=${where}`, { headers })).json.data?.['person']).toEqual({
      fullName: 'Nguyễn Văn An',
    })
    expect((await data('Some?with=true', { role: 'analyst' })).json.data).toEqual({
      provinces: [
        { code: '01', peopleTotals: { count: 1 } },
        { code: '48', peopleTotals: { count: 0 } },
        { code: '79', peopleTotals: { count: 2 } },
      ],
    })
  })

  test.each([
    ['Province', 'Variable "$code": expected ID!, got none.'],
    ['Province?code=48&code=01', 'Parameter "code": expected it once, got it 2 times.'],
    [
      'Province?code=48&constructor=1',
      'Expected only the parameters code, format; got constructor.',
    ],
    ['Province?code=48&__proto__=1', 'Expected only the parameters code, format; got __proto__.'],
    ['Province?code=48&900000000001=1', 'got one that is no name.'],
    ['Province?code=48&format=xml', 'Parameter "format": expected one of json, csv.'],
    ['Province?code=48&format=csv&format=json', 'Parameter "format"'],
    ['Some?with=1', 'Parameter "with": expected true or false.'],
    ['People?where=%7B', 'Parameter "where": expected JSON of PersonFilter.'],
    ['People?where=%7B%22__proto__%22:1%7D', 'expected only fields of PersonFilter'],
    ['People?where=%7B%22bornAfter%22:%22x%22%7D', 'expected Int'],
    ['People?where=7', 'expected PersonFilter'],
  ])('refuses %s, and says why', async (path, why) => {
    const refused = await data(path, { headers: { 'x-purpose': 'population-management' } })
    expect([refused.status, refused.type]).toEqual([400, 'application/problem+json; charset=utf-8'])
    expect(refused.json).toMatchObject({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      code: 'BAD_USER_INPUT',
      detail: expect.stringContaining(why) as string,
      requestId: refused.headers.get('x-request-id'),
    })
    expect(refused.text).not.toContain('900000000001')
  })

  test.each([
    [{ code: '48', more: 1 }, 400],
    [{ code: ['48', '01'] }, 400],
    [{ code: { eq: '48' } }, 400],
    [{ code: null }, 400],
    [['48'], 400],
    ['48', 400],
    [{ code: '48' }, 200],
  ])('by POST %j is %i', async (body, status) => {
    expect((await data('Province', { body })).status).toBe(status)
  })

  test('has the newest document of a name, and each by its identifier', async () => {
    const name = 'query Newest { provinces { name } }'
    const code = 'query Newest { provinces { code } }'
    const first = await register(other, [name])
    expect(first.documents).toMatchObject([{ name: 'Newest', address: '/data/Newest' }])
    const keys = async (path: string) => {
      const { provinces } = (await data(path, {}, other)).json.data as { provinces: object[] }
      return Object.keys(provinces[0] ?? {})
    }
    expect(await keys('Newest')).toEqual(['name'])
    await register(other, [code, unnamed])
    expect(await keys('Newest')).toEqual(['code'])
    const { documents: all } = await register(other, [name])
    expect(Object.fromEntries(all.map((one) => [one['documentId'], one['address']]))).toEqual({
      [documentIdOf(name)]: `/data/${documentIdOf(name)}`,
      [documentIdOf(code)]: '/data/Newest',
      [documentIdOf(unnamed)]: null,
    })
    expect(await keys(documentIdOf(name))).toEqual(['name'])
    // Of two in one request the later one.
    const later = [
      'query Newest { provinces { a: code } }',
      'query Newest { provinces { b: code } }',
    ]
    await register(other, later)
    expect(await keys('Newest')).toEqual(['b'])
    for (const text of [later[1], code])
      await fetch(`${world.gateway.url}/documents/${documentIdOf(text ?? '')}`, {
        method: 'DELETE',
        headers: await headersOf({ role: 'application' }, other),
      })
    expect(await keys('Newest')).toEqual(['a'])
  })
})

describe('what is not there for a caller', () => {
  test.each([
    ['a name that nobody registered', 'Nothing', {}, application],
    ['another application’s', 'Provinces', {}, other],
    [
      'a person through no application',
      'Provinces',
      { claims: { client_id: undefined } },
      application,
    ],
    ['an identifier that is not registered', documentIdOf('{ a }'), {}, application],
    ['a document without a name', documentIdOf(unnamed), {}, application],
    ['a document of two operations', 'A', {}, application],
    ['the same by its identifier', documentIdOf(two), {}, application],
    ['one that the roles do not see', 'Parcels', { role: 'analyst' }, application],
    ['the same, with parameters that it has not', 'Parcels?x=1', { role: 'analyst' }, application],
    [
      'the same, with a wrong purpose',
      'Parcels',
      { role: 'analyst', headers: { 'x-purpose': 'no-such' } },
      application,
    ],
    ['the same, as a form that it has not', 'Parcels?format=xml', { role: 'analyst' }, application],
    ['a part of which the roles do not see', 'Some', { role: 'citizen' }, application],
    ['a path out of here', '..%2F..%2Fetc%2Fpasswd', {}, application],
    ['a name of a prototype', '__proto__', {}, application],
    ['a null character', 'Provinces%00', {}, application],
    ['a line feed', 'Provinces%0d%0aX-Other:%201', {}, application],
    ['a quote', "Provinces'%20OR%201=1--", {}, application],
  ] as const)('%s', async (_what, path, call: Call, client) => {
    const refused = await data(path, call, client)
    expect([refused.status, refused.type]).toEqual([404, 'application/problem+json; charset=utf-8'])
    const { requestId, ...problem } = refused.json
    expect([problem, typeof requestId]).toEqual([notThere, 'string'])
    expect(refused.headers.get('x-other')).toBeNull()
  })

  test('is recorded like any refusal, and what is answered like any answer', async () => {
    const before = (await world.records()).length
    await data('Provinces')
    await data('Parcels', { role: 'analyst' })
    await data('Nothing')
    await data('Province?code=48&x=1')
    const records = (await world.records()).slice(before)
    expect(
      records
        .filter(({ kind }) => kind === 'request')
        .map((one) => [one['verdict'], one['coordinates']]),
    ).toEqual([
      ['allowed', ['Province.code', 'Province.name', 'Query.provinces']],
      ['refused', ['Parcel.area', 'Parcel.geohash', 'Query.parcels']],
      ['refused', []],
      ['refused', ['Province.code', 'Province.name', 'Query.province']],
    ])
    const [asked] = records
    expect(asked).toMatchObject({ client: application })
  })
})

describe('the form of an answer', () => {
  const csv = 'text/csv; charset=utf-8; header=present'
  const rows = 'code,name\r\n01,Hà Nội\r\n48,Đà Nẵng\r\n79,Hồ Chí Minh\r\n'

  test.each([
    ['Provinces?format=csv', undefined],
    ['Provinces', 'text/csv'],
    ['Provinces', 'application/json;q=0.5, text/*'],
    ['Provinces?format=csv', 'application/json'],
  ])('%s with Accept %s is CSV', async (path, accept) => {
    const answer = await data(path, { headers: accept === undefined ? {} : { accept } })
    expect([answer.status, answer.type, answer.text]).toEqual([200, csv, rows])
    expect(answer.headers.get('content-disposition')).toContain('filename="Provinces.csv"')
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test.each([
    ['Provinces?format=json', 'text/csv', 200],
    ['Provinces', '*/*', 200],
    ['Provinces', 'text/csv, application/json', 200],
    ['Provinces', 'image/png', 406],
    ['Provinces', 'text/csv;q=0, application/json;q=0', 406],
    ['Listed?format=csv', 'application/json', 200],
    ['Province?code=48', 'text/csv', 406],
  ])('%s with Accept %s is JSON: %i', async (path, accept, status) => {
    const answer = await data(path, { headers: { accept } })
    expect([answer.status, answer.type.includes('json')]).toEqual([status, true])
  })

  test('a body may be asked as CSV too', async () => {
    const posted = await data('Provinces?format=csv', { body: {} })
    expect([posted.type, posted.text]).toEqual([csv, rows])
  })

  test('what a ministry does not answer is a warning beside the rest', async () => {
    const partial = await data('Refusing?code=FORBIDDEN')
    expect([partial.status, partial.json.data]).toEqual([
      200,
      {
        refusing: null,
        provinces: [{ name: 'Hà Nội' }, { name: 'Đà Nẵng' }, { name: 'Hồ Chí Minh' }],
      },
    ])
    expect(partial.json.warnings).toMatchObject([{ code: 'FORBIDDEN', path: ['refusing'] }])
    const asRows = await data('Refusing?code=INTERNAL&format=csv')
    expect([asRows.status, asRows.json['code']]).toEqual([502, 'MINISTRY_UNAVAILABLE'])
  })

  test('nothing but nulls is a problem', async () => {
    const nothing = await data('Alone?code=INTERNAL')
    expect([nothing.status, nothing.type]).toEqual([502, 'application/problem+json; charset=utf-8'])
    expect(nothing.json).toMatchObject({ code: 'MINISTRY_UNAVAILABLE', ministry: 'population' })
  })

  test.each([
    ['BAD_USER_INPUT', 400],
    ['COST_EXCEEDED', 400],
    ['FORBIDDEN', 403],
    ['RATE_LIMITED', 429],
  ])('what a ministry refuses as %s is %i, and no failure of a server', async (code, status) => {
    const refused = await data(`Alone?code=${code}`)
    expect([refused.status, refused.json['code']]).toEqual([status, code])
    const asRows = await data(`Refusing?code=${code}&format=csv`)
    expect([asRows.status, asRows.json['code']]).toEqual([status, code])
  })
})

describe('the door', () => {
  test('takes a token, a purpose and nothing but GET and POST, as /graphql does', async () => {
    const nobody = await data('Provinces', { role: 'nobody' })
    expect([nobody.status, nobody.json['code'], nobody.type]).toEqual([
      401,
      'UNAUTHENTICATED',
      'application/problem+json; charset=utf-8',
    ])
    const unknown = await data('Provinces', { headers: { 'x-purpose': 'no-such' } })
    expect([unknown.status, unknown.json['code']]).toEqual([400, 'BAD_USER_INPUT'])
    for (const method of ['HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH']) {
      const refused = await data('Provinces', { method })
      const there = await fetch(`${world.gateway.url}/graphql`, { method })
      expect([method, refused.status, refused.headers.get('allow')]).toEqual([
        method,
        there.status,
        there.headers.get('allow'),
      ])
      expect(refused.headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  test('bounds what comes in', async () => {
    const long = (characters: number) => data(`Province?code=${'x'.repeat(characters)}`)
    expect((await long(8000)).status).toBe(200)
    expect((await long(17_000)).status).toBe(431)
    const items = (count: number) =>
      data('Listed', { body: { names: Array<string>(count).fill('a') } })
    expect((await items(10_000)).status).toBe(200)
    const refused = await items(10_001)
    expect([refused.status, refused.json['code'], refused.json['limit']]).toEqual([
      413,
      'DOCUMENT_TOO_LARGE',
      'listItems',
    ])
    const huge = await data('Listed', { body: { names: ['x'.repeat(262_144)] } })
    expect([huge.status, huge.json['limit'], huge.json['allowed']]).toEqual([
      413,
      'bodyBytes',
      262_144,
    ])
    const named = (length: number) => `query ${'N'.repeat(length)} { provinces { code } }`
    const registered = await register(application, [named(100), named(101)])
    expect((await data('N'.repeat(100))).status).toBe(200)
    expect((await data('N'.repeat(101))).status).toBe(414)
    const addresses = new Map(
      registered.documents.map(({ documentId, address }) => [documentId, address]),
    )
    expect(addresses.get(documentIdOf(named(100)))).toBe(`/data/${'N'.repeat(100)}`)
    expect(addresses.get(documentIdOf(named(101)))).toBeNull()
  })

  test.each([
    ['{"code": "48", "__proto__": {"x": 1}}', 400],
    ['{"code": "48"', 400],
    ['', 400],
  ])('refuses the body %s', async (body, status) => {
    const response = await fetch(`${world.gateway.url}/data/Province`, {
      method: 'POST',
      headers: { ...(await headersOf({})), 'content-type': 'application/json' },
      body,
    })
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ])
  })

  test('gives back what it leased, also of what it refuses', async () => {
    const state = await fetch(`${world.gateway.url}/console/state`, {
      headers: await headersOf({ role: 'operator' }),
    })
    const { endpoints } = (await state.json()) as {
      endpoints: { generations: { leases: number }[] }[]
    }
    expect(endpoints[0]?.generations.map(({ leases }) => leases)).toEqual([0])
  })
})
