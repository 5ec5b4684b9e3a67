import type { FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { bearer } from '../../auth/bearer.ts'
import type { Caller } from '../../auth/caller.ts'
import type { VerifyCaller } from '../../auth/verify-caller.ts'
import { CodedError } from '../../schema/errors.ts'
import { subgraphName } from '../../schema/registry/subgraph-name.ts'
import { refusal } from './refusal.ts'
import { loggedCaller } from '../logged-caller.ts'

/** Whether a caller may do something to a subgraph; the name is empty where none is meant. */
export type May = (caller: Caller, subgraph: string) => boolean

/** Who may come in. */
export interface CallerDoor {
  /** Who asks, where `may` says so. Fails with UNAUTHENTICATED or FORBIDDEN; `expected` says what was. */
  allowed(request: FastifyRequest, may: May, expected: string): Promise<Caller>
}

export interface DoorParts {
  readonly verifyCaller: VerifyCaller
  readonly log: Logger
}

/** Opens the door of some routes, whose `:name` is a subgraph's; the log calls them `what`. */
export function callerDoor({ verifyCaller, log }: DoorParts, what: string): CallerDoor {
  return {
    async allowed(request, may, expected) {
      const header = request.raw.headersDistinct['authorization']
      const caller = await verifyCaller(bearer(header), new Date())
      const { name } = request.params as { name?: string }
      if (name !== undefined && !subgraphName.test(name))
        throw refusal(404, 'No subgraph has such a name.')
      if (may(caller, name ?? '')) return caller
      const { id, method, url } = request
      log.warn({ requestId: id, caller: loggedCaller(caller.id), method, url }, `${what}: refused`)
      throw new CodedError('FORBIDDEN', expected)
    },
  }
}
