import { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import { CodedError } from '../../schema/errors.ts'

/**
 * The one door through which a ministry's errors leave: coded errors keep code and text, a document or a
 * variable that does not fit keeps its code alone, and everything else is logged and masked.
 */
export function maskError(error: unknown, log: Logger): GraphQLError {
  const coded = codedIn(error)
  if (coded?.code === 'INTERNAL_SERVER_ERROR')
    log.error({ err: coded.cause ?? coded }, 'field failed')
  if (coded !== undefined) return placed(coded, error)
  if (error instanceof GraphQLError && error.originalError === undefined) {
    // Parsing, validation or coercion: graphql-js would repeat the caller's value.
    return placed(
      new CodedError(error.path === undefined ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR'),
      error,
    )
  }
  log.error({ err: error }, 'request failed')
  return placed(new CodedError('INTERNAL_SERVER_ERROR'), error)
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
