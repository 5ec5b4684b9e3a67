import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'
import { SignJWT } from 'jose'
import { pino } from 'pino'
import type { Role } from '../../auth/role.ts'
import { openSigningKey } from '../../auth/signing-key.ts'
import type { GatewayConfig } from '../../gateway/config.ts'
import { costBudgets } from '../../gateway/limits/cost-budget.ts'
import { type Gateway, openGateway } from '../../gateway/server.ts'
import { type MinistryPlan, type TestMinistry, startMinistry } from './gateway-ministry.ts'
import { land, population, reference } from './gateway-plans.ts'

export interface Answer {
  readonly status: number
  readonly type: string | null
  readonly requestId: string | null
  readonly retryAfter: string | null
  readonly text: string
  readonly data: Record<string, unknown> | null | undefined
  readonly errors: readonly AnswerError[]
  readonly extensions: Record<string, unknown>
}

export interface AnswerError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions: Record<string, unknown>
}

export interface World extends AsyncDisposable {
  readonly gateway: Gateway
  readonly ministries: Readonly<Record<string, TestMinistry>>
  readonly supergraphFile: string
  /** Everything that the gateway logged, one JSON object a line. */
  readonly log: string[]
  token(role: Role, claims?: Record<string, unknown>): Promise<string>
  ask(query: string, options?: AskOptions): Promise<Answer>
}

export interface AskOptions {
  readonly role?: Role | 'nobody'
  readonly claims?: Record<string, unknown>
  readonly variables?: unknown
  readonly operationName?: string
  readonly headers?: Record<string, string>
}

const issuer = 'http://127.0.0.1/dev/oidc'
const audience = 'lien-thong'

/** What differs from the usual configuration; it may depend on where the ministries answer. */
export type Change =
  | Partial<GatewayConfig>
  | ((ministries: readonly TestMinistry[]) => Promise<Partial<GatewayConfig>>)

/** A gateway over small ministries, everything on real sockets. */
export async function openWorld(
  change: Change = {},
  plans: readonly MinistryPlan[] = [reference, population, land],
): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'))
  const started = await Promise.all(plans.map(startMinistry))
  const supergraphFile = join(folder, 'supergraph.graphql')
  await writeFile(supergraphFile, compose(started))
  const key = await openSigningKey(join(folder, 'issuer.jwk.json'))
  const log: string[] = []
  const gateway = await openGateway({
    host: '127.0.0.1',
    port: 0,
    supergraphFile,
    ministryUrls: {},
    access: {
      issuer,
      audience,
      gatewayKey: await openSigningKey(join(folder, 'gateway.jwk.json')),
      devIssuer: {
        jwks: key.jwks,
        mint: async (persona) =>
          persona === 'analyst'
            ? { token: await token('analyst'), expiresInSeconds: 600 }
            : undefined,
      },
    },
    audit: 'off',
    limits: {
      maxBodyBytes: 262_144,
      maxTokens: 4000,
      maxDepth: 20,
      maxAliases: 100,
      maxRootFields: 50,
      costBudgets,
    },
    deadlineMs: 2000,
    ministryConnections: 16,
    maxMinistryRequests: 1000,
    requestsAtOnce: 256,
    admissionWaitMs: 1000,
    planning: { planMs: 10_000, maxWaiting: 1000, heapMegabytes: 512 },
    maxAnswerBytes: 1_000_000,
    log: pino({ level: 'info' }, { write: (line: string) => void log.push(line) }),
    ...(typeof change === 'function' ? await change(started) : change),
  })

  async function token(role: Role, claims: Record<string, unknown> = {}): Promise<string> {
    return await new SignJWT({ roles: [role], provinces: ['01'], pin: '900000000001', ...claims })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: key.kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(typeof claims['sub'] === 'string' ? claims['sub'] : `test-${role}`)
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(key.privateKey)
  }

  return {
    gateway,
    ministries: Object.fromEntries(started.map((ministry) => [ministry.name, ministry])),
    supergraphFile,
    log,
    token,
    async ask(query, { role = 'officer', claims, variables, operationName, headers } = {}) {
      const authorization =
        role === 'nobody' ? {} : { authorization: `Bearer ${await token(role, claims)}` }
      return await answerOf(
        await fetch(`${gateway.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...authorization, ...headers },
          body: JSON.stringify({ query, variables, operationName }),
        }),
      )
    },
    async [Symbol.asyncDispose]() {
      await gateway.close()
      await Promise.all(started.map((ministry) => ministry.stop()))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export function compose(
  ministries: readonly { readonly name: string; readonly sdl: string; readonly url: string }[],
): string {
  const result = composeServices(
    ministries.map(({ name, sdl, url }) => ({ name, url, typeDefs: parse(sdl) })),
  )
  if (result.supergraphSdl === undefined)
    throw new Error(result.errors?.map(({ message }) => message).join('\n'))
  return result.supergraphSdl
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  const body = JSON.parse(text) as Partial<Answer>
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    requestId: response.headers.get('x-request-id'),
    retryAfter: response.headers.get('retry-after'),
    text,
    data: body.data,
    errors: body.errors ?? [],
    extensions: body.extensions ?? {},
  }
}
