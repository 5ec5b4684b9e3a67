import type { ApolloServer } from '@apollo/server'
import type { GraphQLFormattedError } from 'graphql'
import { type OnceAsked, askOnce, unfinished } from '../ask-once.ts'
import type { GatewayContext, RequestState } from '../context.ts'
import { wholeStatus } from '../whole-status.ts'

/** A page that was refused or came in part: what `/graphql` would say. */
export class PageRefused extends Error {
  readonly status: number
  readonly errors: readonly GraphQLFormattedError[]

  constructor(status: number, errors: readonly GraphQLFormattedError[]) {
    super(codesOf(errors).join(', '))
    this.name = 'PageRefused'
    this.status = status
    this.errors = errors
  }

  get codes(): readonly string[] {
    return codesOf(this.errors)
  }
}

/**
 * Asks one page. What it gave is in the state's `exported`. Fails with PageRefused where there is any error: half of a
 * row is no row.
 */
export async function askPage(
  apollo: ApolloServer<GatewayContext>,
  state: RequestState,
  asked: OnceAsked,
): Promise<void> {
  const { body, http } = await askOnce(apollo, state, asked)
  const errors = body.kind === 'single' ? body.singleResult.errors : [unfinished]
  if (errors === undefined) return
  throw new PageRefused(wholeStatus(http.status, errors), errors)
}

function codesOf(errors: readonly GraphQLFormattedError[]): readonly string[] {
  return [...new Set(errors.map(({ extensions }) => String(extensions?.['code'])))]
}
