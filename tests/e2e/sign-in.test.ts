import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { liveSession } from '../../gateway/session/session.ts'
import { pageDocuments, referenceDocument } from '../../gateway/trusted/page-documents.ts'
import { type ConsoleSystem, openConsoleSystem } from '../support/console-system.ts'
import {
  openFieldGateway,
  openSignInGateway,
  type SignInGateway,
} from '../support/sign-in-gateway.ts'
import { type SignInProvider, signInProvider } from '../support/sign-in-provider.ts'
import {
  beginSignIn,
  choosePersona,
  cookieHeader,
  type Jar,
  signedIn,
  signInAt,
  step,
} from '../support/signed-in.ts'

const own = { 'x-console': '1' }

test('where the provider does not know the console, its page says what to set; the API is there', async () => {
  const provider = await signInProvider('http://localhost:9', { roles: ['analyst'] })
  await using gateway = await openFieldGateway({
    page: { current: () => 'building' },
    settings: async () => ({ OIDC_ISSUER: provider.issuer }),
  })
  for (const path of ['/', '/ask', '/ministry/land', '/console/sign-in?to=/']) {
    const answer = await fetch(`${gateway.url}${path}`)
    expect([answer.status, answer.headers.get('content-type')], path).toEqual([
      503,
      'text/html; charset=utf-8',
    ])
    const text = await answer.text()
    expect(text).toContain('Người vận hành: đăng ký bảng điều khiển')
    expect(text).toContain('set OIDC_CLIENT_ID')
  }
  expect((await fetch(`${gateway.url}/console/small-page.css`)).status).toBe(200)
  expect((await fetch(`${gateway.url}/live`)).status).toBe(200)
  const asked = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ __typename }"}',
  })
  expect(asked.status).toBe(401)
  await provider[Symbol.asyncDispose]()
})

test.each([
  ['*', true],
  ['lien-thong-console', true],
  ['another', false],
])(
  'whether free questions are closed to the page, where %s asks registered documents alone',
  async (only, closed) => {
    await using gateway = await openSignInGateway({
      consumers: {
        // Named and not reached: nothing is asked.
        databaseUrl: 'postgresql://nobody@127.0.0.1:9/none',
        useIntervalMs: 60_000,
        trustedOnly: [only],
      },
    })
    const cookie = await signedIn(gateway.url, 'analyst')
    const answer = await fetch(`${gateway.url}/console/session`, { headers: { cookie, ...own } })
    expect(await answer.json()).toMatchObject({ signedIn: true, onlyRegistered: closed })
    if (!closed) return
    const codeOf = async (query: string): Promise<unknown> => {
      const asked = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { cookie, ...own, 'content-type': 'application/json' },
        body: JSON.stringify({ query, operationName: null }),
      })
      const { errors } = (await asked.json()) as { errors: { extensions: { code: string } }[] }
      return errors[0]?.extensions.code
    }
    // What the page asks is judged, as far as this gateway of one field has it; nobody asks whether it is registered.
    for (const text of [...Object.values(pageDocuments), referenceDocument('provinces')]) {
      expect(await codeOf(text)).toBe('GRAPHQL_VALIDATION_FAILED')
      expect(await codeOf(`${text} `)).toBe('REGISTRY_UNAVAILABLE')
    }
  },
)

describe('with the development issuer', () => {
  let system: ConsoleSystem
  beforeAll(async () => {
    system = await openConsoleSystem()
  })
  afterAll(() => system[Symbol.asyncDispose]())

  test('its metadata names all that the flow needs', async () => {
    const answer = await fetch(`${system.url}/dev/oidc/.well-known/openid-configuration`)
    expect(await answer.json()).toMatchObject({
      issuer: `${system.url}/dev/oidc`,
      authorization_endpoint: `${system.url}/dev/oidc/authorize`,
      token_endpoint: `${system.url}/dev/oidc/token`,
      end_session_endpoint: `${system.url}/dev/oidc/end-session`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'client_credentials'],
      code_challenge_methods_supported: ['S256'],
    })
  })

  test('a browser that signed in asks with its cookie, on every route', async () => {
    const cookie = await system.cookie('analyst')
    const headers = { cookie, ...own }
    const session = await fetch(`${system.url}/console/session`, { headers })
    expect(session.headers.get('cache-control')).toBe('no-store')
    const told = (await session.json()) as Record<string, unknown>
    expect(told).toMatchObject({
      signedIn: true,
      name: 'Chuyên viên phân tích',
      roles: [{ id: 'analyst', title: { vi: 'Chuyên viên phân tích', en: 'Analyst' } }],
      development: true,
      purposes: [expect.objectContaining({ id: 'epidemic-response', emergency: true })],
      may: {
        rows: false,
        stats: true,
        quality: true,
        registry: false,
        audit: false,
        state: false,
        ownData: false,
        tokens: true,
      },
    })
    expect(new Date(String(told['expiresAt'])).getTime()).toBeGreaterThan(
      Date.now() + 7 * 3_600_000,
    )
    const asked = await fetch(`${system.url}/graphql`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"query":"{ provinces(first: 1) { nodes { name personTotals { count } } } }"}',
    })
    expect(await asked.json()).toMatchObject({
      data: { provinces: { nodes: [{ name: 'Hà Nội' }] } },
    })
    const schema = await fetch(`${system.url}/schema.graphql`, {
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
    })
    expect(await schema.text()).toContain('type Query')
  })

  test.each([
    ['citizen', { rows: true, stats: false, ownData: true, tokens: false, audit: false }],
    ['officer', { rows: true, stats: true, ownData: false, tokens: true, registry: false }],
    ['publisher:land', { rows: false, registry: true, state: false, tokens: true }],
    ['inspector', { rows: false, audit: true, state: true, registry: true }],
    ['operator', { rows: false, audit: false, state: true, registry: true }],
  ])('what %s is shown', async (persona, may) => {
    const cookie = await system.cookie(persona)
    const answer = await fetch(`${system.url}/console/session`, { headers: { cookie, ...own } })
    const told = (await answer.json()) as {
      may: object
      agency?: string
      purposes: { id: string }[]
    }
    expect(told.may).toMatchObject(may)
    if (persona === 'publisher:land') expect(told.agency).toBe('land')
    if (persona === 'citizen') expect(told.purposes.map(({ id }) => id)).toEqual(['citizen-self'])
  })

  test('a citizen’s own export opens from the page, by a link', async () => {
    const cookie = await system.cookie('citizen')
    const answer = await fetch(`${system.url}/me/export`, {
      headers: { cookie, 'sec-fetch-site': 'same-origin', accept: 'text/html' },
    })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('Nguyễn Thị Minh Hòa')
  })

  test('a developer is shown the access token, a citizen is not', async () => {
    const show = async (persona: string) =>
      await fetch(`${system.url}/console/token`, {
        method: 'POST',
        headers: { cookie: await system.cookie(persona), ...own },
      })
    const { accessToken } = (await (await show('analyst')).json()) as { accessToken: string }
    const asked = await fetch(`${system.url}/schema.graphql`, {
      headers: { authorization: `Bearer ${accessToken}` },
    })
    expect(asked.status).toBe(200)
    expect((await show('citizen')).status).toBe(403)
  })

  test('the way back goes on to the path that was asked for, in a page of the same site', async () => {
    const jar: Jar = new Map()
    const back = await choosePersona(
      await beginSignIn(jar, system.url, '/reports/x?y=1&z'),
      'officer',
    )
    const answer = await step(jar, back)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.text()).toContain(
      '<meta http-equiv="refresh" content="0; url=/reports/x?y=1&amp;z">',
    )
    expect([...jar.keys()]).toEqual([`lien-thong-${new URL(system.url).port}.0`])
  })

  test('a file is made with the cookie alone, and not for another site', async () => {
    const cookie = await system.cookie('analyst')
    const body = JSON.stringify({ query: '{ provinces { nodes { code } } }', format: 'csv' })
    const asked = async (headers: Readonly<Record<string, string>>) => {
      const type = { 'content-type': 'application/json' }
      const init = { method: 'POST', headers: { cookie, ...type, ...headers }, body }
      return await fetch(`${system.url}/export`, init)
    }
    const file = await asked(own)
    expect(file.status).toBe(200)
    expect((await file.text()).trimEnd().split('\r\n')).toHaveLength(35)
    for (const headers of [{}, { 'sec-fetch-site': 'cross-site' }])
      expect((await asked(headers)).status).toBe(401)
  })

  test('signing out takes the cookies and leads to the issuer, which leads back', async () => {
    const jar: Jar = new Map()
    await step(jar, await choosePersona(await beginSignIn(jar, system.url), 'operator'))
    const before = cookieHeader(jar)
    const answer = await step(jar, `${system.url}/console/sign-out`, {
      method: 'POST',
      headers: own,
    })
    expect(jar.size).toBe(0)
    const { url } = (await answer.json()) as { url: string }
    const ended = await fetch(url, { redirect: 'manual' })
    expect(ended.headers.get('location')).toBe(`${system.url}/`)
    expect(before).not.toBe('')
    const elsewhere = new URL(url)
    elsewhere.searchParams.set('post_logout_redirect_uri', 'https://evil.example/')
    const stayed = await fetch(elsewhere, { redirect: 'manual' })
    expect([stayed.status, stayed.headers.get('location')]).toEqual([200, null])
  })
})

describe('with a real OpenID provider', () => {
  let provider: SignInProvider
  let gateway: SignInGateway
  beforeAll(async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    vi.spyOn(console, 'info').mockImplementation(() => undefined)
    gateway = await openSignInGateway({
      settings: async (url) => {
        provider = await signInProvider(url, { roles: ['analyst'] })
        return {
          OIDC_ISSUER: provider.issuer,
          OIDC_CLIENT_ID: provider.clientId,
          OIDC_CLIENT_SECRET: provider.clientSecret,
        }
      },
    })
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await gateway[Symbol.asyncDispose]()
    await provider[Symbol.asyncDispose]()
  })

  const browse = () => signInAt(gateway.url, provider.issuer)
  const session = async (jar: Jar) => {
    const answer = await step(jar, `${gateway.url}/console/session`, { headers: own })
    return (await answer.json()) as { signedIn: boolean; name?: string; expiresAt?: string }
  }

  test('signs in with its name, and the token that it gave counts', async () => {
    const { jar, answer } = await browse()
    expect(answer.status).toBe(200)
    expect(await session(jar)).toMatchObject({
      signedIn: true,
      name: 'Lê Văn Thử',
      roles: [{ id: 'analyst' }],
      development: false,
    })
    // The cookies hold no token that a reader could use.
    expect(decodeURIComponent(cookieHeader(jar))).not.toMatch(/eyJ[\w-]+\.eyJ/)
  })

  test('exchanges a token that ends, once for all that ask meanwhile', async () => {
    provider.accessTokenSeconds = 30
    const { jar } = await browse()
    provider.accessTokenSeconds = 600
    const before = provider.asked.filter((path) => path === '/token').length
    const old = new Map(jar)
    const told = await Promise.all([1, 2, 3, 4].map(() => session(new Map(old))))
    expect(new Set(told.map(({ signedIn: yes }) => yes))).toEqual(new Set([true]))
    expect(provider.asked.filter((path) => path === '/token').length - before).toBe(1)
    // A straggler with the old cookie does not use the refresh token a second time.
    const late = new Map(old)
    expect(Date.parse((await session(late)).expiresAt ?? '')).toBeGreaterThan(Date.now() + 500_000)
    expect(cookieHeader(late)).not.toBe(cookieHeader(old))
    expect(provider.asked.filter((path) => path === '/token').length - before).toBe(1)
    expect((await session(late)).signedIn).toBe(true)
  })

  test('a session whose refresh token was revoked is over when its access token is', async () => {
    provider.accessTokenSeconds = 1
    const { jar } = await browse()
    const old = new Map(jar)
    const out = await step(jar, `${gateway.url}/console/sign-out`, { method: 'POST', headers: own })
    const { url } = (await out.json()) as { url: string }
    expect(url.startsWith(`${provider.issuer}/session/end?`)).toBe(true)
    expect(new URL(url).searchParams.get('post_logout_redirect_uri')).toBe(`${gateway.url}/`)
    expect(provider.asked).toContain('/token/revocation')
    await sleep(1100)
    expect(await session(old)).toEqual({ signedIn: false })
    provider.accessTokenSeconds = 600
  })

  test('one that is away leaves the signed-in alone, and says so to others', async () => {
    provider.accessTokenSeconds = 30
    const { jar } = await browse()
    provider.accessTokenSeconds = 600
    provider.isAway = true
    expect((await session(jar)).signedIn).toBe(true)
    const jarOfAnother: Jar = new Map()
    const url = await beginSignIn(jarOfAnother, gateway.url)
    const answer = await step(jarOfAnother, `${gateway.url}/console/callback?code=x&state=y`)
    expect(answer.status).toBe(401)
    expect(url.startsWith(provider.issuer)).toBe(true)
    provider.isAway = false
  })

  test('who has asked enough for a minute waits, and stays signed in when the token is exchanged', async () => {
    let another: SignInProvider | undefined
    await using strict = await openSignInGateway({
      settings: async (url) => {
        another = await signInProvider(url, { roles: ['analyst'] })
        return {
          OIDC_ISSUER: another.issuer,
          OIDC_CLIENT_ID: another.clientId,
          OIDC_CLIENT_SECRET: another.clientSecret,
          LIEN_THONG_REQUESTS_PER_MINUTE: '1',
        }
      },
    })
    if (another === undefined) throw new Error('expected a provider')
    await using opened = another
    opened.accessTokenSeconds = 30
    const { jar } = await signInAt(strict.url, opened.issuer)
    opened.accessTokenSeconds = 600
    const look = (cookies: Jar) => step(cookies, `${strict.url}/console/session`, { headers: own })
    const first = (await (await look(new Map(jar))).json()) as { signedIn: boolean }
    expect(first.signedIn).toBe(true)
    const before = cookieHeader(jar)
    const second = await look(jar)
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, expect.any(String)])
    // The refresh token is used up: what came of it must reach the browser.
    expect(cookieHeader(jar)).not.toBe(before)
  })
})

test('a provider that was never reached is 503, in a page for people', async () => {
  await using gateway = await openSignInGateway({
    settings: async () => ({ OIDC_ISSUER: 'http://127.0.0.1:9', OIDC_CLIENT_ID: 'console' }),
  })
  const answer = await fetch(`${gateway.url}/console/sign-in`, { redirect: 'manual' })
  expect(answer.status).toBe(503)
  expect(await answer.text()).toMatch(/Chưa đăng nhập được.*KEYS_UNAVAILABLE · [\w-]{36}/s)
})

test('an address begins so many sign-ins a minute, and is then told to wait, in a page for people', async () => {
  await using gateway = await openSignInGateway({
    settings: async () => ({ LIEN_THONG_SIGN_INS_PER_MINUTE: '2' }),
  })
  const begin = () => fetch(`${gateway.url}/console/sign-in`, { redirect: 'manual' })
  expect([(await begin()).status, (await begin()).status]).toEqual([302, 302])
  const third = await begin()
  expect(third.status).toBe(429)
  expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await third.text()).toMatch(/Chưa đăng nhập được.*RATE_LIMITED · [\w-]{36}/s)
  const back = await fetch(`${gateway.url}/console/callback?code=x`, { redirect: 'manual' })
  expect(back.status).toBe(429)
})

test('a session ends when it is not used, and at the latest after its whole time', async () => {
  await using gateway = await openSignInGateway({ session: { idleMs: 3000 } })
  const cookie = await signedIn(gateway.url, 'analyst')
  const look = async (): Promise<unknown> =>
    await (await fetch(`${gateway.url}/console/session`, { headers: { cookie, ...own } })).json()
  expect(await look()).toMatchObject({ signedIn: true })
  await sleep(3100)
  expect(await look()).toEqual({ signedIn: false })

  const life = { idleMs: 1000, absoluteMs: 5000 }
  const used = { accessToken: 'x', idToken: 'x', name: 'x', since: 0, used: 4500, tokenUntil: 9000 }
  expect(liveSession(used, life, new Date(4999))).toEqual(used)
  expect(liveSession(used, life, new Date(5000))).toBeUndefined()
  expect(liveSession({ ...used, used: 1000 }, life, new Date(1999))).toBeDefined()
  expect(liveSession({ ...used, used: 1000 }, life, new Date(2000))).toBeUndefined()
})
