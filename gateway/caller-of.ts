import type { FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { bearer } from '../auth/bearer.ts'
import type { Caller } from '../auth/caller.ts'
import type { VerifyCaller } from '../auth/verify-caller.ts'
import { CodedError } from '../schema/errors.ts'

/** Who asks, by the access token. Fails with UNAUTHENTICATED or KEYS_UNAVAILABLE. */
export async function callerOf(
  { headersDistinct }: FastifyRequest['raw'],
  verify: VerifyCaller,
  log: Logger,
): Promise<Caller> {
  try {
    return await verify(bearer(headersDistinct['authorization']), new Date())
  } catch (error) {
    if (!(error instanceof CodedError)) log.error({ err: error }, 'a token could not be judged')
    throw error
  }
}
