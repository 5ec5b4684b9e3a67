import { STATUS_CODES } from 'node:http'
import type { GraphQLFormattedError } from 'graphql'

export const problemType = 'application/problem+json; charset=utf-8'

/**
 * Errors as problem details (RFC 9457): `status`, `title`, `detail`, with the catalogue's `code` and its details of the
 * first, `requestId`, and in `errors` the others where there are any.
 */
export function problemText(
  status: number,
  [first, ...others]: readonly GraphQLFormattedError[],
  requestId: string,
): string {
  return JSON.stringify({
    ...(first && problemOf(first)),
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    requestId,
    ...(others.length === 0 ? {} : { errors: others.map(problemOf) }),
  })
}

/** One error: what it is, where in the data it stands, and its details. */
export function problemOf({
  message,
  path,
  extensions,
}: GraphQLFormattedError): Readonly<Record<string, unknown>> {
  return { ...extensions, detail: message, ...(path === undefined ? {} : { path }) }
}
