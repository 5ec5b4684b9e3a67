import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { VerifyCaller } from '../../auth/verify-caller.ts'
import type { RegistryConfig } from '../config.ts'
import { mayPublish, mayRetireAlone, mayRollBack } from '../registry/registry-rights.ts'
import type { RegistryService } from '../registry/registry-service.ts'
import { databaseFailures } from './database-failures.ts'
import {
  checkBody,
  maxSdl,
  publishBody,
  retireBody,
  rollbackBody,
  shaped,
  versionPath,
} from './registry-body.ts'
import { registryDoor } from './registry-door.ts'
import { serveRegistryReads } from './registry-reads.ts'
import { serveRegistryUse, serveUseCounts } from './registry-use.ts'

export interface RegistryRoutes {
  readonly service: RegistryService
  readonly config: RegistryConfig
  readonly verifyCaller: VerifyCaller
  readonly log: Logger
}

/** Bytes of a body: SDL as JSON, in which a character takes six at most. */
const bodyLimit = 6 * maxSdl + 16_384

const whoPublishes = 'Expected the role publisher, and the subgraph’s name as the token’s agency.'
const whoRetires = 'Expected the role operator: no publisher changes this subgraph alone.'
const whoRollsBack = 'Expected the subgraph’s own publisher, or the role operator.'

/** The registry over HTTP, under `/registry`; docs/registry.md lists the routes. */
export function serveRegistry(
  app: FastifyInstance,
  { service, config, verifyCaller, log }: RegistryRoutes,
): void {
  const { registry, store } = service
  const { followerToken, useToken } = config
  const door = registryDoor({ verifyCaller, followerToken, useToken, log })

  app.register(async (scope) => {
    databaseFailures(scope, log, 'the registry')
    scope.get('/registry/keys', () => config.key.jwks)
    serveRegistryReads(scope, { store, key: config.key }, door)
    serveUseCounts(scope, service, door)
    serveRegistryUse(scope, service, { door, usualDays: config.useDays })

    scope.put('/registry/subgraphs/:name', { bodyLimit }, async (request, reply) => {
      const caller = await door.allowed(request, mayPublish, whoPublishes)
      const { sdl, url, message } = shaped(publishBody, request.body, 'Body')
      const { name } = request.params as { name: string }
      const outcome = await door.changed(request, caller, (actor) =>
        registry.publish({ name, sdl, url, message }, actor),
      )
      return await reply.code(outcome.state === 'waiting' ? 202 : 200).send(outcome)
    })

    scope.post('/registry/subgraphs/:name/check', { bodyLimit }, async (request, reply) => {
      const caller = await door.allowed(request, mayPublish, whoPublishes)
      const { sdl, url, message, days } = shaped(checkBody, request.body, 'Body')
      const { name } = request.params as { name: string }
      const verdict = await door.changed(request, caller, (actor) =>
        registry.check({ name, sdl, url, message, days }, actor),
      )
      return await reply.send(verdict)
    })

    const version = '/registry/subgraphs/:name/versions/:version'
    scope.post(`${version}/approve`, async (request, reply) => {
      const caller = await door.allowed(request, mayPublish, whoPublishes)
      const { name } = request.params as { name: string }
      const path = shaped(versionPath, request.params, 'Path')
      const outcome = await door.changed(request, caller, (actor) =>
        registry.approve({ name, version: path.version }, actor),
      )
      return await reply.send(outcome)
    })

    scope.post('/registry/subgraphs/:name/retire', async (request, reply) => {
      const { name } = request.params as { name: string }
      const isForTwo = config.needsApproval(name)
      const caller = await door.allowed(
        request,
        isForTwo ? mayRetireAlone : mayRollBack,
        isForTwo ? whoRetires : whoRollsBack,
      )
      const { message } = shaped(retireBody, request.body, 'Body')
      const outcome = await door.changed(request, caller, (actor) =>
        registry.retire(name, message, actor),
      )
      return await reply.send(outcome)
    })

    scope.post('/registry/subgraphs/:name/rollback', async (request, reply) => {
      const caller = await door.allowed(request, mayRollBack, whoRollsBack)
      const { name } = request.params as { name: string }
      const body = shaped(rollbackBody, request.body, 'Body')
      const outcome = await door.changed(request, caller, (actor) =>
        registry.rollback({ name, version: body.version }, body.message, actor),
      )
      return await reply.send(outcome)
    })
  })
}
