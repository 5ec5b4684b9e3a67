import type { GraphQLFormattedError } from 'graphql'

/** Statuses of what is answered whole or not at all, where GraphQL would answer 200 and the rest of the data. */
const statuses: Readonly<Record<string, number>> = {
  MINISTRY_UNAVAILABLE: 502,
  DEADLINE_EXCEEDED: 504,
}

/** The HTTP status of an answer that is of no use without what its errors stand for. */
export function wholeStatus(status = 500, [first]: readonly GraphQLFormattedError[]): number {
  return status >= 400 ? status : (statuses[String(first?.extensions?.['code'])] ?? 502)
}
