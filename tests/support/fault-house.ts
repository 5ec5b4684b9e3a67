import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { loadData } from '../../deploy/data/load-data.ts'
import { personaToken } from '../../deploy/development-issuer.ts'
import type { DatabaseRole } from '../../deploy/database-name.ts'
import { type Cluster, openCluster } from '../../deploy/local/cluster.ts'
import { freePort } from '../../deploy/local/free-port.ts'
import type { MinistryName } from '../../deploy/ministry-name.ts'
import { readSettings } from '../../deploy/settings.ts'
import { postgresProcesses, postmasterOf } from '../bench/postgres-processes.ts'
import { type Launched, launch } from './command-line.ts'
import { type MinistryWay, ministryWay } from './ministry-way.ts'
import { portToKeep } from './port-to-keep.ts'
import { recordSecret } from './record-secret.ts'
import { recordedSpans } from './recorded-telemetry.ts'
import { type Severable, severable } from './severable.ts'
import { temporaryDirectory } from './temporary-directory.ts'

export interface FaultAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly data: Readonly<Record<string, unknown>> | null | undefined
  /** `code ministry path` of each error, the same ones once. */
  readonly errors: readonly string[]
  readonly provenance: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** From the question to the whole answer. */
  readonly ms: number
}

/** Gateway, ministries and PostgreSQL, each a process of its own, with ways between them that can be spoilt. */
export interface FaultHouse extends AsyncDisposable {
  /** Asks as a persona; a gateway that breaks off makes it fail. */
  ask(query: string, persona?: string): Promise<FaultAnswer>
  /** A persona's access token for a purpose. */
  token(persona: string, purpose: string): Promise<string>
  /** Closes the connections that `ask` keeps open; the next question opens one. */
  hangUp(): Promise<void>
  readonly gateway: () => Launched
  readonly gatewayUrl: string
  readonly ministry: (name: MinistryName) => Launched
  /** Starts a ministry again that was killed; resolves as soon as its process runs. */
  startMinistry(name: MinistryName): Launched
  /** From the gateway to a ministry. */
  readonly way: (name: MinistryName) => MinistryWay
  /** From the gateway to the audit journal. */
  readonly journal: Severable
  /** The database of land alone. */
  readonly landDatabase: OwnDatabase
}

/** A database of one ministry in a server of its own. */
export interface OwnDatabase {
  readonly url: (role: DatabaseRole | 'admin') => string
  stop(): Promise<void>
  /** Ends all its processes at once. */
  kill(): Promise<void>
  start(): Promise<void>
}

export interface FaultHouseOptions {
  /** Databases of the other ministries, and of the gateway with its journal. */
  readonly databases: (database: string, role: DatabaseRole) => string
  /** Settings of the gateway. */
  readonly environment?: Readonly<Record<string, string>>
  /** Where the files of land's database lie; a folder of the house's own otherwise. */
  readonly landFiles?: string
  /** Variables of the gateway and of its ministries. */
  readonly everywhere?: Readonly<Record<string, string>>
  /** How many people of each persona ask in turns [1]: one alone would use up its figures of the day. */
  readonly crowd?: number
}

export const served = ['reference', 'population', 'land'] as const satisfies MinistryName[]
/** Connections of a ministry to its database. */
const poolSize = 4

/**
 * Opens the house of three ministries, reference, population and land. Health is configured by an address that speaks
 * no TLS, and education by a name that nobody has.
 */
export async function openFaultHouse(options: FaultHouseOptions): Promise<FaultHouse> {
  const opened: (() => PromiseLike<unknown>)[] = []
  const closeAll = async (): Promise<void> => {
    for (const close of opened.splice(0).reverse()) await close()
  }
  try {
    const directory = await temporaryDirectory()
    opened.push(() => directory[Symbol.asyncDispose]())
    const landDatabase = await ownDatabase(options.landFiles ?? directory.path)
    opened.push(() => landDatabase.stop())
    const journal = await severable(options.databases('gateway', 'writer'))
    opened.push(() => journal[Symbol.asyncDispose]())

    const port = String(await portToKeep())
    const shared = {
      PORT: port,
      LIEN_THONG_LOG_LEVEL: 'warn',
      ...recordedSpans(),
      ...options.everywhere,
    }
    const ports = new Map<MinistryName, string>()
    const ways = new Map<MinistryName, MinistryWay>()
    const ministries = new Map<MinistryName, Launched>()
    const startMinistry = (name: MinistryName): Launched => {
      const database =
        name === 'land' ? landDatabase.url('reader') : options.databases(name, 'reader')
      const process = launch(['subgraph', name, '--port', ports.get(name) ?? ''], {
        directory: directory.path,
        environment: {
          ...shared,
          [`${name.toUpperCase()}_DATABASE_URL`]: database,
          LIEN_THONG_POOL_SIZE: String(poolSize),
        },
      })
      ministries.set(name, process)
      return process
    }
    opened.push(() => Promise.all([...ministries.values()].map(stopped)))
    for (const name of served) {
      ports.set(name, String(await portToKeep()))
      const way = await ministryWay(`http://127.0.0.1:${ports.get(name)}/graphql`)
      ways.set(name, way)
      opened.push(() => way[Symbol.asyncDispose]())
    }
    const addresses = [...ways].map(([name, way]) => [`${name.toUpperCase()}_URL`, way.url])
    const { host } = new URL(ways.get('population')?.url ?? '')
    addresses.push(['HEALTH_URL', `https://${host}/graphql`])
    // Never a name of anybody's (RFC 6761, 6.4).
    addresses.push(['EDUCATION_URL', 'http://education.invalid:4005/graphql'])
    let gateway: Launched | undefined
    const startGateway = async (): Promise<void> => {
      gateway = launch(['gateway'], {
        directory: directory.path,
        environment: {
          ...shared,
          ...(Object.fromEntries(addresses) as Record<string, string>),
          GATEWAY_DATABASE_URL: journal.url,
          ...options.environment,
        },
      })
      await gateway.said(/http:\/\/\S+/)
    }
    opened.push(async () => gateway && (await stopped(gateway)))
    // The first process makes the keys that the others read.
    await startGateway()
    await Promise.all(served.map((name) => startMinistry(name).said(/http:\/\/\S+/)))

    const settings = readSettings({ PORT: port, LIEN_THONG_DATA_DIR: directory.path })
    const tokens = new Map<string, Promise<string | undefined>>()
    const { crowd = 1 } = options
    let turn = 0
    const newPool = () => new Pool(`http://127.0.0.1:${port}`, { connections: 256 })
    let pool = newPool()
    opened.push(() => pool.destroy())
    const known = <T>(value: T | undefined): T => {
      if (value === undefined) throw new Error('expected a part of the house that runs')
      return value
    }
    return {
      gatewayUrl: `http://127.0.0.1:${port}`,
      gateway: () => known(gateway),
      ministry: (name) => known(ministries.get(name)),
      startMinistry,
      async hangUp() {
        await pool.destroy()
        pool = newPool()
      },
      way: (name) => known(ways.get(name)),
      journal,
      landDatabase,
      async ask(query, persona = 'analyst') {
        const subject = crowd > 1 ? `${persona}-${turn++ % crowd}` : undefined
        const asker = subject ?? persona
        const token = tokens.get(asker) ?? personaToken(settings, persona, { subject })
        tokens.set(asker, token)
        return await asked(pool, query, (await token) ?? '')
      },
      token: async (persona, purpose) => (await personaToken(settings, persona, { purpose })) ?? '',
      [Symbol.asyncDispose]: closeAll,
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}

/** Parcels of a few people, who are among those of the other databases. */
async function ownDatabase(directory: string): Promise<OwnDatabase> {
  const place = { directory, log: () => undefined }
  let cluster: Cluster | undefined = await openCluster(place)
  const first = cluster
  const urlOf = (role: DatabaseRole | 'admin'): string => first.url({ database: 'land', role })
  const targets = new Map([['land', urlOf('owner')] as const])
  await loadData({ people: 200, seed: 1, dirt: 0, recordSecret, targets })
  const stop = async (): Promise<void> => {
    await cluster?.stop()
    cluster = undefined
  }
  return {
    url: urlOf,
    stop,
    async kill() {
      for (const pid of postgresProcesses(await postmasterOf(urlOf('owner'))))
        try {
          process.kill(pid, 'SIGKILL')
        } catch {
          // A process of one connection, which ended meanwhile.
        }
      await stop()
    },
    async start() {
      // Whoever dials the port while nobody listens may be given it for its own end, and the server would take another.
      while ((await freePort(first.port)) !== first.port) await sleep(50)
      cluster = await openCluster(place)
    },
  }
}

async function asked(pool: Pool, query: string, token: string): Promise<FaultAnswer> {
  const began = performance.now()
  const { statusCode, headers, body } = await pool.request({
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  })
  const answer = (await body.json()) as Body
  const errors = (answer.errors ?? []).map(({ extensions: { code, ministry }, path = [] }) =>
    [code, ministry, path.filter((part) => typeof part === 'string').join('.')].join(' ').trim(),
  )
  return {
    status: statusCode,
    headers,
    data: answer.data,
    errors: [...new Set(errors)],
    provenance: answer.extensions?.provenance ?? {},
    ms: performance.now() - began,
  }
}

interface Body {
  readonly data?: FaultAnswer['data']
  readonly errors?: readonly {
    readonly path?: readonly (string | number)[]
    readonly extensions: { readonly code: string; readonly ministry?: string }
  }[]
  readonly extensions?: { readonly provenance?: FaultAnswer['provenance'] }
}

/** Milliseconds until an answer is as it should be, asked again and again; fails after ten seconds. */
export async function timeUntil(isThere: () => Promise<boolean>): Promise<number> {
  const began = performance.now()
  for (;;) {
    if (await isThere().catch(() => false)) return performance.now() - began
    if (performance.now() - began > 10_000) throw new Error('not normal again after ten seconds')
    await sleep(20)
  }
}

async function stopped(process: Launched): Promise<void> {
  // A process that a test froze hears no other signal.
  process.child.kill('SIGCONT')
  process.child.kill('SIGTERM')
  const late = setTimeout(() => process.child.kill('SIGKILL'), 8000)
  await process.ended
  clearTimeout(late)
}
