import { join } from 'node:path'
import { Pool } from 'undici'
import { mintMinistryToken, type MinistryErrand } from '../../auth/ministry-token.ts'
import { openSigningKey } from '../../auth/signing-key.ts'
import { permissions } from '../../auth/permission.ts'
import { ensureData } from '../../deploy/data/ensure-data.ts'
import { ensureJournal } from '../../gateway/audit/ensure-journal.ts'
import { openCluster } from '../../deploy/local/cluster.ts'
import { portToKeep } from '../support/port-to-keep.ts'
import { type MinistryName, ministryNames } from '../../deploy/ministry-name.ts'
import { developmentIssuerUrl } from '../../deploy/development-issuer.ts'
import { readSettings } from '../../deploy/settings.ts'
import { type AccessToken, accessTokens } from './access-token.ts'
import { type Child, startChild } from './child.ts'
import { postmasterOf } from './postgres-processes.ts'

export interface HouseOptions {
  readonly people: number
  /** Those that run; each in a process of its own, as the gateway does. */
  readonly ministries: readonly MinistryName[]
  /** Whether a second gateway runs that records nothing, to compare with. */
  readonly unrecorded?: boolean
  /** How many gateways; one unless given. */
  readonly gateways?: number
  /** Settings of each of them, in their order, beside those of all. */
  readonly settingsOfGateways?: readonly Readonly<Record<string, string>>[]
  /** Settings beside those that every bench needs. */
  readonly settings?: Readonly<Record<string, string>>
  /** False: servers run where the system puts them, instead of on one processor away from who asks. */
  readonly pinned?: boolean
}

export interface Place {
  readonly pid: number
  readonly url: string
  /** Posts JSON, and answers the `data` of a GraphQL answer without errors. */
  readonly post: (body: unknown, token?: string) => Promise<unknown>
}

/** The parts of the house as in production: one process each, over the databases of `.data/bench`. */
export interface House extends AsyncDisposable {
  readonly gateway: Place
  /** All of them, that one first. */
  readonly gateways: readonly Place[]
  /** As the gateway, without the audit journal; where it was asked for. */
  readonly unrecorded: Place | undefined
  readonly ministries: Readonly<Record<string, Place>>
  /** Hand-written SQL behind node:http. */
  readonly bare: Place
  readonly postmaster: number
  readonly databaseUrl: (ministry: MinistryName) => string
  /** As its owner, whom no server of the house is. */
  readonly ownerUrl: (database: string) => string
  readonly accessToken: AccessToken
  readonly ministryToken: (
    ministry: MinistryName,
    grants: MinistryErrand['grants'],
    caller?: string,
  ) => Promise<string>
}

const directory = join('.data', 'bench')
/** Where servers are measured, away from what asks them. */
const serverProcessor = 1

export async function openHouse({
  people,
  ministries,
  unrecorded = false,
  gateways = 1,
  settingsOfGateways = [],
  settings: more = {},
  pinned = true,
}: HouseOptions): Promise<House> {
  const opened: AsyncDisposable[] = []
  const close = async (): Promise<void> => {
    for (const one of opened.splice(0).reverse()) await one[Symbol.asyncDispose]()
  }
  try {
    const cluster = await openCluster({ directory: join(directory, String(people)), log: note })
    opened.push({ [Symbol.asyncDispose]: () => cluster.stop() })
    await ensureData({
      people,
      seed: 1,
      dirt: 0.01,
      recordSecret: Buffer.alloc(32, 1),
      targets: new Map(
        ministryNames.map((name) => [name, cluster.url({ database: name, role: 'owner' })]),
      ),
    })
    await ensureJournal(cluster.url({ database: 'gateway', role: 'owner' }))
    const port = await portToKeep()
    const databaseUrl = (name: MinistryName) => cluster.url({ database: name, role: 'reader' })
    const ports = new Map<string, number>()
    for (const name of ministries) ports.set(name, await portToKeep())
    const environment: Record<string, string> = {
      LIEN_THONG_DATA_DIR: directory,
      LIEN_THONG_CONSOLE: 'off',
      LIEN_THONG_LOG_LEVEL: 'error',
      PORT: String(port),
      GATEWAY_DATABASE_URL: cluster.url({ database: 'gateway', role: 'writer' }),
      ...more,
    }
    for (const name of ministries) {
      environment[`${name.toUpperCase()}_DATABASE_URL`] = databaseUrl(name)
      environment[`${name.toUpperCase()}_URL`] = `http://127.0.0.1:${ports.get(name)}/graphql`
    }
    const up = async (
      args: readonly string[],
      own: Readonly<Record<string, string>> = {},
    ): Promise<Child> => {
      const child = await startChild({
        args,
        environment: { ...environment, ...own },
        until: /(http:\S+)/,
        ...(pinned ? { processor: serverProcessor } : {}),
      })
      opened.push(child)
      return child
    }
    const command = (words: readonly string[], own?: Readonly<Record<string, string>>) =>
      up(['deploy/lien-thong.mjs', ...words], own)
    const place = ({ pid, answer }: Child): Place => {
      const url = new URL(answer)
      const pool = new Pool(url.origin, { connections: 64 })
      opened.push({ [Symbol.asyncDispose]: () => pool.close() })
      return { pid, url: answer, post: (body, token) => post(pool, url, body, token) }
    }
    const gateway = place(await command(['gateway'], settingsOfGateways[0]))
    const others: Place[] = []
    for (let at = 1; at < gateways; at++) {
      const own = {
        PORT: String(await portToKeep()),
        LIEN_THONG_GATEWAY_NAME: `gateway-${at}`,
        // All believe the tokens of one.
        OIDC_ISSUER: developmentIssuerUrl(readSettings(environment)),
        ...settingsOfGateways[at],
      }
      others.push(place(await command(['gateway'], own)))
    }
    const silent = unrecorded
      ? place(await up(['--import', 'tsx', 'tests/bench/unrecorded-gateway.ts']))
      : undefined
    const places: [string, Place][] = []
    for (const name of ministries)
      places.push([
        name,
        place(await command(['subgraph', name, '--port', String(ports.get(name))])),
      ])
    const bare = place(await up(['--import', 'tsx', 'tests/bench/bare-server.ts']))
    const settings = readSettings(environment)
    const gatewayKey = await openSigningKey(settings.gatewayKeyFile)
    return {
      gateway,
      gateways: [gateway, ...others],
      unrecorded: silent,
      ministries: Object.fromEntries(places),
      bare,
      postmaster: await postmasterOf(databaseUrl('reference')),
      databaseUrl,
      ownerUrl: (database) => cluster.url({ database, role: 'owner' }),
      accessToken: await accessTokens(settings),
      ministryToken: (ministry, grants, id = 'bench') =>
        mintMinistryToken(
          gatewayKey,
          {
            caller: { id, roles: ['analyst', 'citizen'] },
            ministry,
            grants,
            permissions,
            purpose: 'citizen-self',
          },
          new Date(),
        ),
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function post(pool: Pool, url: URL, body: unknown, token?: string): Promise<unknown> {
  const response = await pool.request({
    path: url.pathname,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  })
  const text = await response.body.text()
  const answer = JSON.parse(text) as { data?: unknown; errors?: unknown; extensions?: unknown }
  if (answer.errors !== undefined || answer.data === undefined)
    throw new Error(`expected data, got ${text.slice(0, 1000)}`)
  return answer
}

function note(line: string): void {
  process.stderr.write(`${line}\n`)
}
