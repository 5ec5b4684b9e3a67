import { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import { CodedError, type ErrorCode } from '../../schema/errors.ts'

/**
 * The one door through which a ministry's errors leave: coded errors keep code and text, a document or a
 * variable that does not fit keeps its code alone, and everything else is logged and masked.
 */
export function maskError(error: unknown, log: Logger, requestId?: string): GraphQLError {
  const coded = codedIn(error)
  if (coded?.code === 'INTERNAL_SERVER_ERROR')
    log.error({ requestId, err: coded.cause ?? coded }, 'field failed')
  if (coded !== undefined) return placed(coded, error)
  if (isCoercion(error)) return placed(new CodedError('BAD_USER_INPUT'), error)
  log.error({ requestId, err: error }, 'request failed')
  return placed(new CodedError('INTERNAL_SERVER_ERROR'), error)
}

/** The code with which an error leaves. */
export function codeOf(error: unknown): ErrorCode {
  const coded = codedIn(error)
  if (coded !== undefined) return coded.code
  return isCoercion(error) ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR'
}

/**
 * A document or a variable that does not fit: outside the answer, and graphql-js's own all the way down.
 * Its text would repeat the caller's value.
 */
function isCoercion(error: unknown): boolean {
  if (!(error instanceof GraphQLError) || error.path !== undefined) return false
  return error.originalError === undefined || isCoercion(error.originalError)
}

function codedIn(error: unknown): CodedError | undefined {
  for (let at: unknown = error; at instanceof Error; at = inner(at))
    if (at instanceof CodedError) return at
  return undefined
}

function inner(error: Error): unknown {
  return error instanceof GraphQLError ? (error.originalError ?? error.cause) : error.cause
}

/** The same text and code, at the place in the answer where it happened. */
function placed(
  { message, extensions: { http: _http, ...extensions } }: CodedError,
  error: unknown,
): GraphQLError {
  const path = error instanceof GraphQLError ? error.path : undefined
  return new GraphQLError(message, { extensions, ...(path === undefined ? {} : { path }) })
}
