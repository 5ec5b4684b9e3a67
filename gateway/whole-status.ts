import type { GraphQLFormattedError } from 'graphql'
import { errors } from '../schema/errors.ts'

/** Statuses of what is answered whole or not at all, where GraphQL would answer 200 and the rest of the data. */
const statuses: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  // What a ministry refuses for the caller's own fault is no failure of the ministry, which somebody would ask again.
  ...Object.entries(errors)
    .filter(([code, { fault }]) => fault === 'caller' && code !== 'UNAUTHENTICATED')
    .map(([code, { status }]) => [code, status === 200 ? 400 : status] as const),
  ['MINISTRY_UNAVAILABLE', 502],
  ['DEADLINE_EXCEEDED', 504],
])

/** The HTTP status of an answer that is of no use without what its errors stand for. */
export function wholeStatus(status = 500, [first]: readonly GraphQLFormattedError[]): number {
  return status >= 400 ? status : (statuses.get(first?.extensions?.['code']) ?? 502)
}
