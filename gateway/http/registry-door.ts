import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Caller } from '../../auth/caller.ts'
import { CodedError } from '../../schema/errors.ts'
import { loggedCaller } from '../logged-caller.ts'
import { houseActor } from '../registry/house-actor.ts'
import type { Actor } from '../registry/release-change.ts'
import { callerDoor, type CallerDoor, type DoorParts as CallerDoorParts } from './caller-door.ts'

/** Who may come in, and what is logged of it. */
export interface RegistryDoor extends CallerDoor {
  /** Whether the request carries the follower's token. */
  isFollower(request: FastifyRequest): boolean
  /** Fails with UNAUTHENTICATED unless the request carries the token of gateways that count. */
  expectCounter(request: FastifyRequest): void
  /** Runs a change and logs who made it and what became of it. */
  changed<T>(
    request: FastifyRequest,
    caller: Caller,
    work: (actor: Actor) => Promise<T>,
  ): Promise<T>
}

export interface DoorParts extends CallerDoorParts {
  readonly followerToken: string | undefined
  readonly useToken: string | undefined
}

export function registryDoor({
  verifyCaller,
  followerToken,
  useToken,
  log,
}: DoorParts): RegistryDoor {
  return {
    ...callerDoor({ verifyCaller, log }, 'registry'),
    isFollower: (request) => carries(request, followerToken),
    expectCounter(request) {
      if (!carries(request, useToken)) throw new CodedError('UNAUTHENTICATED')
    },
    async changed(request, caller, work) {
      const { id, agency, client } = caller
      const { method, url, routeOptions, params } = request
      const route = `${method} ${routeOptions.url ?? url}`
      const line = {
        requestId: request.id,
        caller: loggedCaller(id),
        agency,
        client,
        route,
        params,
      }
      try {
        if (id === houseActor.id)
          throw new CodedError(
            'FORBIDDEN',
            'This name is the one that the registry itself publishes under.',
          )
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

function carries({ headers }: FastifyRequest, secret: string | undefined): boolean {
  const [, token] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? []
  if (secret === undefined || token === undefined) return false
  return timingSafeEqual(hashOf(token), hashOf(secret))
}

/** Of one length, whatever was sent: the comparison tells nothing by its time. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
