import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { bearer } from '../../auth/bearer.ts'
import type { Caller } from '../../auth/caller.ts'
import type { VerifyCaller } from '../../auth/verify-caller.ts'
import { CodedError } from '../../schema/errors.ts'
import { subgraphName } from '../../schema/registry/subgraph-name.ts'
import type { Actor } from '../registry/release-change.ts'
import { refusal } from './refusal.ts'

/** Whether a caller may do something to a subgraph; the name is empty where none is meant. */
export type May = (caller: Caller, subgraph: string) => boolean

/** Who may come in, and what is logged of it. */
export interface RegistryDoor {
  /** Who asks, where `may` says so. Fails with UNAUTHENTICATED or FORBIDDEN; `expected` says what was. */
  allowed(request: FastifyRequest, may: May, expected: string): Promise<Caller>
  /** Whether the request carries the follower's token. */
  isFollower(request: FastifyRequest): boolean
  /** Runs a change and logs who made it and what became of it. */
  changed<T>(
    request: FastifyRequest,
    caller: Caller,
    work: (actor: Actor) => Promise<T>,
  ): Promise<T>
}

export interface DoorParts {
  readonly verifyCaller: VerifyCaller
  readonly followerToken: string | undefined
  readonly log: Logger
}

export function registryDoor({ verifyCaller, followerToken, log }: DoorParts): RegistryDoor {
  return {
    async allowed(request, may, expected) {
      const header = request.raw.headersDistinct['authorization']
      const caller = await verifyCaller(bearer(header), new Date())
      const { name } = request.params as { name?: string }
      if (name !== undefined && !subgraphName.test(name))
        throw refusal(404, 'No subgraph has such a name.')
      if (may(caller, name ?? '')) return caller
      const { id, method, url } = request
      log.warn({ requestId: id, caller: caller.id, method, url }, 'registry: refused')
      throw new CodedError('FORBIDDEN', expected)
    },
    isFollower({ headers }) {
      const [, token] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? []
      if (followerToken === undefined || token === undefined) return false
      return timingSafeEqual(hashOf(token), hashOf(followerToken))
    },
    async changed(request, caller, work) {
      const { id, agency, client } = caller
      const { method, url, routeOptions, params } = request
      const route = `${method} ${routeOptions.url ?? url}`
      const line = { requestId: request.id, caller: id, agency, client, route, params }
      try {
        const outcome = await work({ id, client })
        log.info({ ...line, outcome }, 'registry: done')
        return outcome
      } catch (error) {
        const code = error instanceof CodedError ? error.code : 'REGISTRY_UNAVAILABLE'
        log.warn({ ...line, code }, 'registry: refused')
        throw error
      }
    },
  }
}

/** Of one length, whatever was sent: the comparison tells nothing by its time. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
