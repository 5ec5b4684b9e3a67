import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { type Server, createServer, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { SecureContextOptions } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { mintMinistryToken } from '../../auth/ministry-token.ts'
import { permissions } from '../../auth/permission.ts'
import { openPersonKeys } from '../../auth/person-keys.ts'
import { type SigningKey, openSigningKey } from '../../auth/signing-key.ts'
import { openMinistryVerifier } from '../../auth/verify-ministry.ts'
import {
  type CertificateTexts,
  type WatchedCertificate,
  watchedCertificate,
} from '../../auth/watched-certificate.ts'
import { serveMinistry, type ServedMinistry } from '../../subgraphs/kit/serve.ts'
import { reference } from '../../subgraphs/reference/subgraph.ts'
import { type Certified, certificateAuthority } from '../support/certificate-authority.ts'
import { databaseUrl } from '../support/database.ts'
import { allGrants } from '../support/served-ministry.ts'
import { type System, openSystem } from '../support/system.ts'
import { portToKeep } from '../support/port-to-keep.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { quietLog } from '../support/quiet-log.ts'

const authority = certificateAuthority('authority of the test')
const stranger = certificateAuthority('another authority')
const hourAgo = new Date(Date.now() - 3_600_000)
const gatewayNames = ['gateway.test']
const ofGateway = authority.certify({ names: gatewayNames, use: 'client' })
const ofMinistry = authority.certify({ names: ['localhost'], use: 'server' })
const everyMs = 20

const opened: (() => unknown)[] = []
const said: Record<string, unknown>[] = []
let folder: string
let gatewayKey: SigningKey
let served: ServedMinistry
let healthPort: number
let system: System

/** Files of one side's certificate, and whoever follows them. */
async function certificateIn(name: string, { cert, key }: Certified, ca: string) {
  const files = {
    cert: join(folder, `${name}.pem`),
    key: join(folder, `${name}.key`),
    ca: join(folder, `${name}.ca.pem`),
  }
  const latest: Partial<CertificateTexts> = {}
  const put = async (of: Partial<CertificateTexts>): Promise<void> => {
    Object.assign(latest, of)
    for (const [what, text] of Object.entries(of))
      await writeFile(files[what as keyof typeof files], text)
  }
  await put({ cert, key, ca })
  const watched = await watchedCertificate({
    files,
    everyMs,
    tell: (one) => said.push({ name, ...one }),
  })
  opened.push(() => watched.close())
  const expectTaken = () => expect(watched.current()).toEqual(latest)
  return { put, watched, expectTaken }
}

let gatewaySide: Awaited<ReturnType<typeof certificateIn>>
let ministrySide: Awaited<ReturnType<typeof certificateIn>>

beforeAll(async () => {
  const directory = await temporaryDirectory()
  opened.push(() => directory[Symbol.asyncDispose]())
  folder = directory.path
  gatewayKey = await openSigningKey(join(folder, 'gateway.jwk.json'))
  gatewaySide = await certificateIn('gateway', ofGateway, authority.ca)
  ministrySide = await certificateIn('ministry', ofMinistry, authority.ca)
  healthPort = await portToKeep()
  served = await serveReference(ministrySide.watched)
  opened.push(() => served.close())
  const url = served.url.replace('127.0.0.1', 'localhost')
  expect(url).toMatch(/^https:/)
  system = await openSystem(
    { certificate: gatewaySide.watched, ministryUrls: { reference: url, ...(await impostors()) } },
    { gatewayKey },
  )
  opened.push(() => system[Symbol.asyncDispose]())
})
afterAll(async () => {
  for (const close of opened.reverse()) await close()
})

async function serveReference(certificate: WatchedCertificate): Promise<ServedMinistry> {
  return await serveMinistry({
    ministry: reference,
    databaseUrl: databaseUrl('reference', 'reader'),
    poolSize: 2,
    verify: openMinistryVerifier({ jwks: gatewayKey.jwks, ministry: 'reference' }),
    cursorSecret: randomBytes(32),
    personKeys: await openPersonKeys(join(folder, 'persons.jwks.json')),
    host: '127.0.0.1',
    port: 0,
    healthPort,
    tls: { certificate, clientNames: gatewayNames },
    log: quietLog(),
  })
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const seenByImpostors: string[] = []

/** Servers in the place of ministries, each with one thing wrong; they would answer anything. */
async function impostors(): Promise<Record<string, string>> {
  const wrong: Record<string, Parameters<typeof createServer>[0]> = {
    land: stranger.certify({ names: ['localhost'], use: 'server' }),
    health: authority.certify({ names: ['localhost'], use: 'server', until: hourAgo }),
    education: authority.certify({ names: ['education.test'], use: 'server' }),
    population: { ...ofMinistry, ca: stranger.ca, requestCert: true, rejectUnauthorized: true },
  }
  const urls = Object.entries(wrong).map(async ([name, options]) => {
    const server = createServer(options ?? {}, (asked, response) => {
      seenByImpostors.push(`${name} ${asked.headers.authorization}`)
      response.setHeader('content-type', 'application/json').end('{"data":{}}')
    })
    const port = await listening(server)
    opened.push(() => {
      server.closeAllConnections()
      server.close()
    })
    return [name, `https://localhost:${port}/graphql`] as const
  })
  return Object.fromEntries(await Promise.all(urls))
}

const provinces = '{ provinces(first: 2) { nodes { code } } }'

/** What a caller with such a certificate gets from the ministry: a status, or the reason of the refusal. */
async function asks(options: SecureContextOptions & { path?: string }): Promise<number | string> {
  const errand = {
    caller: { id: 'test', roles: [] },
    ministry: 'reference',
    grants: allGrants,
    permissions,
    requestId: 'test',
  }
  const token = await mintMinistryToken(gatewayKey, errand, new Date())
  return await new Promise((resolve) => {
    const { port } = new URL(served.url)
    const asked = request(
      {
        ...options,
        host: 'localhost',
        port,
        path: options.path ?? '/graphql',
        method: 'POST',
        agent: false,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      },
      (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      },
    )
    asked.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    asked.end(JSON.stringify({ query: provinces }))
  })
}

describe.sequential('gateway and ministry show each other certificates', () => {
  test('a question is answered over TLS', async () => {
    const { body } = await system.ask('analyst', provinces)
    expect(body.errors).toBeUndefined()
    expect(body.data).toEqual({ provinces: { nodes: [{ code: '01' }, { code: '04' }] } })
    expect(await asks({ ...ofGateway, ca: authority.ca })).toBe(200)
  })

  const { ca } = authority
  test.each<[string, SecureContextOptions]>([
    ['without a certificate', { ca }],
    ['of another authority', { ca, ...stranger.certify({ names: gatewayNames, use: 'client' }) }],
    [
      'expired',
      { ca, ...authority.certify({ names: gatewayNames, use: 'client', until: hourAgo }) },
    ],
    ['for servers alone', { ca, ...authority.certify({ names: gatewayNames, use: 'server' }) }],
    ['of another name', { ca, ...authority.certify({ names: ['land.test'], use: 'both' }) }],
    ['in TLS 1.2', { ca, ...ofGateway, maxVersion: 'TLSv1.2' }],
  ])('a ministry refuses a caller %s, whatever its token and path', async (_what, options) => {
    for (const path of ['/graphql', '/live'])
      expect(await asks({ ...options, path })).toMatch(/^(ERR_SSL_|ECONNRESET|EPIPE|EPROTO)/)
  })

  test('plain HTTP reaches nothing but the port of health, which says a word', async () => {
    const plain = served.url.replace('https:', 'http:')
    await expect(fetch(plain)).rejects.toThrow('fetch failed')
    const health = `http://127.0.0.1:${healthPort}`
    expect(await (await fetch(`${health}/live`)).json()).toEqual({ status: 'live' })
    expect(await (await fetch(`${health}/ready`)).json()).toEqual({ status: 'ready' })
    for (const path of ['/graphql', '/', '/ready/', '/live?x=1'])
      expect((await fetch(`${health}${path}`)).status).toBe(404)
    const posted = await fetch(`${health}/live`, { method: 'POST', body: '{}' })
    expect(posted.status).toBe(404)
  })

  test('the gateway gives no token to a ministry of the wrong authority, time or name', async () => {
    const { body, status } = await system.ask(
      'analyst',
      `{ province(code: "01") { name personTotals { count } parcelTotals { count }
         prescriptionTotals { count } enrolmentTotals { count } } }`,
    )
    expect(status).toBe(200)
    expect(body.data).toEqual({
      province: {
        name: 'Hà Nội',
        personTotals: null,
        parcelTotals: null,
        prescriptionTotals: null,
        enrolmentTotals: null,
      },
    })
    const { errors = [] } = body
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(
      errors.map(() => 'MINISTRY_UNAVAILABLE'),
    )
    const named = new Set(errors.map(({ extensions }) => String(extensions['ministry'])))
    expect(named).toEqual(new Set(['education', 'health', 'land', 'population']))
    expect(JSON.stringify(body)).not.toMatch(/certificate|ssl|tls|authority|localhost|altname/i)
    expect(seenByImpostors).toEqual([])
  })

  test('a certificate without its key is refused, and the one before it stays', async () => {
    const next = authority.certify({ names: ['localhost'], use: 'server' })
    await ministrySide.put({ cert: next.cert })
    await vi.waitFor(
      () =>
        expect(said).toContainEqual({
          name: 'ministry',
          wrong: expect.stringMatching(/ministry\.key: expected the private key of .*got another/),
        }),
      10_000,
    )
    expect((await system.ask('analyst', provinces)).body.errors).toBeUndefined()
    await ministrySide.put({ key: next.key })
    await vi.waitFor(
      () => expect(said).toContainEqual({ name: 'ministry', until: expect.stringMatching(/Z$/) }),
      10_000,
    )
  })

  test('both sides move to a new authority without a failed request; the old one is refused then', async () => {
    const heir = certificateAuthority('the next authority')
    const both = `${authority.ca}${heir.ca}`
    const answers: unknown[] = []
    const over = new AbortController()
    const asking = Array.from({ length: 4 }, async () => {
      while (!over.signal.aborted)
        answers.push((await system.ask('analyst', provinces)).body.errors ?? 'well')
    })
    const step = async (...puts: readonly Promise<void>[]): Promise<void> => {
      await Promise.all(puts)
      await vi.waitFor(ministrySide.expectTaken, { timeout: 30_000 })
      await vi.waitFor(gatewaySide.expectTaken, { timeout: 30_000 })
      const enough = answers.length + 8
      await vi.waitFor(() => expect(answers.length).toBeGreaterThanOrEqual(enough), {
        timeout: 60_000,
      })
    }
    await step(ministrySide.put({ ca: both }), gatewaySide.put({ ca: both }))
    await step(
      ministrySide.put(heir.certify({ names: ['localhost'], use: 'server' })),
      gatewaySide.put(heir.certify({ names: gatewayNames, use: 'client' })),
    )
    await step(ministrySide.put({ ca: heir.ca }), gatewaySide.put({ ca: heir.ca }))
    over.abort()
    await Promise.all(asking)
    expect(new Set(answers)).toEqual(new Set(['well']))
    expect(answers.length).toBeGreaterThan(20)
    expect(await asks({ ...ofGateway, ca: heir.ca })).toMatch(/^(ERR_SSL_|ECONNRESET|EPIPE|EPROTO)/)
    const own = heir.certify({ names: gatewayNames, use: 'client' })
    expect(await asks({ ...own, ca: heir.ca })).toBe(200)
  })

  test('a ministry that will stop says so, and still answers, on connections that end', async () => {
    served.leave()
    const ready = await fetch(`http://127.0.0.1:${healthPort}/ready`)
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'stopping' }])
    expect((await fetch(`http://127.0.0.1:${healthPort}/live`)).status).toBe(200)
    expect((await system.ask('analyst', provinces)).body.errors).toBeUndefined()
  })
})
