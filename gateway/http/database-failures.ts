import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { CodedError } from '../../schema/errors.ts'
import { failureOf } from './failure.ts'

/** In these routes what is neither ours nor the HTTP server's comes from the registry's database. */
export function databaseFailures(scope: FastifyInstance, log: Logger, what: string): void {
  scope.setErrorHandler((error, request, reply) => {
    const isCoded = error instanceof CodedError || hasStatus(error)
    if (!isCoded) log.error({ requestId: request.id, err: error }, `${what} failed`)
    const shown = isCoded ? error : new CodedError('REGISTRY_UNAVAILABLE')
    const { status, body } = failureOf(shown, request)
    return reply.code(status).type('application/json; charset=utf-8').send(body)
  })
}

function hasStatus(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'statusCode' in error
}
