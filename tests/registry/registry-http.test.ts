import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { supergraphReader } from '../../gateway/registry/signed-supergraph.ts'
import { digest } from '../../schema/registry/digest.ts'
import { land } from '../federation/gateway-plans.ts'
import { followerToken, type House, openHouse, type Sent } from './registry-house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house[Symbol.asyncDispose]())

const withoutArea = land.sdl.replace('count: Int! area: Float', 'count: Int!')
const landWith = (fields: string) =>
  land.sdl.replace('count: Int! area: Float', `count: Int! area: Float ${fields}`)
const operator = { claims: { roles: ['operator'] } }
const codeOf = (json: unknown) =>
  (json as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code

/** Asks without a pause, twice at once, until it is told to end. */
function underLoad(query: string) {
  const over = new AbortController()
  let answered = 0
  const failed: unknown[] = []
  const asking = [0, 1].map(async () => {
    while (!over.signal.aborted) {
      const { status, errors } = await house.ask(query, { role: 'analyst' })
      if (status === 200 && errors.length === 0) answered++
      else failed.push([status, errors])
    }
  })
  return {
    async end() {
      over.abort()
      await Promise.all(asking)
      return { failed, answered }
    },
  }
}

describe.sequential('the registry over HTTP', () => {
  test('a publish is live within two seconds, and back again, without a failed request', async () => {
    const load = underLoad('{ provinces { code landTotals { count } } }')
    const began = performance.now()
    const published = await house.send('PUT', 'subgraphs/land', {
      agency: 'land',
      body: { sdl: withoutArea, message: 'areas are wrong' },
    })
    expect(published.json).toEqual({
      state: 'live',
      subgraph: 'land',
      version: 2,
      release: 4,
      notes: [expect.stringMatching(/removes LandTotals\.area: .* \[CHANGE_UNUSED\]$/)],
    })
    await house.untilLive()
    expect(performance.now() - began).toBeLessThan(10_000)
    const query = '{ provinces { landTotals { count area } } }'
    const [error] = (await house.ask(query, { role: 'analyst' })).errors
    expect(error?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED')

    const back = await house.send('POST', 'subgraphs/land/rollback', {
      agency: 'land',
      body: { version: 1, message: 'too early' },
    })
    expect(back.json).toMatchObject({ state: 'live', version: 1, release: 5 })
    await house.untilLive()
    expect((await house.ask(query, { role: 'analyst' })).errors).toEqual([])
    const { failed, answered } = await load.end()
    expect(failed).toEqual([])
    expect(answered).toBeGreaterThan(10)
  })

  test('what does not compose is refused with its problems, and nothing changes', async () => {
    const before = await house.send('GET', 'subgraphs', operator)
    const { status, json } = await house.send('PUT', 'subgraphs/land', {
      agency: 'land',
      body: { sdl: landWith('x: Nothing') },
    })
    expect(status).toBe(422)
    expect(json).toMatchObject({
      errors: [{ extensions: { code: 'SCHEMA_REFUSED', problems: [{ code: 'INVALID_GRAPHQL' }] } }],
    })
    expect((await house.send('GET', 'subgraphs', operator)).json).toEqual(before.json)
  })

  test('a field of another ministry stays with it', async () => {
    const before = await house.send('GET', 'subgraphs', operator)
    const sdl = land.sdl
      .replace('"@external"', '"@external", "@override"')
      .replace(/type Person .*\{ pin: ID!/, '$& fullName: String! @override(from: "population")')
    expect(sdl).toContain('fullName: String! @override')
    for (const [method, path, status] of [
      ['PUT', 'subgraphs/land', 422],
      ['POST', 'subgraphs/land/check', 200],
    ] as const) {
      const answer = await house.send(method, path, { agency: 'land', body: { sdl } })
      expect(answer.status).toBe(status)
      expect(answer.text).toContain('"code":"CHANGES_OTHERS"')
      expect(answer.text).toContain('"coordinate":"Person.fullName"')
    }
    expect((await house.send('GET', 'subgraphs', operator)).json).toEqual(before.json)
  })

  test('an address is told to its owner and operators alone', async () => {
    const addresses = async (who: Sent) => {
      const { text, json } = await house.send('GET', 'subgraphs', who)
      const versions = await house.send('GET', 'subgraphs/land/versions', who)
      const { subgraphs } = json as { subgraphs: { name: string; url?: string }[] }
      const named = subgraphs.filter(({ url }) => url !== undefined).map(({ name }) => name)
      return { named, seen: [text, versions.text].map((one) => one.includes(landUrl)) }
    }
    const live = (await house.send('GET', 'subgraphs', operator)).json as {
      subgraphs: { name: string; url: string }[]
    }
    const landUrl = live.subgraphs.find(({ name }) => name === 'land')?.url ?? ''
    expect(landUrl).toMatch(/^http:/)
    const all = ['land', 'population', 'reference']
    expect(await addresses(operator)).toEqual({ named: all, seen: [true, true] })
    expect(await addresses({ agency: 'land' })).toEqual({ named: ['land'], seen: [true, true] })
    const none = [false, false]
    expect(await addresses({ agency: 'health' })).toEqual({ named: [], seen: none })
    expect(await addresses({ claims: { roles: ['inspector'] } })).toEqual({ named: [], seen: none })
  })

  test('nobody acts under the name that the registry itself publishes under', async () => {
    const body = { sdl: landWith('ok: Int') }
    const named = { agency: 'land', claims: { sub: 'lien-thong' }, body }
    for (const [method, path] of [
      ['PUT', 'subgraphs/land'],
      ['POST', 'subgraphs/land/check'],
    ] as const) {
      const answer = await house.send(method, path, named)
      expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('FORBIDDEN')])
    }
  })

  test('a check says what would become of it, and changes nothing', async () => {
    const send = (sdl: string) =>
      house.send('POST', 'subgraphs/land/check', { agency: 'land', body: { sdl } })
    expect((await send(landWith('ok: Int'))).json).toEqual({ problems: [], notes: [] })
    expect((await send('type {')).json).toMatchObject({
      problems: [{ code: 'SDL_SYNTAX', file: 'land.graphql', line: 1 }],
    })
    expect((await house.send('GET', 'releases', operator)).text).not.toContain('ok: Int')
  })

  test('the supergraph: tagged by its content, signed, and only once', async () => {
    const whole = await house.send('GET', 'supergraph', { token: followerToken })
    const etag = whole.headers.get('etag')
    expect(etag).toBe(`"${digest(whole.text)}"`)
    const jws = whole.headers.get('x-supergraph-signature') ?? ''
    const { json: keys } = await house.send('GET', 'keys')
    const read = supergraphReader(keys as Parameters<typeof supergraphReader>[0])
    expect(await read({ text: whole.text, jws }, 'whole')).toMatchObject({ seq: 5 })
    for (const known of [etag, `"other", ${etag}`, `W/${etag}`, '*']) {
      const headers = { 'if-none-match': known ?? '' }
      const again = await house.send('GET', 'supergraph', { token: followerToken, headers })
      expect({ known, status: again.status, text: again.text }).toEqual({
        known,
        status: 304,
        text: '',
      })
    }
    const headers = { 'if-none-match': `"${digest('other')}"` }
    expect((await house.send('GET', 'supergraph', { token: followerToken, headers })).status).toBe(
      200,
    )
    expect((await house.send('GET', 'supergraph?variant=none', operator)).status).toBe(404)
  })

  test('history: releases, versions, texts and their difference', async () => {
    const releases = await house.send('GET', 'releases?limit=2', operator)
    expect(releases.json).toMatchObject({
      releases: [
        { seq: 5, kind: 'rollback', subgraph: 'land', version: 1, message: 'too early' },
        { seq: 4, kind: 'publish', version: 2, message: 'areas are wrong' },
      ],
    })
    const earlier = await house.send('GET', 'releases?before=4', operator)
    expect(
      (earlier.json as { releases: { seq: number }[] }).releases.map(({ seq }) => seq),
    ).toEqual([3, 2, 1])
    const versions = await house.send('GET', 'subgraphs/land/versions', { agency: 'health' })
    expect(versions.json).toMatchObject({
      versions: [
        {
          version: 2,
          publisher: 'test-publisher',
          released: true,
          hash: digest(withoutArea),
        },
        { version: 1, publisher: 'lien-thong' },
      ],
    })
    const sdl = await house.send('GET', 'subgraphs/land/versions/2/sdl', { agency: 'land' })
    expect(sdl.text).toBe(withoutArea)
    const diff = await house.send('GET', 'subgraphs/land/diff?from=1&to=2', { agency: 'land' })
    expect(diff.text.split('\n').filter((line) => /^[-+]/.test(line))).toEqual([
      '--- land 1',
      '+++ land 2',
      expect.stringMatching(/^-.*area: Float }$/),
      expect.stringMatching(/^\+.*count: Int! }$/),
    ])
  })

  const sdl = landWith('never: Int')
  test.each([
    ['PUT', 'subgraphs/land', { agency: 'land' }, true],
    ['PUT', 'subgraphs/land', { agency: 'health' }, false],
    ['PUT', 'subgraphs/land', {}, false],
    ['PUT', 'subgraphs/land', { claims: { roles: ['land-officer'], agency: 'land' } }, false],
    ['PUT', 'subgraphs/land', operator, false],
    ['PUT', 'subgraphs/land', { token: followerToken }, false],
    ['POST', 'subgraphs/land/check', { agency: 'health' }, false],
    ['POST', 'subgraphs/land/check', operator, false],
    ['POST', 'subgraphs/land/rollback', { agency: 'health' }, false],
    ['POST', 'subgraphs/land/rollback', operator, true],
    ['POST', 'subgraphs/land/versions/2/approve', { agency: 'health' }, false],
    ['POST', 'subgraphs/land/versions/2/approve', operator, false],
    ['GET', 'supergraph', operator, true],
    ['GET', 'supergraph', { token: followerToken }, true],
    ['GET', 'supergraph', { token: `${followerToken}x` }, false],
    ['GET', 'supergraph', { agency: 'land' }, false],
    ['GET', 'supergraph', { claims: { roles: ['analyst'] } }, false],
    ['GET', 'releases', { claims: { roles: ['inspector'] } }, true],
    ['GET', 'releases', { claims: { roles: ['citizen'] } }, false],
    ['GET', 'subgraphs', { agency: 'health' }, true],
    ['GET', 'subgraphs', { claims: { roles: ['application'] } }, false],
    ['GET', 'subgraphs/land/versions', { claims: { roles: ['analyst'] } }, false],
    ['GET', 'subgraphs/land/versions/1/sdl', { agency: 'health' }, false],
    ['GET', 'subgraphs/land/versions/1/sdl', operator, true],
    ['GET', 'subgraphs/land/diff?from=1&to=2', { agency: 'health' }, false],
    ['GET', 'subgraphs/land/diff?from=1&to=2', operator, true],
  ] as const)('%s %s as %j: %s', async (method, path, who, may) => {
    const body = path.endsWith('rollback') ? { version: 1 } : { sdl }
    const { status, json } = await house.send(method, path, {
      ...who,
      ...(method === 'GET' ? {} : { body }),
    })
    if (may) expect(status).toBe(200)
    else expect(['FORBIDDEN', 'UNAUTHENTICATED']).toContain(codeOf(json))
  })

  test.each([
    ['no token', 'PUT', 'subgraphs/land', { token: 'x y' }, 401],
    ['a name that is none', 'PUT', 'subgraphs/Land', { agency: 'Land', body: { sdl } }, 404],
    ['another name that is none', 'PUT', 'subgraphs/a%2Fb', { agency: 'a/b', body: { sdl } }, 404],
    ['no SDL', 'PUT', 'subgraphs/land', { agency: 'land', body: {} }, 400],
    ['a field too many', 'PUT', 'subgraphs/land', { agency: 'land', body: { sdl, x: 1 } }, 400],
    ['no address', 'PUT', 'subgraphs/land', { agency: 'land', body: { sdl, url: 'x' } }, 400],
    [
      'no version',
      'POST',
      'subgraphs/land/rollback',
      { agency: 'land', body: { version: 0 } },
      400,
    ],
    [
      'a version that is none',
      'POST',
      'subgraphs/land/rollback',
      { agency: 'land', body: { version: 77 } },
      404,
    ],
    ['no page', 'GET', 'releases?limit=101', operator, 400],
    ['no version of a path', 'GET', 'subgraphs/land/versions/x/sdl', operator, 400],
    [
      'a name that every object has',
      'PUT',
      'subgraphs/constructor',
      { agency: 'constructor', body: { sdl } },
      404,
    ],
    [
      'a zero byte',
      'PUT',
      'subgraphs/land',
      { agency: 'land', body: { sdl: `${land.sdl} # \0` } },
      400,
    ],
    [
      'half a character',
      'POST',
      'subgraphs/land/rollback',
      { agency: 'land', body: { version: 1, message: 'a\uD800' } },
      400,
    ],
    ['no JSON', 'PUT', 'subgraphs/land', { agency: 'land', body: '{' }, 400],
  ] as const)('%s', async (...[, method, path, sent, status]) => {
    const answer = await house.send(method, path, sent)
    expect(answer.status).toBe(status)
    expect(codeOf(answer.json)).toMatch(/^(BAD_USER_INPUT|UNAUTHENTICATED)$/)
  })

  test('an address that nobody allowed is refused; SDL has a size', async () => {
    const send = (body: unknown) => house.send('PUT', 'subgraphs/land', { agency: 'land', body })
    const foreign = await send({ sdl, url: 'http://169.254.169.254/latest/meta-data' })
    expect(foreign.json).toMatchObject({
      errors: [{ extensions: { problems: [{ code: 'URL_NOT_ALLOWED' }] } }],
    })
    const padded = (length: number) => `${land.sdl}\n#`.padEnd(length, 'x')
    expect((await send({ sdl: padded(1_048_576) })).status).toBe(200)
    expect((await send({ sdl: padded(1_048_577) })).status).toBe(400)
    const huge = await send({ sdl: padded(7_000_000) })
    expect(codeOf(huge.json)).toBe('DOCUMENT_TOO_LARGE')
  })

  test('everything that was tried is in the log, and no token is', () => {
    const lines = house.log.map((line) => JSON.parse(line) as Record<string, unknown>)
    const tried = lines.filter(({ msg }) => String(msg).startsWith('registry: '))
    expect(tried.filter(({ msg }) => msg === 'registry: done').length).toBeGreaterThan(3)
    expect(tried.filter(({ code }) => code === 'SCHEMA_REFUSED').length).toBeGreaterThan(0)
    expect(tried[0]).toMatchObject({
      caller: 'test-publisher',
      agency: 'land',
      route: 'PUT /registry/subgraphs/:name',
      params: { name: 'land' },
      outcome: { state: 'live', version: 2 },
    })
    expect(house.log.join('')).not.toContain(followerToken)
  })
})
