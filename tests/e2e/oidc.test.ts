import { type RequestListener, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import { type Configuration, Provider } from 'oidc-provider'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openTokenVerifier } from '../../auth/verify-caller.ts'

type Alg = 'EdDSA' | 'ES256' | 'RS256' | 'PS256'

const audience = 'lien-thong'

const unavailable: RequestListener = (_, response) => response.writeHead(500).end()
const garbled: RequestListener = (_, response) => response.end('<html>')

/** An HTTP server whose handler can be changed under way, and which counts what it is asked. */
async function openHost() {
  const asked: string[] = []
  let handler: RequestListener = unavailable
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    handler(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    serve: (next: RequestListener) => {
      handler = next
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A real OpenID provider that signs JWT access tokens for one client (RFC 9068). */
async function providerOf(issuer: string, alg: Alg): Promise<Provider> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  const options: Configuration = {
    clients: [
      {
        client_id: 'ministry-app',
        client_secret: 'a-secret-of-this-test',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        id_token_signed_response_alg: alg,
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg, use: 'sig' }] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:lien-thong',
        getResourceServerInfo: () => ({
          scope: '',
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 600,
          jwt: { sign: { alg } },
        }),
      },
    },
    extraTokenClaims: () => ({
      roles: 'officer auditor-of-nothing',
      provinces: ['01'],
    }),
  }
  return new Provider(issuer, options)
}

async function tokenFrom(issuer: string): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa('ministry-app:a-secret-of-this-test')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  })
  const { access_token: token } = (await response.json()) as { access_token?: string }
  if (token === undefined) throw new Error(`the provider answered ${response.status}`)
  return token
}

let host: Awaited<ReturnType<typeof openHost>>
beforeEach(async () => {
  host = await openHost()
})
afterEach(async () => {
  vi.useRealTimers()
  await host.close()
})
beforeAll(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  vi.spyOn(console, 'info').mockImplementation(() => undefined)
})
afterAll(() => vi.restoreAllMocks())

async function serveProvider(alg: Alg): Promise<void> {
  const callback = (await providerOf(host.url, alg)).callback()
  host.serve((request, response) => void callback(request, response))
}

describe('tokens of a real OpenID provider', () => {
  test.each<Alg>(['EdDSA', 'ES256', 'RS256', 'PS256'])('signed %s are verified', async (alg) => {
    await serveProvider(alg)
    const verify = await openTokenVerifier({ issuer: host.url, audience })
    const caller = await verify(await tokenFrom(host.url), new Date())
    expect(caller).toEqual({
      id: 'ministry-app',
      roles: ['officer'],
      client: 'ministry-app',
      provinces: ['01'],
      communes: [],
      facilities: [],
      institutions: [],
    })
  })

  test('are verified with keys that are read once', async () => {
    await serveProvider('ES256')
    const verify = await openTokenVerifier({ issuer: host.url, audience })
    const tokens = await Promise.all([1, 2, 3, 4, 5].map(() => tokenFrom(host.url)))
    await Promise.all(tokens.map((token) => verify(token, new Date())))
    expect(host.asked.filter((path) => path === '/jwks')).toHaveLength(1)
    expect(host.asked.filter((path) => path.startsWith('/.well-known'))).toHaveLength(1)
  })

  test('for another audience are refused', async () => {
    await serveProvider('ES256')
    const verify = await openTokenVerifier({ issuer: host.url, audience: 'another' })
    await expect(verify(await tokenFrom(host.url), new Date())).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    })
  })
})

function forgedToken(kid: string): string {
  const header = Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'JWT', kid }))
  return `${header.toString('base64url')}.e30.c2ln`
}

describe('rotation', () => {
  test('a new key is followed, and tokens of the old one end within a minute', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    await serveProvider('ES256')
    const verify = await openTokenVerifier({ issuer: host.url, audience })
    const old = await tokenFrom(host.url)
    await verify(old, new Date())

    await serveProvider('ES256')
    vi.setSystemTime(Date.now() + 6000)
    const renewed = await tokenFrom(host.url)
    await expect(verify(renewed, new Date())).resolves.toMatchObject({ id: 'ministry-app' })
    vi.setSystemTime(Date.now() + 61_000)
    await expect(verify(old, new Date())).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    await expect(verify(renewed, new Date())).resolves.toBeDefined()
  })

  test('forged key ids do not make a flood on the provider', async () => {
    await serveProvider('ES256')
    const verify = await openTokenVerifier({ issuer: host.url, audience })
    await verify(await tokenFrom(host.url), new Date())
    const before = host.asked.length
    const forged = Array.from({ length: 200 }, (_, n) => forgedToken(`k${n}`))
    const results = await Promise.allSettled(forged.map((token) => verify(token, new Date())))
    expect(results.every(({ status }) => status === 'rejected')).toBe(true)
    expect(host.asked.length - before).toBeLessThanOrEqual(1)
  })
})

describe('a provider that is not as it should be', () => {
  test('one that states another issuer stops the start', async () => {
    const callback = (await providerOf('https://issuer.example', 'ES256')).callback()
    host.serve((request, response) => void callback(request, response))
    await expect(openTokenVerifier({ issuer: host.url, audience })).rejects.toThrow(
      `expected issuer ${host.url}, got https://issuer.example`,
    )
  })

  test('one without a key set stops the start', async () => {
    host.serve((_, response) => response.end(JSON.stringify({ issuer: host.url })))
    await expect(openTokenVerifier({ issuer: host.url, audience })).rejects.toThrow(/jwks_uri/)
  })

  test('one whose keys come by plain http from elsewhere stops the start', async () => {
    const statement = { issuer: host.url, jwks_uri: 'http://keys.example/jwks' }
    host.serve((_, response) => response.end(JSON.stringify(statement)))
    await expect(openTokenVerifier({ issuer: host.url, audience })).rejects.toThrow(/https/)
    await expect(openTokenVerifier({ issuer: 'http://issuer.example', audience })).rejects.toThrow(
      /https/,
    )
  })

  test('one out of reach is KEYS_UNAVAILABLE until it is back', async () => {
    await serveProvider('ES256')
    const token = await tokenFrom(host.url)
    const { serve } = host
    const working = (await providerOf(host.url, 'ES256')).callback()
    for (const failure of [unavailable, garbled]) {
      serve(failure)
      const verify = await openTokenVerifier({ issuer: host.url, audience })
      await expect(verify(token, new Date())).rejects.toMatchObject({ code: 'KEYS_UNAVAILABLE' })
      serve((request, response) => void working(request, response))
      await new Promise((resolve) => setTimeout(resolve, 1100))
      const renewed = await tokenFrom(host.url)
      await expect(verify(renewed, new Date())).resolves.toMatchObject({ id: 'ministry-app' })
    }
  })

  test('one whose key set fails after discovery is KEYS_UNAVAILABLE too', async () => {
    const callback = (await providerOf(host.url, 'ES256')).callback()
    host.serve((request, response) => {
      if (request.url === '/jwks') response.writeHead(500).end()
      else void callback(request, response)
    })
    const verify = await openTokenVerifier({ issuer: host.url, audience })
    await expect(verify(await tokenFrom(host.url), new Date())).rejects.toMatchObject({
      code: 'KEYS_UNAVAILABLE',
    })
  })
})
