import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { mintPersonaToken } from '../../auth/mint-persona-token.ts'
import { openPersonKeys } from '../../auth/person-keys.ts'
import { type Role, roles } from '../../auth/role.ts'
import { openSigningKey, type SigningKey } from '../../auth/signing-key.ts'
import { openMinistryVerifier } from '../../auth/verify-ministry.ts'
import { committedSupergraph } from '../../deploy/gateway-config.ts'
import { subgraphs } from '../../deploy/ministries.ts'
import { personaCodes } from '../../deploy/persona-codes.ts'
import type { AskInside } from '../../gateway/ask-inside.ts'
import type { ExportInside } from '../../gateway/export-inside.ts'
import type { GatewayConfig } from '../../gateway/config.ts'
import { costBudgets } from '../../gateway/limits/cost-budget.ts'
import type { Limits } from '../../gateway/limits/limits.ts'
import { openGateway } from '../../gateway/server.ts'
import type { ProfileOf } from '../../subgraphs/kit/disclosure/desk.ts'
import { defaultPurpose } from './default-purpose.ts'
import { type RollupUse, serveMinistry } from '../../subgraphs/kit/serve.ts'
import { databaseUrl } from './database.ts'
import { statementTap, type TappedStatement } from './statement-tap.ts'
import { temporaryDirectory } from './temporary-directory.ts'
import { quietLog } from './quiet-log.ts'
import { recordedTelemetry } from './recorded-telemetry.ts'

export interface SystemAnswer {
  readonly status: number
  readonly body: {
    readonly data?: Readonly<Record<string, unknown>> | null
    readonly errors?: readonly {
      readonly message: string
      readonly path?: readonly (string | number)[]
      readonly extensions: Readonly<Record<string, unknown>>
    }[]
    readonly extensions?: Readonly<Record<string, unknown>>
  }
  /** By ministry: what it sent to its database, where no other request ran meanwhile. */
  readonly statements: Readonly<Record<string, readonly TappedStatement[]>>
}

/** The whole house over real HTTP: gateway, five ministries, the steering database, the oversight, PostgreSQL with the synthetic people. */
export interface System extends AsyncDisposable {
  /** The gateway, without a path. */
  readonly url: string
  /** The ministries' GraphQL endpoints, by name. */
  readonly ministryUrls: Readonly<Record<string, string>>
  /** What the issuer signs callers' tokens with, and the gateway its tokens for ministries. */
  readonly keys: { readonly issuer: SigningKey; readonly gateway: SigningKey }
  /** Asks as a caller who is not there. */
  readonly askInside: AskInside
  /** Makes a file for such a caller. */
  readonly exportInside: ExportInside | undefined
  /** A persona's access token. */
  token(persona: Role): Promise<string>
  /** Asks as a persona, for its usual purpose unless told otherwise, or with an access token. */
  ask(
    who: Role | (string & {}),
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    purpose?: string | null,
  ): Promise<SystemAnswer>
}

/** The `iss` and `aud` of access tokens. */
export const tokenNames = { issuer: 'http://127.0.0.1/dev/oidc', audience: 'lien-thong' } as const
const { issuer, audience } = tokenNames

export const systemLimits: Limits = {
  maxBodyBytes: 262_144,
  maxTokens: 4000,
  maxDepth: 20,
  maxAliases: 100,
  maxRootFields: 50,
  costBudgets,
}

/** What a house is opened over. */
export interface Ground {
  /** The databases of the whole run unless others are given. */
  readonly databases?: typeof databaseUrl
  /** Whose statistics are under control; as reviewed unless a test says otherwise. */
  readonly profileOf?: ProfileOf
  /** Where it is absent, every answer comes from the tables themselves. */
  readonly rollups?: RollupUse
  /** Whose tokens the ministries take, where a test brings its own access. */
  readonly gatewayKey?: SigningKey
  /** Milliseconds from which the ministries log a statement as slow. */
  readonly slowStatementMs?: number
}

/** The statistics of everyone are exact: what control is measured against. */
export const withoutControl: Ground = { profileOf: () => undefined }

/** Opens a house of its own for a test file, on free ports. */
export async function openSystem(
  change: Partial<GatewayConfig> = {},
  { databases = databaseUrl, profileOf, rollups, gatewayKey: given, slowStatementMs }: Ground = {},
): Promise<System> {
  const log = change.log ?? quietLog()
  const opened: (() => PromiseLike<void>)[] = []
  const closeAll = async (): Promise<void> => {
    for (const close of opened.splice(0).reverse()) await close()
  }
  const directory = await temporaryDirectory()
  opened.push(() => directory[Symbol.asyncDispose]())
  const recorded = recordedTelemetry(change.telemetry)
  opened.push(() => recorded.close())
  const gatewayKey = given ?? (await openSigningKey(join(directory.path, 'gateway.jwk.json')))
  const issuerKey = await openSigningKey(join(directory.path, 'issuer.jwk.json'))
  const cursorSecret = randomBytes(32)
  const { audit = 'off' } = change
  const personKeys =
    audit === 'off'
      ? await openPersonKeys(join(directory.path, 'persons.jwks.json'))
      : audit.personKeys
  const places = await Promise.all(
    subgraphs.map(async (ministry) => {
      const database = ministry.name === 'oversight' ? 'gateway' : ministry.name
      const tap = await statementTap(databases(database, 'reader'))
      opened.push(() => tap[Symbol.asyncDispose]())
      const served = await serveMinistry({
        ministry,
        databaseUrl: tap.url,
        ...(ministry.name === 'steering' && { writerUrl: databases('steering', 'writer') }),
        ...(ministry.name === 'oversight' && { writerUrl: databases('gateway', 'reviews') }),
        poolSize: 4,
        verify: openMinistryVerifier({ jwks: gatewayKey.jwks, ministry: ministry.name }),
        cursorSecret,
        personKeys,
        host: '127.0.0.1',
        port: 0,
        log,
        ...(profileOf === undefined ? {} : { profileOf }),
        ...(rollups === undefined ? {} : { rollups }),
        ...(slowStatementMs === undefined ? {} : { slowStatementMs }),
        ...recorded.parts,
      })
      opened.push(() => served.close())
      return { name: ministry.name, url: served.url, tap }
    }),
  )
  const ministryUrls = Object.fromEntries(places.map(({ name, url }) => [name, url]))
  const mint = (persona: Role): Promise<string> =>
    mintPersonaToken(issuerKey, { persona, codes: personaCodes, issuer, audience }, new Date())
  const gateway = await openGateway({
    host: '127.0.0.1',
    port: 0,
    supergraphFile: committedSupergraph,
    ministryUrls,
    access: {
      issuer,
      audience,
      gatewayKey,
      devIssuer: {
        jwks: issuerKey.jwks,
        mint: async (name) => {
          const persona = roleNamed(name)
          return persona && { token: await mint(persona), expiresInSeconds: 600 }
        },
      },
    },
    audit,
    limits: systemLimits,
    exports: { rows: { '*': 1_000_000 }, maxBytes: 2 ** 31, atOnce: 2, atOnceInAll: 16 },
    deadlineMs: 60_000,
    ministryConnections: 16,
    maxMinistryRequests: 1000,
    requestsAtOnce: 256,
    // Gateway and ministries share one event loop here, which tells nothing of how many a gateway can work on.
    admissionWaitMs: 60_000,
    planning: { planMs: 10_000, maxWaiting: 1000, heapMegabytes: 512 },
    maxAnswerBytes: 33_554_432,
    log,
    ...change,
    ...recorded.parts,
  })
  opened.push(() => gateway.close())
  for (const { tap } of places) tap.take()
  return {
    url: gateway.url,
    ministryUrls,
    keys: { issuer: issuerKey, gateway: gatewayKey },
    askInside: gateway.ask,
    exportInside: gateway.exportFile,
    token: mint,
    ask: async (who, query, variables, purpose) => {
      const persona = roleNamed(who)
      const named = purpose === undefined ? defaultPurpose([persona]) : (purpose ?? undefined)
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${persona === undefined ? who : await mint(persona)}`,
          ...(named === undefined ? {} : { 'x-purpose': named }),
        },
        body: JSON.stringify({ query, variables }),
      })
      return {
        status: response.status,
        body: (await response.json()) as SystemAnswer['body'],
        statements: Object.fromEntries(places.map(({ name, tap }) => [name, tap.take()])),
      }
    },
    [Symbol.asyncDispose]: closeAll,
  }
}

function roleNamed(name: string): Role | undefined {
  return roles.find((role) => role === name)
}
