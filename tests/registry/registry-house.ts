import { join } from 'node:path'
import { openSigningKey, type SigningKey } from '../../auth/signing-key.ts'
import type { RegistryConfig } from '../../gateway/config.ts'
import { type Change, openWorld, type World } from '../federation/gateway-world.ts'
import { land, population, reference } from '../federation/gateway-plans.ts'
import type { MinistryPlan } from '../federation/gateway-ministry.ts'
import { openRegistryTables } from '../support/registry-world.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

export interface House extends World {
  /** Signs the registry's supergraphs. */
  readonly key: SigningKey
  readonly directory: string
  /** As registry_writer. */
  readonly databaseUrl: string
  /** Asks the registry; `as` claims of a publisher of that agency. */
  send(method: string, path: string, sent?: Sent): Promise<Reply>
  /** Until the gateway's generation is the supergraph of the registry; milliseconds that it took. */
  untilLive(url?: string): Promise<number>
}

export interface Sent {
  readonly body?: unknown
  readonly agency?: string
  readonly claims?: Readonly<Record<string, unknown>>
  /** Instead of an access token. */
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: unknown
}

/** Names everything of the small world's ministries that its composition lets stand. */
export const plans: readonly MinistryPlan[] = [
  reference,
  {
    ...population,
    sdl: population.sdl
      .replace('vault: Vault', 'vault: Vault @authenticated')
      .replace('type Vault {', 'type Vault @authenticated {'),
  },
  land,
]

export const followerToken = 'a-shared-secret-of-followers-0123456789'

/** A gateway with a registry, over small ministries, which follows what it publishes. */
export async function openHouse(
  registry: Partial<RegistryConfig> = {},
  contracts: readonly string[] = [],
): Promise<House> {
  const tables = await openRegistryTables()
  const directory = await temporaryDirectory()
  const key = await openSigningKey(join(directory.path, 'registry.jwk.json'))
  const config: Change = async (ministries) => ({
    registry: {
      databaseUrl: tables.url,
      key,
      followerToken,
      needsApproval: () => false,
      useDays: 30,
      seed: ministries.map(({ name, sdl, url }) => ({ name, sdl, url })),
      ...registry,
    },
    consumers: { databaseUrl: tables.url, useIntervalMs: 30, trustedOnly: [] },
    follow: {
      url: undefined,
      token: undefined,
      keys: key.jwks,
      intervalMs: 100,
      copyFolder: join(directory.path, 'copies'),
      contracts,
    },
    mayAsk: (_name, url) => url.startsWith('http://127.0.0.1:'),
  })
  const world = await openWorld(config, plans)
  const send: House['send'] = async (method, path, sent = {}) => {
    const { body, agency, claims, headers } = sent
    const role = claims === undefined ? { agency } : { agency, ...claims }
    const token = sent.token ?? (await world.token('publisher', role))
    const response = await fetch(`${world.gateway.url}/registry/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : undefined,
    }
  }
  return {
    ...world,
    key,
    directory: directory.path,
    databaseUrl: tables.url,
    send,
    async untilLive(url = world.gateway.url) {
      const began = performance.now()
      const { headers } = await send('GET', 'supergraph', { token: followerToken })
      const hash = (headers.get('etag') ?? '').replaceAll('"', '')
      for (;;) {
        const ready = (await (await fetch(`${url}/ready`)).json()) as { generation: string }
        if (ready.generation === hash) return performance.now() - began
        if (performance.now() - began > 10_000) throw new Error('expected it to be live in 10 s')
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]()
      await tables[Symbol.asyncDispose]()
      await directory[Symbol.asyncDispose]()
    },
  }
}
