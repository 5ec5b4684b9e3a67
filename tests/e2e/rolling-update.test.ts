import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openSigningKey } from '../../auth/signing-key.ts'
import { personaToken } from '../../deploy/development-issuer.ts'
import { gatewayConfig } from '../../deploy/gateway-config.ts'
import { serveFromSettings, type ServedFromSettings } from '../../deploy/serve-from-settings.ts'
import { readSettings } from '../../deploy/settings.ts'
import { openGateway } from '../../gateway/server.ts'
import { reference as referenceMinistry } from '../../subgraphs/reference/subgraph.ts'
import { startMinistry } from '../federation/gateway-ministry.ts'
import { land, population, reference } from '../federation/gateway-plans.ts'
import { compose } from '../federation/gateway-world.ts'
import { type Balancer, openBalancer } from '../support/balancer.ts'
import { type Launched, launch } from '../support/command-line.ts'
import { databaseUrl } from '../support/database.ts'
import { type OpenidProvider, openidProvider } from '../support/openid-provider.ts'
import { portToKeep } from '../support/port-to-keep.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

/** Time that replicas say that they go before they do: the balancer asks every 100 ms. */
const drainMs = 4000

/** Between two questions of a caller: the processor is for the gateways that start. */
const pauseMs = 20

/** Two gateways as processes behind a balancer, asked all the time by several callers. */
describe('two replicas behind a balancer', () => {
  const opened: AsyncDisposable[] = []
  const replicas = new Map<number, Launched>()
  const outcomes = new Map<string, number>()
  const over = new AbortController()
  let asking: readonly Promise<void>[] = []
  let provider: OpenidProvider
  let balancer: Balancer
  let folder: string
  let supergraph: string
  let ministries: Awaited<ReturnType<typeof startMinistry>>[]

  const start = async (port: number): Promise<void> => {
    const replica = launch(['gateway', '--supergraph', supergraph], {
      directory: folder,
      environment: {
        PORT: String(port),
        OIDC_ISSUER: provider.issuer,
        OIDC_AUDIENCE: 'vn-reports',
        GATEWAY_DATABASE_URL: databaseUrl('gateway', 'writer'),
        LIEN_THONG_GATEWAY_NAME: `rolling-${port}`,
        LIEN_THONG_DRAIN_MS: String(drainMs),
        LIEN_THONG_LOG_LEVEL: 'error',
      },
    })
    replicas.set(port, replica)
    opened.push(replica)
    await replica.said(/http:\S+/)
    await vi.waitFor(() => expect(balancer.takes(port)).toBe(true), { timeout: 60_000 })
  }
  /** As an orchestrator ends a process. Answers what it said at the end. */
  const stop = async (port: number) => {
    const replica = replicas.get(port)
    replica?.child.kill('SIGTERM')
    return await replica?.ended
  }
  const asked = () => [...outcomes.values()].reduce((sum, count) => sum + count, 0)
  const someMore = async (requests: number): Promise<void> => {
    const enough = asked() + requests
    await vi.waitFor(() => expect(asked()).toBeGreaterThanOrEqual(enough), { timeout: 60_000 })
  }

  beforeAll(async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    vi.spyOn(console, 'info').mockImplementation(() => undefined)
    const directory = await temporaryDirectory()
    opened.push(directory)
    folder = directory.path
    provider = await openidProvider('vn-reports')
    opened.push(provider)
    ministries = await Promise.all([reference, population, land].map(startMinistry))
    opened.push(...ministries)
    supergraph = join(folder, 'supergraph.graphql')
    await writeFile(supergraph, compose(ministries))
    const ports = [await portToKeep(), await portToKeep()]
    balancer = await openBalancer(ports)
    opened.push(balancer)
    await Promise.all(ports.map(start))
    const token = await provider.token({ roles: 'analyst' })
    asking = Array.from({ length: 4 }, async () => {
      while (!over.signal.aborted) {
        const outcome = await ask(`${balancer.url}/graphql`, token).catch(() => 'no answer')
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
        await after(pauseMs)
      }
    })
  })
  afterAll(async () => {
    over.abort()
    await Promise.all(asking)
    await Promise.all([...replicas.keys()].map(stop))
    for (const one of opened.reverse()) await one[Symbol.asyncDispose]()
  })

  test('each is replaced, and a new supergraph comes and goes, without a failed request', async () => {
    const [one = 0, other = 0] = replicas.keys()
    await someMore(50)
    for (const port of [one, other]) {
      const ending = stop(port)
      // It says that it goes, and goes on answering, before it is gone.
      await vi.waitFor(async () => {
        const ready = await fetch(`http://127.0.0.1:${port}/ready`)
        expect([ready.status, ready.headers.get('connection')]).toEqual([503, 'close'])
      })
      expect((await fetch(`http://127.0.0.1:${port}/live`)).status).toBe(200)
      expect(await ending).toMatchObject({ code: 0, err: '' })
      expect(balancer.takes(port)).toBe(false)
      await someMore(20)
      await start(port)
      await someMore(20)
    }
    const served = async () =>
      await Promise.all(
        [one, other].map(async (port) => {
          const ready = await fetch(`http://127.0.0.1:${port}/ready`)
          return ((await ready.json()) as { readonly generation: string }).generation
        }),
      )
    const [first] = await served()
    const height = land.sdl.replace('area: Float', 'area: Float height: Float')
    const taller = ministries.map((ministry) =>
      ministry.name === 'land' ? { ...ministry, sdl: height } : ministry,
    )
    for (const next of [taller, ministries]) {
      const before = await served()
      await writeFile(supergraph, compose(next))
      await vi.waitFor(
        async () => expect((await served()).every((id) => !before.includes(id))).toBe(true),
        { timeout: 30_000, interval: 200 },
      )
      await someMore(20)
    }
    expect(await served()).toEqual([first, first])
    await after(200)
    expect([...outcomes.keys()]).toEqual(['well'])
    process.stdout.write(`0 failed of ${asked()} requests\n`)
    for (const port of [one, other]) expect(balancer.handed.get(port)).toBeGreaterThan(20)
  })
})

test('replicas of a ministry are replaced one after the other without a failed request', async () => {
  await using directory = await temporaryDirectory()
  const ports = [await portToKeep(), await portToKeep()]
  await using balancer = await openBalancer(ports)
  const settings = readSettings({ LIEN_THONG_DATA_DIR: directory.path, PORT: '0' })
  const log = pino({ level: 'silent' })
  const telemetry = { metrics: undefined, tracing: undefined }
  const { jwks } = await openSigningKey(settings.gatewayKeyFile)
  const start = async (port: number): Promise<ServedFromSettings> => {
    const place = { databaseUrl: databaseUrl('reference', 'reader'), port, log, telemetry }
    const served = await serveFromSettings(settings, referenceMinistry, {
      ...place,
      gatewayKeys: { jwks },
    })
    await vi.waitFor(() => expect(balancer.takes(port)).toBe(true), { timeout: 60_000 })
    return served
  }
  const replicas = new Map<number, ServedFromSettings>()
  for (const port of ports) replicas.set(port, await start(port))
  const config = await gatewayConfig(settings, {
    supergraphFile: undefined,
    open: false,
    // Named and never reached: the journal is off below.
    auditDatabaseUrl: 'postgresql://nobody@127.0.0.1:9/none',
    ministryUrls: { reference: `${balancer.url}/graphql` },
    log,
  })
  const gateway = await openGateway({ ...config, audit: 'off', warm: false })
  const token = (await personaToken(settings, 'analyst')) ?? ''
  const outcomes: string[] = []
  const over = new AbortController()
  const query = '{ provinces(first: 3) { nodes { code name } } }'
  const asking = Array.from({ length: 4 }, async () => {
    while (!over.signal.aborted)
      outcomes.push(await ask(`${gateway.url}/graphql`, token, query).catch(String))
  })
  const someMore = async (count: number): Promise<void> => {
    const enough = outcomes.length + count
    await vi.waitFor(() => expect(outcomes.length).toBeGreaterThanOrEqual(enough), {
      timeout: 60_000,
    })
  }
  try {
    for (const port of ports) {
      await someMore(20)
      // As `lien-thong subgraph` does when it is told to end.
      replicas.get(port)?.leave()
      await vi.waitFor(() => expect(balancer.takes(port)).toBe(false), { timeout: 60_000 })
      await someMore(20)
      await replicas.get(port)?.close()
      await someMore(20)
      replicas.set(port, await start(port))
    }
    await someMore(20)
  } finally {
    over.abort()
    await Promise.all(asking)
    await gateway.close()
    for (const served of replicas.values()) await served.close()
  }
  expect(new Set(outcomes)).toEqual(new Set(['well']))
  for (const port of ports) expect(balancer.handed.get(port)).toBeGreaterThan(20)
})

/** `well`, or what was wrong. */
async function ask(
  url: string,
  token: string,
  query = '{ provinces { code name } }',
): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  })
  const text = await response.text()
  if (response.status !== 200) return `${response.status} ${text}`
  const { errors, data } = JSON.parse(text) as {
    readonly errors?: unknown
    readonly data?: unknown
  }
  return errors === undefined && data !== null ? 'well' : text
}
