import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Misbehaviour, TestMinistry } from './gateway-ministry.ts'
import { type World, openWorld } from './gateway-world.ts'

let world: World
let land: TestMinistry
beforeAll(async () => {
  world = await openWorld({ deadlineMs: 1500, maxAnswerBytes: 100_000 })
  const found = world.ministries['land']
  if (!found) throw new Error('no land')
  land = found
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => {
  land.misbehave = undefined
  world.log.length = 0
})

const report = '{ provinces { code peopleTotals { count } landTotals { count area } } }'
const rows = (landTotals: unknown) => ({
  provinces: [
    { code: '01', peopleTotals: { count: 1 }, landTotals },
    { code: '48', peopleTotals: { count: 0 }, landTotals },
    { code: '79', peopleTotals: { count: 2 }, landTotals },
  ],
})

const json =
  (body: unknown, status = 200): Misbehaviour =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
    return true
  }

const entities = (entity: unknown) => json({ data: { _entities: [entity, entity, entity] } })

describe('a ministry that fails leaves the rest of the answer', () => {
  const secret = 'pin 900000000001 in SELECT * FROM parcel'
  const cases: Readonly<Record<string, Misbehaviour>> = {
    'hangs up': (request) => {
      request.socket.destroy()
      return true
    },
    'answers 500': json({ errors: [{ message: secret }] }, 500),
    'answers 404 with HTML': (_request, response) => {
      response.writeHead(404, { 'content-type': 'text/html' })
      response.end(`<p>${secret}`)
      return true
    },
    redirects: (_request, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:9/' })
      response.end()
      return true
    },
    'answers no JSON': json(`{"data": ${secret}`),
    'answers nothing': json(''),
    'answers null': json('null'),
    'answers a list': json([]),
    'answers neither data nor errors': json({}),
    'answers data of the wrong kind': json({ data: 'text' }),
    'answers errors of the wrong kind': json({ errors: 'text' }),
    'answers no entities': json({ data: {} }),
    'answers too few entities': json({ data: { _entities: [] } }),
    'answers entities of the wrong kind': json({ data: { _entities: [1, 2, 3] } }),
    'answers half': (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' })
      response.write('{"data":{"_entities":[')
      setTimeout(() => response.destroy(), 20)
      return true
    },
    'answers too much': json(JSON.stringify({ data: { _entities: ['x'.repeat(200_000)] } })),
    'reports an error of its own': json({
      data: { _entities: [null, null, null] },
      errors: [
        {
          message: secret,
          path: ['_entities', 0, 'landTotals'],
          extensions: { code: 'X', stacktrace: [secret] },
        },
      ],
    }),
    'reports an error without data': json({ data: null, errors: [{ message: secret }] }, 400),
    'refuses the token': json(
      { errors: [{ message: secret, extensions: { code: 'UNAUTHENTICATED' } }] },
      401,
    ),
  }

  test.each(Object.keys(cases))('%s', async (name) => {
    land.misbehave = cases[name]
    const answer = await world.ask(report, { role: 'analyst' })
    expect(answer.data).toEqual(rows(null))
    expect(answer.status).toBe(200)
    expect(answer.errors).not.toEqual([])
    for (const error of answer.errors) {
      expect(error.message).toBe('A ministry did not answer.')
      expect(error.extensions).toEqual({ code: 'MINISTRY_UNAVAILABLE', ministry: 'land' })
      expect(error.path?.[0]).toBe('provinces')
    }
    expect(answer.text).not.toContain('parcel')
    expect(answer.text).not.toContain('stack')
    expect(world.log.join()).not.toContain('900000000001')
    expect(world.log.join()).toContain(answer.requestId)
  })

  test.each<readonly [string, unknown]>([
    ['a text for an object', { __typename: 'Province', landTotals: 'text' }],
    ['a list for an object', { __typename: 'Province', landTotals: [{ count: 1, area: 1 }] }],
    ['a number for an object', { __typename: 'Province', landTotals: 5 }],
    [
      'an object for a number',
      { __typename: 'Province', landTotals: { count: { a: 1 }, area: 1 } },
    ],
    ['a text for a number', { __typename: 'Province', landTotals: { count: 'many', area: 1 } }],
    ['nothing for what must be', { __typename: 'Province', landTotals: { area: 1 } }],
    [
      'a type that is not',
      { __typename: 'Province', landTotals: { __typename: 'Nowhere', count: 1, area: 1 } },
    ],
    ['the wrong name of a type', { __typename: 7, landTotals: { count: 1, area: 1 } }],
  ])('values that fit no type: %s', async (_what, entity) => {
    land.misbehave = entities(entity)
    const answer = await world.ask(report, { role: 'analyst' })
    expect(answer.status).toBe(200)
    expect(answer.data).toEqual(rows(null))
    expect(answer.errors[0]?.extensions['code']).toBe('MINISTRY_UNAVAILABLE')
    expect(answer.extensions).not.toHaveProperty('valueCompletion')
  })

  test('is down: a field at the root gets its error at its place', async () => {
    land.misbehave = (request) => {
      request.socket.destroy()
      return true
    }
    const answer = await world.ask('{ parcels { geohash } more: parcels { area } }', {
      role: 'officer',
      claims: { roles: ['land-officer'] },
    })
    expect(answer.data).toBeNull()
    expect(answer.status).toBe(200)
    expect(answer.errors.map(({ path }) => path)).toEqual([['parcels'], ['more']])
  })
})

describe('time', () => {
  test('a slow ministry is left at the deadline and the rest answers', async () => {
    const aborted = new Promise<void>((resolve) => {
      land.misbehave = (request) => {
        request.socket.once('close', () => resolve())
        return true
      }
    })
    const began = performance.now()
    const answer = await world.ask(report, { role: 'analyst' })
    expect(performance.now() - began).toBeLessThan(5000)
    expect(answer.data).toEqual(rows(null))
    expect(answer.errors).toEqual([
      {
        message: 'The deadline passed.',
        path: ['provinces'],
        extensions: { code: 'DEADLINE_EXCEEDED', ministry: 'land' },
      },
    ])
    await aborted
  })

  test('a ministry that sends without end is left at the deadline', async () => {
    land.misbehave = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const timer = setInterval(() => response.write(' '), 50)
      response.once('close', () => clearInterval(timer))
      return true
    }
    const answer = await world.ask(report, { role: 'analyst' })
    expect(answer.errors[0]?.extensions['code']).toBe('DEADLINE_EXCEEDED')
  })

  test('a caller who leaves ends the work at the ministry', async () => {
    const leave = new AbortController()
    const ended = new Promise<void>((resolve) => {
      land.misbehave = (request) => {
        request.socket.once('close', () => resolve())
        setTimeout(() => leave.abort(), 20)
        return true
      }
    })
    const gone = fetch(`${world.gateway.url}/graphql`, {
      method: 'POST',
      signal: leave.signal,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await world.token('analyst')}`,
      },
      body: JSON.stringify({ query: report }),
    })
    const began = performance.now()
    await expect(gone).rejects.toThrow()
    await ended
    expect(performance.now() - began).toBeLessThan(1400)
  })
})

describe('what a ministry says itself', () => {
  test.each(['BAD_USER_INPUT', 'COST_EXCEEDED', 'FORBIDDEN', 'DEADLINE_EXCEEDED'])(
    '%s keeps its code and text',
    async (code) => {
      const answer = await world.ask('query ($code: String!) { refusing(code: $code) }', {
        variables: { code },
      })
      expect(answer.status).toBe(200)
      expect(answer.errors).toEqual([
        {
          message: 'an answer of its own',
          path: ['refusing'],
          extensions: { code, ministry: 'population' },
        },
      ])
    },
  )

  test('anything else is unavailable', async () => {
    const answer = await world.ask('{ broken }')
    expect(answer.errors).toEqual([
      {
        message: 'A ministry did not answer.',
        path: ['broken'],
        extensions: { code: 'MINISTRY_UNAVAILABLE', ministry: 'population' },
      },
    ])
  })

  test('an entity that another ministry does not know is null where it may be', async () => {
    const reference = world.ministries['reference']
    // Three people live in two provinces; each is asked about once.
    if (reference) reference.misbehave = json({ data: { _entities: [null, null] } })
    const answer = await world.ask('{ people { pin province { name } } }')
    if (reference) reference.misbehave = undefined
    expect(answer.data).toMatchObject({
      people: [{ province: null }, { province: null }, { province: null }],
    })
    expect(answer.errors[0]).toEqual({
      message: 'A ministry gave no value that the schema accepts here.',
      path: ['people', 0, 'province', 'name'],
      extensions: { code: 'MINISTRY_UNAVAILABLE' },
    })
  })
})
