import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noncePlace } from '../../gateway/http/console-page.ts'
import { cookieJar } from '../../gateway/session/cookie-jar.ts'
import { sealed, unsealed } from '../../gateway/session/sealed.ts'
import { ownPath } from '../../gateway/session/own-path.ts'
import { openSignInGateway, type SignInGateway } from '../support/sign-in-gateway.ts'
import {
  beginSignIn,
  choosePersona,
  cookieHeader,
  type Jar,
  signedIn,
  step,
} from '../support/signed-in.ts'
import { rawRequest } from './raw-request.ts'

const own = { 'x-console': '1' }
const page = {
  html: `<meta name="csp-nonce" content="${noncePlace}">`,
  files: new Map([['/assets/a-1.js', { type: 'text/javascript', plain: Buffer.from('a') }]]),
}

let gateway: SignInGateway
let cookie: string
beforeAll(async () => {
  gateway = await openSignInGateway({ page: { current: () => page } })
  cookie = await signedIn(gateway.url, 'officer')
})
afterAll(() => gateway[Symbol.asyncDispose]())

/** Who a request is taken for at a route that anybody with a token may ask. */
async function status(headers: Record<string, string>, method = 'GET'): Promise<number> {
  const route = method === 'GET' ? '/schema.graphql' : '/console/token'
  return (await fetch(`${gateway.url}${route}`, { method, headers })).status
}

async function saidTo(headers: readonly string[], path = '/schema.graphql'): Promise<string> {
  const lines = [`GET ${path} HTTP/1.1`, 'connection: close', ...headers]
  return await rawRequest(gateway.url, `${lines.join('\r\n')}\r\n\r\n`)
}

describe('requests that other sites make in a signed-in browser (CSRF)', () => {
  test.each([
    ['with the cookie alone', {}],
    ['from another site', { 'sec-fetch-site': 'cross-site' }],
    ['from another port of the same host', { 'sec-fetch-site': 'same-site' }],
    ['typed, or opened by another program', { 'sec-fetch-site': 'none' }],
    ['cross-site although marked', { 'sec-fetch-site': 'cross-site', ...own }],
    ['marked, from another origin', { origin: 'https://evil.example', ...own }],
    ['marked wrong', { 'x-console': '0' }],
  ])('%s are not the page’s', async (_what, headers) => {
    expect(await status({ cookie, ...headers })).toBe(401)
  })

  test('the page’s own are', async () => {
    expect(await status({ cookie, ...own })).toBe(200)
    expect(await status({ cookie, 'sec-fetch-site': 'same-origin' })).toBe(200)
    expect(await status({ cookie, origin: gateway.url, ...own })).toBe(200)
  })

  test('what changes something takes the header, whatever the browser says', async () => {
    expect(await status({ cookie, 'sec-fetch-site': 'same-origin' }, 'POST')).toBe(401)
    expect(await status({ cookie, 'sec-fetch-site': 'same-origin', ...own }, 'POST')).toBe(200)
    const out = await fetch(`${gateway.url}/console/sign-out`, {
      method: 'POST',
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
    })
    expect(out.status).toBe(403)
    expect(out.headers.getSetCookie()).toEqual([])
  })

  test('no answer lets another origin read it, and no preflight is granted', async () => {
    const asked = await fetch(`${gateway.url}/console/session`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-console',
      },
    })
    expect(asked.status).toBe(405)
    const read = await fetch(`${gateway.url}/console/session`, {
      headers: { cookie, ...own, origin: 'https://evil.example' },
    })
    for (const { headers } of [asked, read])
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    expect(await read.json()).toEqual({ signedIn: false })
  })
})

describe('a token and a cookie together', () => {
  test('the header decides, also when it is wrong', async () => {
    expect(await status({ cookie, ...own, authorization: 'Bearer wrong' })).toBe(401)
    expect(await status({ cookie, ...own, authorization: '' })).toBe(401)
  })
})

describe('DNS rebinding', () => {
  test('under another name the cookie says nothing, and there is neither page nor issuer', async () => {
    const port = new URL(gateway.url).port
    const at = (name: string) => [`host: ${name}:${port}`, `cookie: ${cookie}`, 'x-console: 1']
    expect(await saidTo(at('localhost'))).toMatch(/^HTTP\/1.1 200/)
    expect(await saidTo(at('evil.example'))).toMatch(/^HTTP\/1.1 401/)
    expect(await saidTo(at('localhost.evil.example'))).toMatch(/^HTTP\/1.1 401/)
    expect(await saidTo(at('evil.example'), '/')).toMatch(/^HTTP\/1.1 421/)
    expect(await saidTo(at('evil.example'), '/console/sign-in')).toMatch(/^HTTP\/1.1 421/)
    expect(await saidTo(at('evil.example'), '/dev/oidc/authorize')).toMatch(/^HTTP\/1.1 421/)
    expect(await saidTo(at('127.0.0.1'), '/ask?x=1')).toMatch(
      new RegExp(`^HTTP/1.1 307[^]*location: ${gateway.url}/ask\\?x=1`, 'i'),
    )
  })
})

describe('login CSRF', () => {
  test('an answer of the provider counts only in the browser that began', async () => {
    const [theirs, ours]: Jar[] = [new Map(), new Map()]
    if (theirs === undefined || ours === undefined) throw new Error('expected two jars')
    const back = await choosePersona(await beginSignIn(theirs, gateway.url), 'inspector')
    expect((await step(ours, back)).status).toBe(401)
    await beginSignIn(ours, gateway.url)
    expect((await step(ours, back)).status).toBe(401)
    expect([...ours.keys()].filter((name) => name.endsWith('.0'))).toEqual([])
  })

  test('a code is good once, for its own verifier, its client and its address', async () => {
    const jar: Jar = new Map()
    const begun = await beginSignIn(jar, gateway.url)
    const back = await choosePersona(begun, 'analyst')
    const code = new URL(back).searchParams.get('code') ?? ''
    const exchange = async (change: Record<string, string>) => {
      const form = {
        grant_type: 'authorization_code',
        client_id: 'lien-thong-console',
        redirect_uri: `${gateway.url}/console/callback`,
        code,
        code_verifier: 'v'.repeat(43),
        ...change,
      }
      const answer = await fetch(`${gateway.url}/dev/oidc/token`, {
        method: 'POST',
        body: new URLSearchParams(form),
      })
      return { status: answer.status, body: await answer.json() }
    }
    expect(await exchange({})).toEqual({ status: 400, body: { error: 'invalid_grant' } })
    // Taken away by the wrong attempt: the right browser comes too late.
    expect((await step(jar, back)).status).toBe(401)
    expect(await exchange({ client_id: 'other' })).toMatchObject({ status: 401 })
  })

  test.each([
    ['without PKCE', { code_challenge: undefined }],
    ['with plain PKCE', { code_challenge_method: 'plain' }],
    ['for a token in the address', { response_type: 'token' }],
    ['silently', { prompt: 'none' }],
  ])('the development issuer gives no code %s', async (_what, change) => {
    const url = new URL(await beginSignIn(new Map(), gateway.url))
    for (const [name, value] of Object.entries(change))
      if (value === undefined) url.searchParams.delete(name)
      else url.searchParams.set(name, value)
    const answer = await fetch(url, { redirect: 'manual' })
    const location = answer.headers.get('location') ?? ''
    expect(location.startsWith(`${gateway.url}/console/callback?error=`)).toBe(true)
    expect(new URL(location).searchParams.get('state')).toBe(url.searchParams.get('state'))
  })

  test.each(['https://evil.example/console/callback', 'http://localhost:1/console/callback', 'x'])(
    'nor sends anybody to %s',
    async (address) => {
      const url = new URL(await beginSignIn(new Map(), gateway.url))
      url.searchParams.set('redirect_uri', address)
      const answer = await fetch(url, { redirect: 'manual' })
      expect([answer.status, answer.headers.get('location')]).toEqual([400, null])
    },
  )
})

describe('open redirect', () => {
  const url = 'http://localhost:4000'
  test.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/a/..//evil.example',
    '/./\\evil.example',
    '/%0d%0aset-cookie:x\r\n',
    '\t//evil.example',
    'javascript:alert(1)',
    '/console/sign-in',
    '/console/sign-out',
    '/dev/oidc/authorize',
    '/a b',
    `/${'a'.repeat(2000)}`,
    ['/a', '/b'],
    undefined,
  ])('%j leads to the start', (wanted) => {
    expect(ownPath(wanted, url)).toBe('/')
  })

  test('paths of the page stay', () => {
    for (const path of [
      '/',
      '/ask?tab=2#chart',
      '/reports/land-per-household',
      `/${'a'.repeat(1999)}`,
    ])
      expect(ownPath(path, url)).toBe(path)
  })

  test('a path cannot end its attribute', async () => {
    const jar: Jar = new Map()
    const begun = await beginSignIn(jar, gateway.url, '/ask?"><script>alert(1)</script>')
    const answer = await step(jar, await choosePersona(begun, 'analyst'))
    expect(await answer.text()).not.toContain('<script')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  })
})

describe('cookies that somebody else made', () => {
  const name = () => `lien-thong-${new URL(gateway.url).port}.0`
  const taken = (value: string) => status({ cookie: value, ...own })

  test('a session set beside the browser’s own is no session (cookie tossing)', async () => {
    const other = await signedIn(gateway.url, 'inspector')
    expect(await taken(`${other}; ${cookie}`)).toBe(401)
    expect(await taken(`${cookie}; ${other}`)).toBe(401)
  })

  test('over https no other host, path or plain http can set one', () => {
    const jar = cookieJar('https://console.example')
    const terms = '; Path=/; HttpOnly; SameSite='
    expect(jar.keepSignIn('x', 600)).toBe(
      `__Host-lien-thong-sign-in=x${terms}Lax; Secure; Max-Age=600`,
    )
    expect(jar.keepSession('x', 60)?.[0]).toBe(
      `__Host-lien-thong.0=1~x${terms}Strict; Secure; Max-Age=60`,
    )
    expect(jar.session('lien-thong.0=1~x; lien-thong-443.0=1~x')).toBeUndefined()
  })

  test('a session takes three cookies at most, and all of them', () => {
    const jar = cookieJar('https://console.example')
    const header = (set: readonly string[]) =>
      set
        .map((line) => line.split(';', 1)[0] ?? '')
        .filter((pair) => !pair.endsWith('='))
        .join('; ')
    for (const length of [1, 3500, 3501, 10_500]) {
      const text = 'x'.repeat(length)
      const kept = jar.keepSession(text, 60) ?? []
      expect(kept).toHaveLength(3)
      expect(jar.session(header(kept))).toBe(text)
    }
    const kept = jar.keepSession('x'.repeat(10_500), 60) ?? []
    expect(jar.session(header(kept.slice(0, 2)))).toBeUndefined()
    expect(jar.keepSession('x'.repeat(10_501), 60)).toBeUndefined()
  })

  test('the session’s is strict, and no script reads it', async () => {
    const jar: Jar = new Map()
    const back = await choosePersona(await beginSignIn(jar, gateway.url), 'analyst')
    const answer = await step(jar, back)
    const kept = answer.headers.getSetCookie().find((line) => line.startsWith(`${name()}=1`))
    expect(kept).toMatch(/; Path=\/; HttpOnly; SameSite=Strict; Max-Age=3600$/)
  })

  test('cut, changed, foreign and swapped texts are none', async () => {
    const { keys } = gateway.session
    const whole = cookie.slice(cookie.indexOf('~') + 1)
    expect(await taken(`${name()}=1~${whole}`)).toBe(200)
    const flipped = `${whole.slice(0, 200)}${whole[200] === 'A' ? 'B' : 'A'}${whole.slice(201)}`
    const foreign = [{ kid: keys[0].kid, secret: randomBytes(32) }] as const
    const data = await unsealed(whole, 'session', keys)
    const values = [
      whole.slice(0, -5),
      flipped,
      await sealed(Object(data), 'session', foreign),
      await sealed(Object(data), 'sign-in', keys),
      await sealed({ ...Object(data), since: 0 }, 'session', keys),
      await sealed({}, 'session', keys),
      `${btoa('{"alg":"none"}')}..${btoa('x')}`,
      '',
    ]
    for (const value of values) expect(await taken(`${name()}=1~${value}`), value).toBe(401)
    for (const value of [`2~${whole}`, `0~${whole}`, `9~${whole}`, whole])
      expect(await taken(`${name()}=${value}`), value.slice(0, 3)).toBe(401)
    expect(await taken(`${name()}=1~${await sealed(Object(data), 'session', keys)}`)).toBe(200)
  })

  test('a key that was replaced opens what it sealed until it is taken away', async () => {
    const next = { kid: 'next', secret: randomBytes(32) }
    const [old] = gateway.session.keys
    const data = { a: 1 }
    const before = await sealed(data, 'session', [old])
    expect(await unsealed(before, 'session', [next, old])).toEqual(data)
    expect(await unsealed(before, 'session', [next])).toBeUndefined()
    const after = await sealed(data, 'session', [next, old])
    expect(await unsealed(after, 'session', [old])).toBeUndefined()
  })
})

describe('session fixation', () => {
  test('signing in replaces whatever session a browser had', async () => {
    const jar: Jar = new Map([
      [cookie.slice(0, cookie.indexOf('=')), cookie.slice(cookie.indexOf('=') + 1)],
    ])
    const back = await choosePersona(await beginSignIn(jar, gateway.url), 'analyst')
    await step(jar, back)
    const answer = await step(jar, `${gateway.url}/console/session`, { headers: own })
    expect(await answer.json()).toMatchObject({ roles: [{ id: 'analyst' }] })
    expect(cookieHeader(jar)).not.toContain(cookie)
  })
})

describe('clickjacking, and scripts of others', () => {
  test('no page of signing in may be framed or run a script', async () => {
    const jar: Jar = new Map()
    const authorization = await beginSignIn(jar, gateway.url)
    const pages = [
      await fetch(gateway.url),
      await fetch(authorization),
      await fetch(`${gateway.url}/console/callback?code=x`),
      await step(jar, await choosePersona(authorization, 'analyst')),
    ]
    for (const { headers, url } of pages) {
      expect(headers.get('x-frame-options'), url).toBe('DENY')
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy, url).toContain("default-src 'none'")
      expect(policy, url).toContain("frame-ancestors 'none'")
      expect(policy, url).not.toMatch(/unsafe|https:|\*/)
      expect(headers.get('cache-control'), url).toBe('no-store')
    }
  })

  test('each document has a nonce of its own, and says it', async () => {
    const seen = new Set<string>()
    for (const path of ['/', '/ask', '/reports/x']) {
      const answer = await fetch(`${gateway.url}${path}`)
      const nonce = /content="([\w+/=]+)"/.exec(await answer.text())?.[1] ?? ''
      expect(answer.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`)
      seen.add(nonce)
    }
    expect(seen.size).toBe(3)
  })
})

test('neither log nor refusal holds a token, a code or a cookie', async () => {
  const jar: Jar = new Map()
  const back = await choosePersona(await beginSignIn(jar, gateway.url), 'analyst')
  const refused = await step(new Map(), back)
  const code = new URL(back).searchParams.get('code') ?? 'none'
  const all = `${gateway.logged.join('')}${await refused.text()}`
  expect(gateway.logged.join('')).toContain('sign-in failed')
  for (const secret of [code, cookie.slice(-40), 'eyJ']) expect(all).not.toContain(secret)
})
